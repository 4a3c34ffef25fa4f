/**
 * Logging: one event a line, with fields (`log.info({ taskId }, 'task resumed')`). Only this file
 * touches pino. Fields with the names of secrets never reach the output, down to the third level.
 */
import { pino } from 'pino';

export interface Log {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const SECRET_FIELDS = [
  'accessToken',
  'apiKey',
  'authToken',
  'auth_token',
  'authorization',
  'claimCode',
  'cookie',
  'password',
  'privateKey',
  'secret',
  'signature',
  'token',
];

/** JSON lines on standard error: standard output belongs to what a command answers. */
export function createLog(level: LogLevel): Log {
  return pino(
    {
      level,
      redact: {
        paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[redacted]',
      },
      // Without it an Error is logged as {}: its message and stack are not enumerable.
      serializers: { error: pino.stdSerializers.err },
      base: null,
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  return;
}
