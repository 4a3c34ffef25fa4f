/**
 * Divides an order into clauses, each with one wish: "turn on the pump and the light" is one,
 * "turn off the pump, then open the vent" are two, and "the pump for 10 s and the light for 20 s"
 * are two with the same wish.
 */
import { has, type Token } from './token.ts';

type Tokens = readonly Token[];
export type Clause = Tokens;

const WISH_TAGS = ['switch', 'up', 'down', 'quantity', 'state'] as const;
const OWN_TAGS = ['switch', 'up', 'down', 'keep', 'set', 'state'] as const;
const MEASURED_TAGS = ['quantity', 'duration', 'clock'] as const;

export function splitClauses(tokens: Tokens): Clause[] {
  const clauses: Clause[] = [];
  let current: Tokens = [];
  for (const { divider, segment } of splitSegments(tokens)) {
    const isThen = divider?.tag === 'then' && has(current, ...WISH_TAGS);
    if (isThen || (divider !== undefined && startsAnother(current, segment))) {
      clauses.push(current);
      current = inherit(current, segment);
    } else current = [...current, ...(divider === undefined ? [] : [divider]), ...segment];
  }
  return [...clauses, current].map(hourAfterAt);
}

interface Segment {
  readonly divider?: Token;
  readonly segment: Tokens;
}

function splitSegments(tokens: Tokens): Segment[] {
  const segments: { divider?: Token; segment: Token[] }[] = [{ segment: [] }];
  for (const token of tokens) {
    if (token.tag === 'and' || token.tag === 'comma' || token.tag === 'then')
      segments.push({ divider: token, segment: [] });
    else segments.at(-1)?.segment.push(token);
  }
  return segments;
}

/** Whether the segment says anew what the clause before it has said already. */
function startsAnother(current: Tokens, segment: Tokens): boolean {
  if (!has(current, ...WISH_TAGS)) return isUnfinished(current) && beginsWithVerb(segment);
  if (has(segment, ...OWN_TAGS)) return true;
  return names(segment) && MEASURED_TAGS.some((tag) => has(current, tag) && has(segment, tag));
}

/** "make it cosy and close the vent": what to make of it was said, and not understood; it is not to be closed. */
function isUnfinished(clause: Tokens): boolean {
  return has(clause, 'set', 'keep') && names(clause);
}

function beginsWithVerb(segment: Tokens): boolean {
  const first = segment.find(({ tag }) => tag !== 'filler' && tag !== 'please');
  return first !== undefined && has([first], ...OWN_TAGS);
}

/** "… and the light for 20 s": the verb was said before. */
function inherit(previous: Tokens, segment: Tokens): Tokens {
  if (has(segment, ...WISH_TAGS) || has(segment, 'set', 'keep')) return segment;
  return [
    ...previous.filter((token) => has([token], 'set', 'keep', 'switch', 'up', 'down')),
    ...segment,
  ];
}

function names(tokens: Tokens): boolean {
  return tokens.some(
    (token) => token.reference !== undefined || has([token], 'it', 'them', 'measure'),
  );
}

/** The 6 of "turn on the pump at 6" is an hour, that of "keep it at 6" is not. */
function hourAfterAt(clause: Clause): Tokens {
  if (!has(clause, 'switch') || has(clause, 'keep')) return clause;
  return clause.map((token, at) => {
    const hour = token.amount ?? -1;
    const isHour = Number.isInteger(hour) && hour >= 0 && hour < 24;
    if (token.tag !== 'quantity' || token.unit !== undefined || !isHour) return token;
    if (!isTimed(clause, at)) return token;
    const eitherHalf = hour >= 1 && hour <= 12;
    return { ...token, tag: 'clock', clock: { hour, minute: 0, eitherHalf } };
  });
}

/** "at 6", "from 6 to 8". */
function isTimed(clause: Clause, at: number): boolean {
  const before = clause[at - 1]?.tag;
  if (before === 'at' || before === 'from') return true;
  return (before === 'to' || before === 'and') && has(clause.slice(0, at), 'from');
}
