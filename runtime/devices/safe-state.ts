/**
 * The helper outside this process (`safe-state-helper.sh`) that brings outputs to their safe value
 * after a `kill -9`. Here it is started, told what to do, and watched; `helper-report.ts` reads at
 * the next start what it did. The helper holds nothing but a list of register writes. The same list
 * lies in a file while the board runs, for a service manager that kills the helper too.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { errorCode } from '../core/app-error.ts';
import type { Clock, Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import { within } from '../core/within.ts';
import { helperOrder, type RegisterWrite } from '../hal/register-write.ts';
import { endFormerHelpers } from './former-helpers.ts';

export interface SafeStateParts {
  /** The helper's script. */
  readonly script: string;
  /** The program that does for it what a shell cannot: lines and I2C. */
  readonly writer: string;
  /** The file the helper reports to. */
  readonly report: string;
  /** The file that holds the plan while the board runs. */
  readonly planFile: string;
  readonly clock: Clock;
  readonly log: Log;
  /** What to write when this process is gone. Asked whenever the helper is (re)started. */
  readonly plan: () => readonly RegisterWrite[];
}

/** A helper that dies at once must not be restarted in a busy loop. */
const RESTART_AFTER_MS = 1_000;

/** A helper that was told to go and does not is left to itself. */
const LEAVE_MS = 1_000;

export class SafeState implements Service {
  readonly #parts: SafeStateParts;
  #helper: ChildProcess | undefined;
  #restart: Timer | undefined;

  constructor(parts: SafeStateParts) {
    this.#parts = parts;
  }

  /** Before any line is opened: the helper of the last process may still hold some. */
  takeOver(): Promise<void> {
    const { report, clock } = this.#parts;
    return endFormerHelpers(report, clock);
  }

  start(): Promise<void> {
    this.#spawn();
    return Promise.resolve();
  }

  /**
   * The plan is another one from now on. Another helper has it before the old one goes, so that there
   * is one at every moment.
   */
  renew(): void {
    const old = this.#helper;
    // One that is about to be started again asks for the plan then.
    if (old === undefined) return;
    this.#spawn().once('spawn', () => {
      old.stdin?.end('stand-down\n');
    });
  }

  /** The outputs are safe already: the helper may go without doing anything. */
  async stop(): Promise<void> {
    await this.#leave('stand-down\n');
    rmSync(this.#parts.planFile, { force: true });
  }

  /** The outputs could not be made safe from here: the helper tries it now. */
  handOver(): Promise<void> {
    return this.#leave('');
  }

  /** The helper's process id; undefined while nobody is there to act when this process dies. */
  get pid(): number | undefined {
    return this.#helper?.pid;
  }

  async #leave(lastWord: string): Promise<void> {
    this.#restart?.cancel();
    const helper = this.#helper;
    if (helper === undefined) return;
    this.#helper = undefined;
    const gone = new Promise((resolve) => helper.once('exit', resolve));
    helper.stdin?.end(lastWord);
    await within(this.#parts.clock, LEAVE_MS, gone);
  }

  /** Detached: a Ctrl-C at the terminal, or a signal to the group, must not take the helper along. */
  #spawn(): ChildProcess {
    const { script, writer, report, log } = this.#parts;
    const helper = spawn('/bin/sh', [script, report, writer], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    helper.unref();
    helper.once('error', (error) => {
      this.#lost(helper, errorCode(error));
    });
    helper.once('exit', (code, signal) => {
      this.#lost(helper, signal ?? String(code));
    });
    helper.stdin.on('error', (error) => {
      log.warn({ error: errorCode(error) }, 'safe-state helper does not listen');
    });
    const orders = this.#parts.plan().map(helperOrder).join('');
    helper.stdin.write(`hold\n${orders}`);
    this.#helper = helper;
    this.#keepPlan(orders);
    return helper;
  }

  /** A full disk takes the service manager's plan, and not the helper. */
  #keepPlan(orders: string): void {
    const { planFile, log } = this.#parts;
    try {
      writeFileSync(planFile, orders, { mode: 0o600 });
    } catch (error) {
      log.warn({ error: errorCode(error) }, 'safe-state plan cannot be kept');
    }
  }

  #lost(helper: ChildProcess, reason: string): void {
    if (this.#helper !== helper) return;
    this.#helper = undefined;
    this.#parts.log.error({ reason }, 'safe-state helper is gone; starting another');
    this.#restart = this.#parts.clock.after(RESTART_AFTER_MS, () => {
      this.#spawn();
    });
  }
}
