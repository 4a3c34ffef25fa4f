/**
 * One try of a line that nothing of the site uses: drives it to and fro, or listens to it, and puts
 * it back as it was, whatever happens in between. It decides nothing: who may, and which line, was
 * settled before (`pin-subject.ts`, `pin-tests.ts`).
 */
import type { Clock, Timer } from '../../core/clock.ts';
import { errorCode } from '../../core/app-error.ts';
import type { PinStand, PinTest, PinTestKind } from '../../core/pin-test.ts';
import type { Edge, GpioBackend, GpioLine } from '../../hal/gpio.ts';
import { HalError } from '../../hal/errors.ts';

export interface PinTrialParts {
  readonly gpio: GpioBackend;
  readonly clock: Clock;
  readonly line: string;
  readonly kind: PinTestKind;
  /** How long it is driven or listened to. */
  readonly forMs: number;
  /** Aborted: it is put back at once. */
  readonly signal: AbortSignal;
}

/** Who holds the line meanwhile: shown in `pins` and in "busy". */
const CONSUMER = 'boardtalk-pin-test';

/** A line that nothing drives is still; one with a signal on it shows that within this time. */
const LISTEN_FIRST_MS = 200;

/** Slow enough for an eye at a lamp and a hand at a meter: two levels a second. */
const LEVEL_MS = 250;

/** After this a level that was driven stands, also through the capacitance of a long wire. */
const SETTLE_MS = 5;

/** How the line stands before anything is done to it. @throws HalError */
export function standOf(gpio: GpioBackend, line: string): PinStand {
  const direction = gpio.directionOf(line);
  const open = gpio.open(line, { direction, consumer: CONSUMER });
  try {
    return { direction, level: open.read() };
  } finally {
    open.close();
  }
}

/** That the line is lost is a result. @param before `standOf` it @throws HalError for what it cannot be asked; it is put back then, too */
export async function tryPin(parts: PinTrialParts, before: PinStand): Promise<PinTest> {
  const { clock, line, kind } = parts;
  const beganMs = clock.monotonicMs();
  const course: Course = { beganMs, ended: 'done', levels: [], heard: [] };
  try {
    if (before.direction === 'in') await listen(parts, course);
    if (kind === 'wiggle' && course.ended === 'done') await wiggle(parts, before, course);
  } catch (error) {
    if (errorCode(error) !== 'HAL_LINE_GONE') {
      putBack(parts, before);
      throw error;
    }
    course.ended = 'lost';
  }
  const after = putBack(parts, before);
  const { ended, levels } = course;
  const lastedMs = Math.round(clock.monotonicMs() - beganMs);
  const still = after === null && ended === 'done' ? 'lost' : ended;
  return { line, kind, ended: still, lastedMs, before, after, levels, ...countOf(course.heard) };
}

/** What happens, while it happens. */
interface Course {
  readonly beganMs: number;
  ended: PinTest['ended'];
  readonly levels: PinTest['levels'][number][];
  readonly heard: Edge[];
}

/** A line with a signal on it is not driven: two that drive one wire against each other may die of it. */
async function listen({ gpio, clock, line, kind, forMs, signal }: PinTrialParts, course: Course) {
  const input = gpio.open(line, { direction: 'in', consumer: CONSUMER });
  try {
    hear(input, kind, course.heard);
    await pass(clock, kind === 'watch' ? forMs : LISTEN_FIRST_MS, signal);
    input.read();
  } finally {
    input.close();
  }
  if (signal.aborted) course.ended = 'stopped';
  else if (kind === 'wiggle' && course.heard.length > 0) course.ended = 'driven';
}

/** The lines of some chips tell no edges: then only the level that does not come about says who drives. */
function hear(input: GpioLine, kind: PinTestKind, heard: Edge[]): void {
  try {
    input.onEdge((edge) => heard.push(edge));
  } catch (error) {
    if (kind === 'watch' || errorCode(error) !== 'HAL_KERNEL_REFUSED') throw error;
  }
}

/** Begins and ends with the level it had. The first level that does not come about ends it. */
async function wiggle(
  { gpio, clock, line, forMs, signal }: PinTrialParts,
  { level: initial }: PinStand,
  course: Course,
): Promise<void> {
  const output = gpio.open(line, { direction: 'out', consumer: CONSUMER, initial });
  try {
    const endMs = clock.monotonicMs() + forMs;
    let driven = initial;
    do {
      driven = !driven;
      if (!(await drive({ output, clock, signal }, driven, course))) course.ended = 'driven';
      else await pass(clock, LEVEL_MS - SETTLE_MS, signal);
      if (signal.aborted && course.ended === 'done') course.ended = 'stopped';
    } while (course.ended === 'done' && (clock.monotonicMs() < endMs || driven !== initial));
    output.write(initial);
  } finally {
    output.close();
  }
}

interface Driven {
  readonly output: GpioLine;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Does the line follow? */
async function drive(
  { output, clock, signal }: Driven,
  driven: boolean,
  { beganMs, levels }: Course,
): Promise<boolean> {
  output.write(driven);
  await pass(clock, SETTLE_MS, signal);
  const read = output.read();
  levels.push({ atMs: Math.round(clock.monotonicMs() - beganMs), driven, read });
  return read === driven;
}

/** null: it is not known how the line stands, since it cannot be reached. */
function putBack({ gpio, line }: PinTrialParts, before: PinStand): PinStand | null {
  const { direction, level: initial } = before;
  const how = direction === 'out' ? ({ direction, initial } as const) : ({ direction } as const);
  try {
    gpio.open(line, { ...how, consumer: CONSUMER }).close();
    return standOf(gpio, line);
  } catch (error) {
    if (!isOfLine(error)) throw error;
    return null;
  }
}

function isOfLine(error: unknown): boolean {
  return error instanceof HalError && errorCode(error).startsWith('HAL_');
}

/** What was not told shows in the numbers of what was. */
function countOf(heard: readonly Edge[]): Pick<PinTest, 'edges' | 'lost' | 'spanMs'> {
  const [first] = heard;
  const last = heard.at(-1);
  if (first === undefined || last === undefined) return { edges: 0, lost: 0, spanMs: 0 };
  return {
    edges: heard.length,
    lost: Math.max(0, last.sequence - heard.length),
    spanMs: Number((last.timestampNs - first.timestampNs) / 1_000n) / 1_000,
  };
}

/** So long, or until it is aborted. */
function pass(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer: Timer = clock.after(ms, end);
    signal.addEventListener('abort', end);
  });
}
