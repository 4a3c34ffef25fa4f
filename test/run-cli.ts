/** Runs the CLI inside the test's process and keeps what it said. */
import { PassThrough, type Readable } from 'node:stream';
import { runCli, type CliParts } from '../runtime/cli/cli.ts';
import type { NodeHost } from '../runtime/cli/ports.ts';

export interface CliEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliSurroundings {
  readonly stdin?: Readable;
  readonly stdout?: PassThrough;
  readonly interactive?: boolean;
  readonly host?: Partial<NodeHost>;
  readonly stop?: AbortSignal;
  readonly around?: Partial<CliParts['around']>;
}

/** Every path exists, and nothing of the real environment is seen. */
export async function runCliWith(
  argv: readonly string[],
  surroundings: CliSurroundings = {},
): Promise<CliEnd> {
  const {
    stdin,
    stdout = new PassThrough(),
    interactive = false,
    host,
    stop,
    around,
  } = surroundings;
  const stderr = new PassThrough();
  const parts: CliParts = {
    argv,
    around: {
      cwd: '/somewhere',
      env: {},
      exists: () => true,
      builtInModels: '/nowhere',
      builtInBoards: 'boards',
      ...around,
    },
    stdin: stdin ?? new PassThrough().end(),
    stdout,
    stderr,
    interactive,
    color: false,
    host: () =>
      Promise.resolve({
        ...{ runNode: notExpected, checkSite: notExpected, checkWorkflows: notExpected },
        tryMessenger: notExpected,
        ...{ drivers: {}, ...host },
      }),
    stopSignal: () => stop ?? new AbortController().signal,
  };
  const code = await runCli(parts);
  return { code, stdout: textOf(stdout), stderr: textOf(stderr) };
}

function notExpected(): Promise<never> {
  return Promise.reject(new Error('this command should not run a node'));
}

function textOf(stream: PassThrough): string {
  const bytes: unknown = stream.read();
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString() : '';
}
