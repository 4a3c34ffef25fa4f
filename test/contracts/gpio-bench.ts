/** What the contract of GPIO backends runs on: a backend, two lines, and the world at the other end of their wires. */
import { spawn } from 'node:child_process';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import type { GpioBackend, GpioLine, LineOptions } from '../../runtime/hal/gpio.ts';
import { helperOrder, type RegisterWrite } from '../../runtime/hal/register-write.ts';

/** The world at the other end of the wire. Levels are electrical. */
export interface Stimulus {
  /** Puts a level on an input, or lets go of it. */
  drive(line: string, level: boolean | undefined): void;
  /** The level on the wire of an output. */
  level(line: string): boolean;
}

export interface GpioBench {
  readonly backend: GpioBackend;
  readonly outside: Stimulus;
  /** Two lines that nothing else uses, by the names that `outside` knows too. */
  readonly output: string;
  readonly input: string;
  /** Other ways to write the output: `pin:11`, `chip-label/17`. */
  readonly spellings: readonly string[];
  /** A line that somebody outside this process holds, and who. */
  readonly taken?: { readonly line: string; readonly holder: string };
  /** Lets time pass for the event loop. */
  pass(ms: number): Promise<void>;
  /** Lets time pass outside while the event loop is blocked. */
  block(ms: number): void;
  /** What acts when a process is gone: `safe-state-helper.sh`, and `safe-write` where it is built. */
  readonly helper: { readonly script: string; readonly writer: string };
}

/** So long only what hangs takes. */
export const HANGS_MS = 10_000;

export const HELD_BY_TEST = { consumer: 'test' } as const;

export function openOutput(
  { backend, output }: GpioBench,
  options: Partial<LineOptions>,
): GpioLine {
  return backend.open(output, { ...HELD_BY_TEST, ...options, direction: 'out' });
}

export function openInput({ backend, input }: GpioBench, options: Partial<LineOptions>): GpioLine {
  return backend.open(input, { ...HELD_BY_TEST, ...options, direction: 'in' });
}

export function onWire({ outside, output }: GpioBench): boolean {
  return outside.level(output);
}

/** The code of what is thrown when it is opened; undefined when it can be. */
export function codeOf({ backend }: GpioBench, line: string): string | undefined {
  try {
    backend.open(line, { ...HELD_BY_TEST, direction: 'in' }).close();
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

/** The real helper is told and its input ends, as when a process dies; then it lets go. */
export async function makeSafe(bench: GpioBench, level: boolean, report: string): Promise<void> {
  const { backend, output } = bench;
  const isSafe = (): boolean => onWire(bench) === level;
  await tellHelper(bench, { write: backend.register(output, level), report, isDone: isSafe });
}

interface LastWill {
  readonly write: RegisterWrite;
  readonly report: string;
  readonly isDone: () => boolean;
}

/** As `makeSafe`, whatever it is told. */
export async function tellHelper(
  bench: GpioBench,
  { write, report, isDone }: LastWill,
): Promise<void> {
  const { helper } = bench;
  const child = spawn('/bin/sh', [helper.script, report, helper.writer], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const order = helperOrder(write);
  child.stdin.end(`hold\n${order}`);
  const until = performance.now() + HANGS_MS;
  while (!isDone() && performance.now() < until) await bench.pass(5);
  assert.ok(isDone(), order);
  // One that is not done yet may not hear it.
  while (child.exitCode === null && performance.now() < until) {
    if (order.startsWith('line ')) letGo(child.pid ?? 0);
    await bench.pass(5);
  }
  assert.is(child.exitCode, 0, 'the helper lets go');
}

function letGo(group: number): void {
  try {
    process.kill(-group, 'SIGTERM');
  } catch {
    // It has ended in this moment.
  }
}
