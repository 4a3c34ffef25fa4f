/** "the tank is below 20 % for five minutes" → a trigger: asked as a question, so that the grammar says what is meant. */
import { z } from '../../core/schema.ts';
import { parseAddress } from '../../core/reading.ts';
import type { Tag } from '../lexicon.ts';
import type { ActionCall } from '../understanding.ts';
import type { DraftWords } from './draft-words.ts';
import { numberOf } from './read-moment.ts';

export type ReadCalls = (text: string) => readonly ActionCall[] | undefined;

/** What the grammar makes of a part of a sentence. */
export interface PartReader {
  /** Undefined where nothing comes of it. */
  readonly calls: ReadCalls;
  readonly tags: (text: string) => readonly Tag[];
}

/** All that one reading and its limit, or its state, are asked with. Of anything more, a part would be lost. */
const ASKING: ReadonlySet<Tag> = new Set<Tag>([
  ...(['be', 'aux', 'filler', 'name', 'measure', 'it', 'within', 'question', 'here'] as const),
  ...(['above', 'below', 'than', 'up', 'down', 'number', 'unit', 'minus', 'point', 'a'] as const),
  ...(['switch', 'state', 'in', 'at', 'tenths', 'percent-of', 'possessive', 'quantity'] as const),
]);

export type TriggerText = Readonly<Record<string, string | number | boolean>>;

/** As `read` takes it; only what a trigger can watch. */
const questionSchema = z.object({
  targets: z.tuple([z.string()]),
  compare: z.union([
    z.strictObject({ above: z.number() }),
    z.strictObject({ below: z.number() }),
    z.strictObject({ is: z.boolean() }),
  ]),
});

/** Of its limit: a reading that trembles there starts nothing twice. */
const HYSTERESIS = 0.05;

export function readCondition(
  text: string,
  words: DraftWords,
  { calls: read, tags }: PartReader,
): TriggerText | undefined {
  const lasting = words.lasting.exec(text);
  const said = lasting === null ? text : text.replace(lasting[0], '').trim();
  const asked = askOf(said, words);
  if (!tags(asked).every((tag) => ASKING.has(tag))) return undefined;
  const calls = read(asked);
  const [call] = calls ?? [];
  if (call?.action !== 'read' || calls?.length !== 1) return undefined;
  const question = questionSchema.safeParse(call.args).data;
  const [reading = ''] = question?.targets ?? [];
  if (question === undefined || parseAddress(reading) === undefined) return undefined;
  const { compare } = question;
  const duration = lasting === null ? undefined : durationOf(lasting, words);
  return { reading, ...compare, ...(duration && { for: duration }), ...backOf(compare) };
}

/** Each turns it a little further into a question. */
function askOf(text: string, { ask }: DraftWords): string {
  return ask.reduce((asked, [pattern, as]) => asked.replace(pattern, as), text);
}

function backOf(
  compare: z.infer<typeof questionSchema>['compare'],
): Readonly<Partial<Record<'hysteresis', number>>> {
  if ('is' in compare) return {};
  const limit = 'above' in compare ? compare.above : compare.below;
  const hysteresis = Number((Math.abs(limit) * HYSTERESIS).toPrecision(1));
  return hysteresis > 0 ? { hysteresis } : {};
}

/** `5m` */
function durationOf({ groups = {} }: RegExpExecArray, words: DraftWords): string | undefined {
  const { count = '', unit = '' } = groups;
  const number = numberOf(count, words);
  if (number === undefined) return undefined;
  const symbol =
    /^(?:s|秒)/.test(unit) && !/^st/.test(unit) ? 's' : /^(?:m|分)/.test(unit) ? 'm' : 'h';
  return `${String(number)}${symbol}`;
}
