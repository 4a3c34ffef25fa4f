/**
 * The helper outside this process (`safe-state-helper.sh`) that brings outputs to their safe value
 * after a `kill -9`. Here it is started, told what to do, watched, and its report is read at the
 * next start. The helper holds nothing but a list of register writes.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import type { RegisterWrite } from '../hal/gpio.ts';

export interface SafeStateParts {
  readonly directory: string;
  /** The helper's script. */
  readonly script: string;
  readonly clock: Clock;
  readonly log: Log;
  /** What to write when this process is gone. Asked whenever the helper is (re)started. */
  readonly plan: () => readonly RegisterWrite[];
}

export interface HelperWrite {
  /** Epoch ms, to the second. */
  readonly at: number;
  readonly succeeded: boolean;
  readonly path: string;
}

/** A helper that dies at once must not be restarted in a busy loop. */
const RESTART_AFTER_MS = 1_000;

export class SafeState implements Service {
  readonly #parts: SafeStateParts;
  #helper: ChildProcess | undefined;
  #stopping = false;

  constructor(parts: SafeStateParts) {
    this.#parts = parts;
  }

  start(): Promise<void> {
    this.#stopping = false;
    this.#spawn();
    return Promise.resolve();
  }

  /** The outputs are safe already: the helper may go without doing anything. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const helper = this.#helper;
    this.#helper = undefined;
    if (helper?.exitCode !== null) return;
    const gone = new Promise((resolve) => helper.once('exit', resolve));
    helper.stdin?.end('stand-down\n');
    await gone;
  }

  /** Is somebody there to act when this process dies? */
  isGuarding(): boolean {
    return this.#helper?.exitCode === null;
  }

  /** The helper's process id, for `doctor`. */
  get pid(): number | undefined {
    return this.#helper?.pid;
  }

  /** What the helper did after the last process died; reading it is what forgets it. */
  async takeReport(): Promise<readonly HelperWrite[]> {
    try {
      const text = await readFile(this.#reportPath(), 'utf8');
      await rm(this.#reportPath());
      return text.split('\n').flatMap(parseLine);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  /** Detached: a Ctrl-C at the terminal, or a signal to the group, must not take the helper along. */
  #spawn(): void {
    const { script, log } = this.#parts;
    const helper = spawn('/bin/sh', [script, this.#reportPath()], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    helper.unref();
    helper.once('error', (error) => {
      log.error({ error: errorCode(error) }, 'safe-state helper cannot run');
    });
    helper.once('exit', (code) => {
      this.#lost(helper, code);
    });
    helper.stdin.on('error', (error) => {
      log.warn({ error: errorCode(error) }, 'safe-state helper does not listen');
    });
    for (const { text, path } of this.#parts.plan()) helper.stdin.write(`set ${text} ${path}\n`);
    this.#helper = helper;
  }

  #lost(helper: ChildProcess, code: number | null): void {
    if (this.#stopping || this.#helper !== helper) return;
    this.#parts.log.error({ code }, 'safe-state helper died; starting another');
    this.#parts.clock.after(RESTART_AFTER_MS, () => {
      if (!this.#stopping) this.#spawn();
    });
  }

  #reportPath(): string {
    return join(this.#parts.directory, 'safe-state.report');
  }
}

function parseLine(line: string): HelperWrite[] {
  const match = /^(\d+) (ok|failed) (.+)$/.exec(line);
  if (match?.[3] === undefined) return [];
  return [{ at: Number(match[1]) * 1_000, succeeded: match[2] === 'ok', path: match[3] }];
}
