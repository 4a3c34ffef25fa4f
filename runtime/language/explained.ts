/**
 * The rule that keeps orders safe: an order acts only when every word of it is accounted for, and
 * stands where it means what we take it for. "turn on the kettle light" is not about our light.
 */
import { has, type Token } from './token.ts';

type Tokens = readonly Token[];

/** Whatever else stands in a sentence, it is not an order we understand. */
const KNOWN: ReadonlySet<Token['tag']> = new Set<Token['tag']>([
  ...(['set', 'keep', 'ensure', 'switch', 'state', 'up', 'down', 'little', 'again'] as const),
  ...(['name', 'measure', 'it', 'them', 'all', 'every', 'except', 'except-end', 'within'] as const),
  ...(['and', 'comma', 'then', 'for', 'at', 'in', 'by', 'to', 'until', 'from', 'later'] as const),
  ...(['above', 'below', 'ba', 'quantity', 'duration', 'clock', 'day', 'daypart', 'a'] as const),
  ...(['filler', 'please', 'possessive', 'mode'] as const),
  // `sentence-act.ts` lets these through only where they belong to an order.
  ...(['be', 'request', 'may', 'question', 'person', 'perfect'] as const),
]);

/** Words that mean what we take them for only in one place. */
const PLACES: Readonly<Partial<Record<Token['tag'], (tokens: Tokens, at: number) => boolean>>> = {
  // "turn off the others": than what?
  'except-end': (tokens) => has(tokens, 'except'),
  // 十分钟后, not 后灯.
  later: (tokens, at) => tokens[at - 1]?.tag === 'duration',
  // 温室里, not 里灯.
  within: (tokens, at) => (tokens[at - 1]?.reference?.areas.length ?? 0) > 0,
  // "open it a little", not "a little light".
  little: (tokens, at) => tokens[at + 1]?.reference === undefined,
  up: isStep,
  down: isStep,
  // "alle Lichter oben aus" means a floor; a blind is left "oben".
  state: (tokens, at) => !/^(?:oben|unten)$/.test(tokens[at]?.text ?? '') || !has(tokens, 'switch'),
  // "in then greenhouse": something else was meant.
  in: (tokens, at) => !isDangling(tokens, at),
  at: (tokens, at) => !isDangling(tokens, at),
  for: (tokens, at) => !isDangling(tokens, at),
  // "to 30 s" is neither a value nor a time.
  to: (tokens, at) =>
    isBefore(tokens, at, 'quantity', 'switch', 'state') ||
    (isBefore(tokens, at, 'clock') && has(tokens, 'from')),
  by: (tokens, at) => isBefore(tokens, at, 'quantity'),
  above: (tokens, at) => isBefore(tokens, at, 'quantity'),
  below: (tokens, at) => isBefore(tokens, at, 'quantity'),
  until: (tokens, at) => isBefore(tokens, at, 'clock'),
};

export function isExplained(tokens: Tokens): boolean {
  return tokens.every((token, at) => {
    if (token.topic === 'things') return has(tokens, 'all', 'every');
    if (!KNOWN.has(token.tag) && token.reference === undefined) return false;
    return PLACES[token.tag]?.(tokens, at) ?? true;
  });
}

/** 调大 and 热一点 ask for more; 大灯 is another lamp, and 温度高 a complaint. */
function isStep(tokens: Tokens, at: number): boolean {
  const token = tokens[at];
  const isAdjective = token?.verb !== true && /\p{Script=Han}$/u.test(token?.text ?? '');
  if (!isAdjective || token?.text.length !== 1) return true;
  return tokens[at - 1]?.tag === 'set' || tokens[at + 1]?.tag === 'little';
}

function isBefore(tokens: Tokens, at: number, ...tags: readonly Token['tag'][]): boolean {
  const next = tokens.slice(at + 1).find((token) => token.tag !== 'filler');
  return next !== undefined && tags.includes(next.tag);
}

function isDangling(tokens: Tokens, at: number): boolean {
  const next = tokens.slice(at + 1).find((token) => token.tag !== 'filler' && token.tag !== 'a');
  return next === undefined || has([next], 'then', 'and', 'comma', 'it', 'them', 'switch', 'set');
}
