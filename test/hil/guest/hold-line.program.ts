/**
 * Another process that holds a line, until it is killed: says `ready`, or what stands against it.
 *
 *   node hold-line.program.js LINE LEVEL
 */
import { AppError } from '../../../runtime/core/app-error.ts';
import { pi4File } from './linux-bench.ts';
import { openCdev } from './real-backends.ts';

const [line = '', level] = process.argv.slice(2);
try {
  const options = {
    direction: 'out',
    consumer: 'another-process',
    initial: level === '1',
  } as const;
  openCdev(await pi4File()).open(line, options);
  process.stdout.write('ready\n');
  // The line alone keeps no process alive.
  setInterval(() => undefined, 60_000);
} catch (error) {
  if (!isExplained(error)) throw error;
  const { code, message, hint } = error;
  process.stdout.write(`${JSON.stringify({ code, message, hint })}\n`);
}

function isExplained(error: unknown): error is AppError {
  return error instanceof AppError;
}
