/**
 * What the kernel of a virtual board was asked to do with lines, in the order in which it was: its own
 * tracing (`include/trace/events/gpio.h`), which no program under test takes part in.
 */
import type { VirtualBoard } from '../rig/virtual-board.ts';

const TRACING = '/sys/kernel/debug/tracing';

export type TraceEvent =
  | { readonly kind: 'set'; readonly atMs: number; readonly offset: number; readonly level: 0 | 1 }
  /** A socket takes connections from now on: somebody can be talked to. */
  | { readonly kind: 'listen'; readonly atMs: number };

/** Everything from now on. */
export async function startTrace(board: VirtualBoard): Promise<void> {
  await board.must(
    `cd ${TRACING} && echo > trace && echo 1 > events/gpio/gpio_value/enable && echo 1 > events/syscalls/sys_enter_listen/enable && echo 1 > tracing_on`,
  );
}

/** What has happened, on the lines of one chip. @param label the chip's */
export async function readTrace(
  board: VirtualBoard,
  label: string,
): Promise<readonly TraceEvent[]> {
  const base = Number(
    await board.must(
      `for chip in /sys/class/gpio/gpiochip*; do grep -qx ${label} $chip/label && cat $chip/base; done; true`,
    ),
  );
  const text = await board.must(`cat ${TRACING}/trace`);
  return text.split('\n').flatMap((line) => parseEvent(line, base));
}

/** `node-93 [000] .....  12.345678: gpio_value: 1015 set 0`, `node-93 [001] .....  13.0: sys_listen(fd: 14, …)` */
function parseEvent(line: string, base: number): readonly TraceEvent[] {
  const [, seconds, what = ''] = /^\s*\S+\s+\[\d+\]\s+\S+\s+([\d.]+): (.*)$/.exec(line) ?? [];
  const atMs = Number(seconds) * 1_000;
  if (what.startsWith('sys_listen(')) return [{ kind: 'listen', atMs }];
  const [, line_, level] = /^gpio_value: (\d+) set ([01])$/.exec(what) ?? [];
  if (line_ === undefined) return [];
  return [{ kind: 'set', atMs, offset: Number(line_) - base, level: level === '1' ? 1 : 0 }];
}
