/**
 * Words of the right kinds in any order, so that what a word does is learned apart from the sentences
 * it usually stands in: whoever speaks says it otherwise than our templates.
 */
import type { Intent } from '../../../runtime/language/second-reader/opinion.ts';
import type { Random } from '../../kit/random.ts';
import type { Slots } from './draw-sentence.ts';

/** What has to be there, one of each line; then what may stand beside it. */
interface Loose {
  readonly intent: Intent;
  readonly needs: readonly (readonly string[])[];
  readonly may: readonly string[];
}

const NAME = ['thing', 'thing', 'kinds', 'some', 'place', 'it', 'all'];
const WISH = [
  ...['switch+', 'switch-', 'switch+!', 'switch-!', 'switch+o!', 'switch-o!', 'set', 'up', 'down'],
  ...['up!', 'down!', 'keep', 'switch+o', 'switch-o'],
];
const VALUE = ['level', 'warmth', 'colour', 'quantity', 'little'];
const BESIDE = [
  'filler',
  'filler',
  'please',
  'aside',
  'here',
  'place',
  'in',
  'to',
  'for',
  'at',
  'and',
];
const ASKING = ['ask', 'be', 'show', 'question', 'who', 'why', 'aux'];
const STATES = ['state', 'measure', 'switch+', 'switch-', 'measure'];
const FORBIDDING = ['not', 'if', 'said', 'past', 'person'];

const LOOSE: readonly Loose[] = [
  { intent: 'set', needs: [WISH, NAME], may: [...BESIDE, ...VALUE, 'request'] },
  { intent: 'set', needs: [WISH, NAME, VALUE], may: [...BESIDE, 'request', 'span'] },
  { intent: 'set', needs: [WISH, NAME, NAME, ['set']], may: [...BESIDE, 'all', 'except'] },
  { intent: 'set', needs: [WISH, NAME], may: [...BESIDE, 'span', 'clock', 'again'] },
  { intent: 'read', needs: [ASKING, NAME, STATES], may: [...BESIDE, 'question', 'all'] },
  { intent: 'read', needs: [ASKING, ASKING, STATES], may: [...BESIDE, 'question', 'kinds'] },
  { intent: 'read', needs: [['measure'], NAME], may: ['filler', 'place', 'show', 'in'] },
  { intent: 'none', needs: [['beyond'], ['beyond', ...WISH]], may: [...BESIDE, ...NAME, 'level'] },
  { intent: 'none', needs: [['beyond'], NAME], may: [...BESIDE, ...WISH, 'pause', 'resume'] },
  { intent: 'none', needs: [FORBIDDING, WISH, NAME], may: [...BESIDE, ...VALUE] },
  {
    intent: 'timer',
    needs: [['timer'], ['set', 'pause', 'resume', 'cancel', 'add', 'take', 'left']],
    may: [...BESIDE, 'span', 'food'],
  },
  { intent: 'timer', needs: [['timer'], ['span']], may: [...BESIDE, 'set', 'food'] },
  { intent: 'talk', needs: [['moment', 'dismiss']], may: ['please', 'it', 'filler'] },
];

const MOST_BESIDE = 4;

export interface LooseSentence {
  readonly intent: Intent;
  /** A template of slots. */
  readonly template: string;
}

/** @param slots a kind of word that the language has not, is left out @param blank between words */
export function drawLoose(slots: Slots, blank: string, random: Random): LooseSentence {
  const { intent, needs, may } = LOOSE[random.below(LOOSE.length)] ?? {
    intent: 'none',
    needs: [],
    may: [],
  };
  const beside = Array.from({ length: random.below(MOST_BESIDE + 1) }, () => may);
  const kinds = [...needs, ...beside].flatMap((choices) => {
    const there = choices.filter((slot) => slots.has(slot));
    return there[random.below(Math.max(1, there.length))] ?? [];
  });
  const order = Uint32Array.from(kinds.keys());
  random.shuffle(order);
  const template = Array.from(order, (at) => `<${kinds[at] ?? ''}>`).join(blank);
  return { intent, template };
}
