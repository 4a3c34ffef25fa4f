/** One child process with one model in it, as long as it lives: asked one thing at a time, and killed when it takes too long. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { TfliteError } from '../errors.ts';
import { entryPoint } from '../package-home.ts';
import { environmentFor } from './environment.ts';
import { isReply, type Answered, type Opened, type Order, type Reply } from './messages.ts';

/**
 * What it runs is hardly JavaScript: a small young generation, code for size, and one helper thread,
 * in one malloc arena. Without the last two, what V8 needed to compile LiteRT stays: 50 MB.
 */
const MEMORY_FLAGS = [
  ...['--max-semi-space-size=1', '--optimize-for-size', '--no-sparkplug', '--v8-pool-size=1'],
];
const MEMORY_ENVIRONMENT = { MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '1' };

const KILLED_HINT =
  'It was ended from outside, perhaps because memory ran out (dmesg tells); the next question starts it again.';

export type GoodReply = Opened | Answered;

interface Waiting {
  readonly resolve: (reply: GoodReply) => void;
  readonly reject: (error: TfliteError) => void;
}

export class ModelProcess {
  readonly #name: string;
  readonly #child: ChildProcess;
  #waiting: Waiting | undefined;
  /** Why it runs no more. */
  #end: TfliteError | undefined;

  /** @param name of the model, for messages @param environment names of what it sees beside the usual */
  constructor(name: string, environment?: readonly string[]) {
    this.#name = name;
    this.#child = startChild(environment);
    this.#child.on('message', (message) => {
      if (isReply(message)) this.#take(message);
    });
    this.#child.on('error', (error) => {
      this.kill(new TfliteError('TFLITE_CRASHED', `no process for ${name}: ${error.message}`));
    });
    this.#child.on('exit', (code, signal) => {
      const how = signal ?? `exit code ${String(code)}`;
      const message = `the process that ran ${name} ended: ${how}`;
      // No model does that to itself: somebody did, or the kernel, for want of memory.
      const details = signal === 'SIGKILL' ? { hint: KILLED_HINT } : {};
      this.kill(new TfliteError('TFLITE_CRASHED', message, details));
    });
  }

  get isAlive(): boolean {
    return this.#end === undefined;
  }

  /** @throws TfliteError TFLITE_CRASHED and TFLITE_TIMEOUT, after which it is dead, or what the child says */
  async ask(order: Order, limitMs: number): Promise<GoodReply> {
    if (this.#end !== undefined) throw this.#end;
    const timer = setTimeout(() => {
      const message = `${this.#name} took longer than ${limitMs} ms`;
      this.kill(new TfliteError('TFLITE_TIMEOUT', message));
    }, limitMs);
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting = { resolve, reject };
        this.#child.send(order);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** The first reason counts; whoever waits for an answer hears it. */
  kill(reason: TfliteError): void {
    this.#end ??= reason;
    this.#child.kill('SIGKILL');
    this.#waiting?.reject(this.#end);
    this.#waiting = undefined;
  }

  /** Resolves when the process is gone. */
  async gone(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null)
      await once(this.#child, 'exit');
  }

  #take(reply: Reply): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (reply.kind !== 'failed') {
      waiting?.resolve(reply);
      return;
    }
    const { code, message, hint } = reply;
    const error = new TfliteError(code, message, { hint });
    waiting?.reject(error);
    if (code === 'TFLITE_CRASHED') this.kill(error);
  }
}

/**
 * A child that computes in wasm hears nothing, so a shell beside it waits for the end of the pipe from
 * us, which comes when we die, and kills it then. A line says that it is gone already. Descriptor 3 is
 * the channel, which must end with the child alone.
 */
const END_WITH_US = `trap '' INT TERM HUP
exec 9<&0 < /dev/null
(exec 3>&-; read -r gone <&9 || kill -9 $$) &
exec 9<&- "$0" "$@"`;

/** What a library prints is no part of what we say: its standard streams lead nowhere. */
function startChild(environment?: readonly string[]): ChildProcess {
  const path = entryPoint('isolation/child');
  // Run from source, it needs the loader that this process was started with.
  const loader = extname(path) === '.ts' ? process.execArgv : [];
  const command = [process.execPath, ...MEMORY_FLAGS, ...loader, path];
  const child = spawn('/bin/sh', ['-c', END_WITH_US, ...command], {
    env: { ...environmentFor(environment), ...MEMORY_ENVIRONMENT },
    serialization: 'advanced',
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  });
  child.stdin?.on('error', () => undefined);
  child.once('exit', () => child.stdin?.end('\n'));
  return child;
}
