/** `timer`: a time that somebody wants to be told of. It touches no thing, and belongs to the chat. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Asker, Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import { CHINESE_UNITS, formatDuration, parseDuration } from '../core/duration.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { refuseTask } from './errors.ts';
import type { Timer, Timers } from './timers.ts';

export interface TimerParts {
  readonly timers: Timers;
  readonly speech: Speech;
}

const DEEDS = ['start', 'cancel', 'pause', 'resume', 'add', 'take', 'status'] as const;
type Deed = (typeof DEEDS)[number];

/** In one chat; whoever needs more needs a workflow. */
const MOST_TIMERS = 20;
const LONGEST_MS = 7 * 86_400_000;

const length = z
  .string()
  .meta({ examples: ['10m', '1h30m'] })
  .refine((text) => isLength(parseDuration(text)), 'must be a length like 10m, at most 7 days');

const argsSchema = z.strictObject({
  do: z.enum(DEEDS).default('status').describe('start, cancel, pause, resume, add, take, status'),
  for: length.optional().describe('how long; with add and take: by how much'),
  name: z.string().max(80).optional().describe('what it is for: pizza'),
  area: z.string().optional().describe('id of the area it is for'),
  length: length.optional().describe('which one: the one that was set for so long'),
  all: z.boolean().optional().describe('all timers of this chat'),
});

type Args = z.infer<typeof argsSchema>;

interface TimerData {
  readonly deed: Deed;
  readonly timers: readonly (Timer & { readonly leftNowMs: number })[];
}

export function timerAction({ timers, speech }: TimerParts): Action {
  return defineAction<Args, TimerData>({
    name: 'timer',
    kind: 'write',
    role: 'viewer',
    help: {
      en: 'Set a timer, hold it, ask for it, end it: this chat is told when it is over.',
      zh: '设置、暂停、查询或取消计时器，到时间会在本聊天中告知。',
    },
    examples: {
      en: ['set a 10 minute timer', 'how long is left on my timer?'],
      zh: ['计时10分钟', '计时器还剩多少时间？'],
    },
    args: argsSchema,
    positional: ['do', 'for'],
    run: async (args, asker) => {
      const done = await perform(timers, args, asker);
      if (isRefusal(done)) return { ok: false, refusal: done };
      const data = done.map((timer) => ({ ...timer, leftNowMs: timers.leftMs(timer) }));
      return { ok: true, data: { deed: args.do, timers: data } };
    },
    say: (data, { language }) => sayTimers(data, speech, language),
  });
}

function isLength(ms: number | undefined): boolean {
  return ms !== undefined && ms >= 1_000 && ms <= LONGEST_MS;
}

async function perform(
  timers: Timers,
  args: Args,
  asker: Asker,
): Promise<readonly Timer[] | Refusal> {
  const { chat, language } = asker;
  const ms = args.for === undefined ? undefined : parseDuration(args.for);
  if (args.do === 'start') {
    if (ms === undefined) return refuseTask('TIMER_HOW_LONG', 'no length was given', ZH_LENGTH);
    if (timers.list(chat).length >= MOST_TIMERS)
      return refuseTask('TIMER_TOO_MANY', `there are ${String(MOST_TIMERS)} timers already`);
    const { name, area } = args;
    const kept = { ...(name && { name }), ...(area && { area }) };
    return [await timers.run({ chat, language, lengthMs: ms, ...kept })];
  }
  const found = find(timers, args, chat);
  if (isRefusal(found) || args.do === 'status') return found;
  const change = changeOf(timers, args.do, ms);
  if (change === undefined)
    return refuseTask('TIMER_HOW_LONG', 'it was not said by how much', ZH_LENGTH);
  return Promise.all(found.map(change));
}

const ZH_LENGTH = { zh: '没有说要多长时间' };

function changeOf(
  timers: Timers,
  deed: Exclude<Deed, 'start' | 'status'>,
  ms: number | undefined,
): ((timer: Timer) => Promise<Timer>) | undefined {
  switch (deed) {
    case 'cancel':
      return async (timer) => {
        await timers.cancel(timer);
        return timer;
      };
    case 'pause':
      return (timer) => timers.pause(timer);
    case 'resume':
      return (timer) => timers.resume(timer);
    case 'add':
    case 'take':
      return ms === undefined
        ? undefined
        : (timer) => timers.change(timer, deed === 'add' ? ms : -ms);
  }
}

/** By name, area and length; one of several is never guessed, but all may be asked for. */
function find(timers: Timers, args: Args, chat: string): readonly Timer[] | Refusal {
  const all = timers.list(chat);
  const name = args.name?.toLowerCase();
  const lengthMs = args.length === undefined ? undefined : parseDuration(args.length);
  const found = all.filter(
    (timer) =>
      (name === undefined || timer.name?.toLowerCase() === name) &&
      (args.area === undefined || timer.area === args.area) &&
      (lengthMs === undefined || timer.lengthMs === lengthMs),
  );
  if (found.length === 0) {
    const message = all.length === 0 ? 'there is no timer' : 'there is no such timer';
    return refuseTask('TIMER_NONE', message, { zh: '没有这样的计时器' });
  }
  if (found.length === 1 || args.all === true || args.do === 'status') return found;
  const which = found.map((timer) => nameOf(timer, 'en')).join(', ');
  const zh = found.map((timer) => nameOf(timer, 'zh')).join('、');
  return refuseTask('TIMER_WHICH', `there are several timers: ${which}`, {
    zh: `有几个计时器：${zh}`,
  });
}

function nameOf({ name, lengthMs }: Timer, language: Language): string {
  const long = formatDuration(lengthMs, language === 'zh' ? CHINESE_UNITS : undefined);
  return name === undefined ? long : `${name} (${long})`;
}

function sayTimers({ deed, timers }: TimerData, speech: Speech, language: Language): string {
  return timers.map((timer) => sayTimer(deed, timer, speech, language)).join('\n');
}

function sayTimer(
  deed: Deed,
  timer: TimerData['timers'][number],
  speech: Speech,
  language: Language,
): string {
  const { endsAt, leftNowMs } = timer;
  const isChinese = language === 'zh';
  const name = nameOf(timer, language);
  const left = formatDuration(leftNowMs, isChinese ? CHINESE_UNITS : undefined);
  if (deed === 'cancel') return isChinese ? `计时器${name}已取消。` : `Timer ${name} cancelled.`;
  if (endsAt === undefined)
    return isChinese
      ? `计时器${name}已暂停，还剩${left}。`
      : `Timer ${name} is held, ${left} left.`;
  const time = speech.time(endsAt);
  return isChinese
    ? `计时器${name}还剩${left}，${time} 到时间。`
    : `Timer ${name}: ${left} left, over at ${time}.`;
}
