#!/usr/bin/env -S node --max-semi-space-size=1 --optimize-for-size --no-sparkplug
/**
 * The program: hands the process's arguments, streams and signals to the CLI, and its answer to the
 * shell. The first line goes into the bundle as it is: a young generation of 1 MB and code for size
 * save 17 MB on a loaded node, at no speed a person notices.
 */
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { errorCode } from './core/app-error.ts';
import { runCli } from './cli/cli.ts';
import { saveMemory } from './memory-flags.ts';

/** The first signal stops in order; whoever sends a second one does not want to wait. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(128 + constants.signals[name]);
      controller.abort();
    });
  }
  return controller.signal;
}

// `boardtalk journal | head` stops reading early, or a terminal is closed: no fault, and no reason for a node to end.
process.stdout.on('error', (error) => {
  if (!['EPIPE', 'EIO'].includes(errorCode(error))) throw error;
});

process.exitCode = await runCli({
  argv: process.argv.slice(2),
  around: {
    cwd: process.cwd(),
    env: process.env,
    exists: existsSync,
    // The same beside `runtime/main.ts` and in the bundle.
    builtInModels: fileURLToPath(new URL('../models/', import.meta.url)),
    builtInBoards: fileURLToPath(new URL('../boards/', import.meta.url)),
  },
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  interactive: process.stdin.isTTY && process.stdout.isTTY,
  color: process.stderr.isTTY && (process.env['NO_COLOR'] ?? '') === '',
  host: () => {
    saveMemory();
    return import('./app.ts');
  },
  stopSignal,
});
