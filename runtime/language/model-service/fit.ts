/**
 * Makes what is said to a model fit into what it can take in (`max_sequence_length`). What the
 * sentence itself speaks of goes last: first older turns are left out, then things it does not name.
 */
import type { SiteThing } from '../../config/site.ts';
import { estimateTokens } from './tokens.ts';
import type { Message, Tool } from './wire.ts';

export interface Material {
  readonly place: string;
  readonly heading: string;
  /** As lines; the most telling first. */
  readonly things: readonly string[];
  /** Oldest first. */
  readonly turns: readonly Turn[];
  readonly words: string;
  readonly tools: readonly Tool[];
}

/** What was said before in the same chat. */
export interface Turn {
  readonly words: string;
  readonly reply: string;
}

/** What a service puts round a message, in tokens: role and marks. */
const PER_MESSAGE = 8;

/** Tokens that a question takes, a little too many rather than too few. */
export function sizeOf(messages: readonly Message[], tools: readonly Tool[]): number {
  const texts = messages.map((message) =>
    'tool_calls' in message ? JSON.stringify(message) : (message.content ?? ''),
  );
  const said = [...texts, ...(tools.length === 0 ? [] : [JSON.stringify(tools)])];
  return said.reduce((total, text) => total + estimateTokens(text) + PER_MESSAGE, 0);
}

/** undefined where not even the sentence fits. @param room tokens, without those of the answer */
export function fit(material: Material, room: number): Message[] | undefined {
  const { things, turns, tools } = material;
  const fits = (thingCount: number, turnCount: number): boolean =>
    sizeOf(build(material, thingCount, turnCount), tools) <= room;
  if (!fits(0, 0)) return undefined;
  const thingCount = most(things.length, (count) => fits(count, 0));
  const isWhole = thingCount === things.length;
  const turnCount = isWhole ? most(turns.length, (count) => fits(thingCount, count)) : 0;
  return build(material, thingCount, turnCount);
}

function build(
  { place, heading, things, turns, words }: Material,
  thingCount: number,
  turnCount: number,
): Message[] {
  return [
    { role: 'system', content: [place, heading, ...things.slice(0, thingCount)].join('\n') },
    ...turns.slice(turns.length - turnCount).flatMap(sayTurn),
    { role: 'user', content: words },
  ];
}

/** The largest count up to `limit` that fits; more never fits where less does not. */
function most(limit: number, fits: (count: number) => boolean): number {
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Those first whose name or kind stands in the sentence. */
export function tellingFirst(things: readonly SiteThing[], words: string): readonly SiteThing[] {
  const said = words.toLowerCase();
  const isNamed = ({ id, kind, area, title, aliases }: SiteThing): boolean => {
    const names = [id, kind, area, title.en, title.zh ?? '', ...aliases.en, ...aliases.zh];
    return names.some((name) => name !== '' && said.includes(name.toLowerCase()));
  };
  return [...things.filter(isNamed), ...things.filter((thing) => !isNamed(thing))];
}

function sayTurn({ words, reply }: Turn): Message[] {
  return [
    { role: 'user', content: words },
    { role: 'assistant', content: reply },
  ];
}
