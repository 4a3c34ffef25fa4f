/**
 * Where the second reader is heard: of what the grammar did not understand it says what it was, and an
 * order that it is sure is none is asked back. It never adds a call.
 */
import { cutAtoms } from '../atoms.ts';
import type { Missed, Reading } from '../reading.ts';
import { writes } from '../reading.ts';
import { onlyStops } from './only-stops.ts';
import type { SiteIndex } from '../site-index.ts';
import { has, type Token } from '../token.ts';
import { NAMED } from './intent-features.ts';
import type { SecondReader } from './opinion.ts';

/** As sure of the act as this, it says what a sentence was that nobody understood. */
export const SURE = 0.95;

/** As sure as this that nothing is to be changed, an order is asked back. By drawn sentences: `models/intent/REPORT.md`. */
export const VETO = 0.995;

/**
 * What becomes of an order that does not sound like one; undefined: it stands. Who only switches off is
 * never asked back: what should have stopped would run on.
 */
export function doubt(
  found: Reading,
  tokens: readonly Token[],
  index: SiteIndex,
  second: SecondReader | undefined,
): Missed | undefined {
  if (second === undefined || !writes(found) || onlyStops(found, index)) return undefined;
  // What else it says to leave alone sounds like a no, and the grammar has heard it.
  if ('spared' in found) return undefined;
  const { act, harmless } = second.read(wordsOf(tokens));
  if (harmless < VETO) return undefined;
  return { act, trouble: { reason: 'unknown', hint: 'unlikely' } };
}

/**
 * What it was that has an unknown word in it. What is of another trade the grammar knows better, and
 * where a thing of this home is named, it was no small talk.
 */
export function judge(
  missed: Missed,
  tokens: readonly Token[],
  second: SecondReader | undefined,
): Missed {
  const { trouble, wanted } = missed;
  const isOpen = trouble.reason === 'unknown' && trouble.hint === undefined;
  if (second === undefined || !isOpen || wanted?.isAbsent === true) return missed;
  if (!has(tokens, 'unknown') || has(tokens, 'beyond')) return missed;
  const { act, intent, sureness } = second.read(wordsOf(tokens));
  const isTalk = act === 'none' || act === 'talk';
  if (sureness < SURE || (isTalk && missed.act !== 'none')) return missed;
  const asks = act === 'read' ? ({ asks: trouble.asks ?? 'anything' } as const) : {};
  return { ...missed, act, trouble: { ...trouble, ...asks, intent } };
}

/** A name is data: whatever a thing is called, it is one sign to the model. */
function wordsOf(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap(({ tag, text }) =>
    tag === 'name' ? [NAMED] : cutAtoms(text).map((atom) => atom.text),
  );
}
