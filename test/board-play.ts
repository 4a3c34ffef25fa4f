/**
 * Plays a sequence of happenings on a board: orders that nobody waits for, so that they overlap,
 * readings that change, parts that break, a wall clock that jumps, and time.
 */
import fc from 'fast-check';
import type { Outcome } from '../runtime/core/receipt.ts';
import type { Value } from '../runtime/core/reading.ts';
import type { BoardRig, LevelChange } from './board-rig.ts';

export type Happening =
  | {
      readonly kind: 'order';
      readonly target: string;
      readonly value: Value;
      readonly forMs?: number;
    }
  | { readonly kind: 'pass'; readonly ms: number }
  | {
      readonly kind: 'set';
      readonly claim: string;
      readonly channel: string;
      readonly value: Value;
    }
  | { readonly kind: 'fault'; readonly claim: string; readonly fault: string }
  | { readonly kind: 'clock'; readonly byMs: number };

/** The step of time between two looks at the disk: how far time may run ahead of it. */
export const STEP_MS = 50;

/** Resolves to how the orders ended, in the order they were given. */
export async function play(
  rig: BoardRig,
  happenings: readonly Happening[],
  look: () => void = () => undefined,
): Promise<readonly Outcome[]> {
  const answers: Promise<Outcome>[] = [];
  for (const happening of happenings) {
    if (happening.kind === 'pass') await rig.pass(happening.ms, look, STEP_MS);
    else if (happening.kind === 'order') answers.push(give(rig, happening));
    else disturb(rig, happening);
  }
  return rig.during(Promise.all(answers));
}

function give(
  rig: BoardRig,
  { target, value, forMs }: Extract<Happening, { kind: 'order' }>,
): Promise<Outcome> {
  return rig.role.receive(rig.seal(target, value, forMs === undefined ? {} : { forMs }));
}

function disturb(
  rig: BoardRig,
  happening: Extract<Happening, { kind: 'set' | 'fault' | 'clock' }>,
): void {
  if (happening.kind === 'clock') rig.clock.set(rig.clock.now() + happening.byMs);
  else if (happening.kind === 'set')
    rig.simulate(happening.claim, happening.channel, happening.value);
  else rig.break(happening.claim, happening.fault);
}

/** A time to pass, and orders to write one of the values to one of the targets. */
export function happeningsOf(
  targets: readonly string[],
  values: readonly Value[],
  more: readonly fc.Arbitrary<Happening>[] = [],
): fc.Arbitrary<Happening[]> {
  const order = fc.record({
    kind: fc.constant('order' as const),
    target: fc.constantFrom(...targets),
    value: fc.constantFrom(...values),
  });
  const pass = fc.record({ kind: fc.constant('pass' as const), ms: passing });
  return fc.array(fc.oneof(order, order, pass, ...more), { minLength: 5, maxLength: 25 });
}

const passing = fc.constantFrom(50, 100, 300, 900, 1_500);

/** The stretches in which a line was high, the last one until `endMs`. */
export function highStretches(
  changes: readonly LevelChange[],
  endMs: number,
): readonly { readonly fromMs: number; readonly toMs: number }[] {
  return changes.flatMap(({ atMs: fromMs, level }, index) =>
    level ? [{ fromMs, toMs: changes[index + 1]?.atMs ?? endMs }] : [],
  );
}

/** How often a property is tried: each try is a whole board. */
export const TRIES = { numRuns: 20 };
