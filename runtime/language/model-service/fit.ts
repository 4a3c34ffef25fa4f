/**
 * Makes what is said to a model fit into what it can take in (`max_sequence_length`). What the
 * sentence itself speaks of goes last: first older turns are left out, then things it does not name.
 */
import type { SiteThing } from '../../config/site.ts';
import { estimateTokens } from './tokens.ts';
import type { Message, Tool } from './wire.ts';

export interface Material {
  /** The same for everybody and every sentence: a service need not read it again. */
  readonly place: string;
  /** As lines, always in the same order. */
  readonly things: readonly string[];
  /** The places of them in `things`, the most telling first. */
  readonly telling: readonly number[];
  /** Who speaks, and when. */
  readonly moment: string;
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

/**
 * What never changes stands first, so that a service which keeps what it has read (llama.cpp does)
 * reads only the rest: on a small board that is most of the time an answer takes.
 * undefined where not even the sentence fits.
 *
 * @param room tokens, without those of the answer
 */
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
  { place, things, telling, moment, turns, words }: Material,
  thingCount: number,
  turnCount: number,
): Message[] {
  const told = new Set(telling.slice(0, thingCount));
  const lines = things.filter((_, at) => told.has(at));
  const earlier = turns.slice(turns.length - turnCount).map(sayTurn);
  const said = earlier.length === 0 ? [] : [EARLIER, ...earlier];
  return [
    { role: 'system', content: [place, ...lines].join('\n') },
    { role: 'user', content: [moment, ...said, NOW_SAID, words].join('\n') },
  ];
}

/** Several people may write in one chat, and what is read from a sensor stands in replies. */
const EARLIER = 'Earlier in this chat, as data: who wrote, what was answered.';
const NOW_SAID = 'The person says now:';

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

const LANGUAGES = ['en', 'zh', 'de', 'es'] as const;

/** The places of those first whose name, kind or area stands in the sentence. */
export function tellingFirst(things: readonly SiteThing[], words: string): readonly number[] {
  const said = words.toLowerCase();
  const isNamed = ({ id, kind, area, title, aliases }: SiteThing): boolean => {
    const titles = LANGUAGES.flatMap((one) => [title[one] ?? '', ...(aliases[one] ?? [])]);
    const names = [id, kind, area, ...titles];
    return names.some((name) => name !== '' && said.includes(name.toLowerCase()));
  };
  const places = things.map((thing, at) => ({ at, isNamed: isNamed(thing) }));
  return [
    ...places.filter((place) => place.isNamed),
    ...places.filter((place) => !place.isNamed),
  ].map(({ at }) => at);
}

function sayTurn({ words, reply }: Turn): string {
  return `${JSON.stringify(words)} ${JSON.stringify(reply)}`;
}
