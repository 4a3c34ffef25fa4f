/** One child process with one database in it: asked one thing at a time, and killed when that takes too long. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Timer } from '../../core/clock.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { refuseWorkflow } from '../errors.ts';
import { isSqlReply, type SqlOrder, type SqlReply } from './sql-messages.ts';

export interface SqlProcessParts {
  readonly clock: Clock;
  /** Where `sql-child` lies; `workflows/sources` from source and in the bundle. */
  readonly home: string;
}

export interface SqlLimits {
  /** For everything that it is asked. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/** Nearly all that it needs is the memory of WebAssembly, which these do not bound. */
const FLAGS = [
  ...['--max-semi-space-size=1', '--max-old-space-size=64', '--v8-pool-size=1', '--expose-gc'],
  '--no-wasm-tier-up',
];

/** Large blocks go back to the system as soon as they are free. */
const MEMORY = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '65536', UV_THREADPOOL_SIZE: '1' };

/**
 * A child that computes in WebAssembly hears nothing, also not that we died. So the kernel ends it
 * when it has had so many seconds of a processor.
 */
const BOUNDED = 'ulimit -t "$0" && exec "$@"';
const SPARE_SECONDS = 5;

/** A number that says: ended by SIGABRT, as V8 does when its heap is full. */
const ABORTED = 134;

export type GoodReply = Exclude<SqlReply, { kind: 'failed' }>;

export class SqlProcess {
  readonly #child: ChildProcess;
  readonly #signal: AbortSignal;
  readonly #timer: Timer;
  #waiting: ((reply: GoodReply | Refusal) => void) | undefined;
  /** Why it runs no more. */
  #end: Refusal | undefined;

  constructor({ clock, home }: SqlProcessParts, { limitMs, signal }: SqlLimits) {
    this.#child = startChild(home, limitMs);
    this.#signal = signal;
    this.#timer = clock.after(limitMs, () => {
      this.#finish(tooLong(limitMs));
    });
    signal.addEventListener('abort', this.#onAbort);
    this.#child.on('message', (message) => {
      if (isSqlReply(message)) this.#take(message);
    });
    this.#child.on('error', (error) => {
      this.#finish(refuseWorkflow('WORKFLOW_SOURCE', `no process for a query: ${error.message}`));
    });
    this.#child.on('exit', (code, how) => {
      this.#finish(gone(code, how));
    });
    if (signal.aborted) this.#onAbort();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  ask(order: SqlOrder): Promise<GoodReply | Refusal> {
    if (this.#end !== undefined) return Promise.resolve(this.#end);
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#child.send(order, (error) => {
        if (error !== null) this.#finish(gone(null, null));
      });
    });
  }

  /** Whoever waits for an answer is told. */
  stop(): void {
    this.#finish(refuseWorkflow('WORKFLOW_SOURCE', 'the query was ended'));
  }

  readonly #onAbort = (): void => {
    this.stop();
  };

  #finish(reason: Refusal): void {
    this.#end ??= reason;
    this.#timer.cancel();
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#child.kill('SIGKILL');
    this.#settle(this.#end);
  }

  #take(reply: SqlReply): void {
    this.#settle(reply.kind === 'failed' ? refusalOf(reply) : reply);
  }

  #settle(reply: GoodReply | Refusal): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(reply);
  }
}

/** The child lives as long as the work with it. */
export async function withSqlProcess<Result>(
  parts: SqlProcessParts,
  limits: SqlLimits,
  use: (child: SqlProcess) => Promise<Result>,
): Promise<Result> {
  const child = new SqlProcess(parts, limits);
  try {
    return await use(child);
  } finally {
    child.stop();
  }
}

export function isFailed(reply: GoodReply | Refusal): reply is Refusal {
  return isRefusal(reply);
}

function startChild(home: string, limitMs: number): ChildProcess {
  const built = join(home, 'sql-child.js');
  const path = existsSync(built) ? built : join(home, 'sql-child.ts');
  // Run from source, it needs the loader that this process was started with.
  const loader = path === built ? [] : process.execArgv;
  const seconds = Math.ceil(limitMs / 1_000) + SPARE_SECONDS;
  const command = [process.execPath, ...FLAGS, ...loader, path];
  return spawn('/bin/sh', ['-c', BOUNDED, String(seconds), ...command], {
    // Its clock is that on the wall of the site; see the child.
    env: { PATH: process.env['PATH'], TZ: 'UTC', ...MEMORY },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

function refusalOf({ why, message }: Extract<SqlReply, { kind: 'failed' }>): Refusal {
  switch (why) {
    case 'file':
      return refuseWorkflow('WORKFLOW_SOURCE', `the database cannot be read: ${message}`);
    case 'query':
      return refuseWorkflow('WORKFLOW_QUERY', `SQLite says: ${message}`);
    case 'writes':
      return refuseWorkflow('WORKFLOW_QUERY', 'a query only reads, and this one writes');
    case 'memory':
      return tooMuch();
  }
}

function gone(code: number | null, how: NodeJS.Signals | null): Refusal {
  if (how === 'SIGABRT' || how === 'SIGKILL' || code === ABORTED) return tooMuch();
  const end = how ?? `exit code ${String(code)}`;
  return refuseWorkflow('WORKFLOW_SOURCE', `the process that ran the query ended: ${end}`);
}

function tooLong(limitMs: number): Refusal {
  const message = `the query took longer than ${String(limitMs / 1_000)} s`;
  return refuseWorkflow('WORKFLOW_QUERY_LIMIT', message);
}

function tooMuch(): Refusal {
  return refuseWorkflow('WORKFLOW_QUERY_LIMIT', 'the query needs too much memory');
}
