/** What an output says of itself and its proof does not: the relay is on, and no water flows. */
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import type { PropertyAddress, Reading } from '../core/reading.ts';
import { weigh } from './evidence.ts';
import type { LiveProperty } from './live-property.ts';
import type { ThingsView } from './things-view.ts';

/** The independent reading that says otherwise. */
export type Contradiction = Reading & PropertyAddress;

/** How far an output is to be believed now; undefined: nothing speaks against it. */
export type Doubt =
  /** It was written a moment ago, and its proof does not agree yet. */
  { readonly kind: 'settling' } | { readonly kind: 'contradicted'; readonly by: Contradiction };

export function doubtOf(
  property: LiveProperty,
  things: ThingsView,
  clock: Clock,
): Doubt | undefined {
  const { spec, address } = property;
  const { value } = property.reading();
  const proof = spec.proof === undefined ? undefined : things.find(spec.proof.reading);
  const writtenMs = things.actuator(address)?.history.lastWriteMs;
  if (proof === undefined || value === null || writtenMs === undefined) return undefined;
  const found = weigh(spec, { value, latch: value, proof: proof.reading() });
  if (found.contradiction === undefined) return undefined;
  // A proof may lag by one of its samples; until then the world may still be following.
  return clock.monotonicMs() - writtenMs < spec.settleMs + proof.spec.everyMs
    ? { kind: 'settling' }
    : { kind: 'contradicted', by: { ...proof.reading(), ...proof.address } };
}

export function contradictionOf(
  property: LiveProperty,
  things: ThingsView,
  clock: Clock,
): Contradiction | undefined {
  const doubt = doubtOf(property, things, clock);
  return doubt?.kind === 'contradicted' ? doubt.by : undefined;
}

/** @param said of the output, as in "Pump: on" */
export function sayContradiction(
  said: string,
  by: Contradiction,
  speech: Speech,
  language: Language,
): string {
  const other = speech.reading(by, by, language);
  return language === 'zh'
    ? `${said}（输出如此，但${other}，两者不一致，请到现场查看）`
    : `${said}, says its output, but ${other.charAt(0).toLowerCase()}${other.slice(1)}. Go and look.`;
}
