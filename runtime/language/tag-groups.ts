/** What words have in common, where names and typing mistakes are weighed against them. */
import type { Tag } from './lexicon.ts';

/** These words may also be names, and the sentence decides: a measure is often a property's title, "switch" is a kind. */
export const SHARED: ReadonlySet<Tag> = new Set<Tag>(['measure', 'set']);
/** These say little, so that a name may take them. */
export const WEAK: ReadonlySet<Tag> = new Set<Tag>([
  ...([
    'filler',
    'aside',
    'unit',
    'a',
    'up',
    'down',
    'timer',
    'beyond',
    'left',
    'take',
    'add',
  ] as const),
]);
/** Hidden inside a name, these would turn a sentence into something else. */
export const DECISIVE: ReadonlySet<Tag> = new Set<Tag>([
  ...([
    'not',
    'if',
    'every',
    'question',
    'ask',
    'why',
    'who',
    'how-to',
    'happened',
    'be',
    'aux',
  ] as const),
  ...(['may', 'when', 'past', 'perfect', 'person', 'nobody', 'said', 'quote', 'request'] as const),
]);

/** One letter from any of these, nothing is written. */
export const FORBIDDING: ReadonlySet<Tag> = new Set<Tag>([
  ...(['not', 'if', 'said', 'quote', 'nobody', 'how-to', 'why', 'who', 'when', 'may'] as const),
  ...(['happened', 'except', 'but', 'until', 'undo', 'question'] as const),
]);

/** These stand before what is ordered. */
export const INTRODUCING: ReadonlySet<Tag> = new Set<Tag>([
  ...(['said', 'quote', 'who', 'why', 'how-to', 'may', 'happened'] as const),
]);

/** A mistake must not become one of these: "thie light" would lose, or change, which light. */
export const SILENT: ReadonlySet<Tag> = new Set<Tag>([
  ...(['filler', 'please', 'aside', 'a', 'it', 'them', 'then'] as const),
]);

export const JOINTS: ReadonlySet<Tag> = new Set<Tag>([
  ...(['switch', 'in', 'at', 'to', 'for', 'from', 'by', 'and', 'set'] as const),
]);

export const VERBS: ReadonlySet<Tag> = new Set<Tag>([
  ...(['switch', 'set', 'keep', 'ensure', 'up', 'down', 'lock', 'unlock', 'hand', 'auto'] as const),
  ...(['cancel', 'undo', 'state'] as const),
]);
