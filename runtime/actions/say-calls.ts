/** Calls in the words of people, before anything is done: "grow light level: set to 30 %, for 10m". */
import { formatDuration, parseDuration, CHINESE_UNITS } from '../core/duration.ts';
import { parseAddress } from '../core/reading.ts';
import { z } from '../core/schema.ts';
import type { Language } from './asker.ts';
import type { Speech } from './speech.ts';

/** An action of the catalogue, and what it is told. */
interface Call {
  readonly action: string;
  readonly args: Readonly<Record<string, unknown>>;
}

const setArgs = z.object({
  target: z.string(),
  value: z.union([z.boolean(), z.number(), z.string()]).optional(),
  change: z.number().optional(),
  for: z.string().optional(),
  at: z.string().optional(),
});

export function sayCalls(calls: readonly Call[], speech: Speech, language: Language): string {
  const said = calls.map((call) => sayCall(call, speech, language));
  return said.join(language === 'zh' ? '；' : '; ');
}

function sayCall({ action, args }: Call, speech: Speech, language: Language): string {
  const set = action === 'set' ? setArgs.safeParse(args).data : undefined;
  const address = parseAddress(set?.target ?? '');
  if (set === undefined || address === undefined) return sayReading(args, action, speech, language);
  const isChinese = language === 'zh';
  const name = speech.property(address, language);
  const { value, change, at } = set;
  const done =
    value === undefined ? sayChange(change ?? 0) : speech.order(address, value, language);
  const ms = set.for === undefined ? undefined : parseDuration(set.for);
  const long = ms === undefined ? '' : formatDuration(ms, isChinese ? CHINESE_UNITS : undefined);
  const run = long === '' ? '' : isChinese ? `，${long}` : ` for ${long}`;
  const start = at === undefined ? '' : isChinese ? `，${at}` : ` at ${at}`;
  return `${name}${isChinese ? '：' : ': '}${done}${run}${start}`;
}

function sayChange(change: number): string {
  return change > 0 ? `+${change}` : `−${-change}`;
}

/** `tells climate.temperature`, or the action that answers. */
function sayReading(
  args: Call['args'],
  action: string,
  speech: Speech,
  language: Language,
): string {
  const { target, targets } = z
    .object({ target: z.string().optional(), targets: z.array(z.string()).optional() })
    .catch({})
    .parse(args);
  const names = (targets ?? (target === undefined ? [] : [target])).map((each) =>
    parseAddress(each) === undefined ? speech.thing(each, language) : speech.named(each, language),
  );
  if (names.length === 0) return language === 'zh' ? `回答 ${action}` : `tells ${action}`;
  return language === 'zh' ? `报告${names.join('、')}` : `tells ${names.join(', ')}`;
}
