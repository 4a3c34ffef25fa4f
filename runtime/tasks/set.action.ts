/** `set`: write one property of one thing. The only action through which a person reaches a pin. */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Asker, Language } from '../actions/asker.ts';
import type { ConfirmRequest } from '../actions/chat-port.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import { formatDuration, parseDuration } from '../core/duration.ts';
import type { Value } from '../core/reading.ts';
import type { Receipt } from '../core/receipt.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { LiveProperty } from '../devices/live-property.ts';
import { parseValue } from '../devices/parse-value.ts';
import { findProperties } from '../devices/targets.ts';
import type { Things } from '../devices/things.ts';
import type { WallClock } from '../core/wall-clock.ts';
import { refuseAction } from '../actions/errors.ts';
import type { Control, ControlResult, WriteRequest } from './control.ts';
import { refuseTask } from './errors.ts';

const duration = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) > 0, 'write a duration like 10s, 5m or 1h30m');

const argsSchema = z
  .strictObject({
    target: z.string().describe('thing.property, or a thing'),
    value: z
      .union([z.boolean(), z.number(), z.string()])
      .optional()
      .describe('on, off, open, 30%, 22'),
    change: z.number().optional().describe('instead of a value: by how much more or less'),
    for: duration.optional().describe('how long, then back: 10s, 5m'),
    at: z.string().optional().describe('when: 18:00, or an ISO time'),
  })
  .refine(
    ({ value, change }) => (value === undefined) !== (change === undefined),
    'give either a value or a change',
  );

type SetArgs = z.infer<typeof argsSchema>;

/** `set --json`: `{ok, task, receipt}`. */
export interface SetData {
  readonly task: string;
  readonly receipt?: Receipt;
  /** When it will start, epoch ms, for "at six". */
  readonly startsAt?: number;
}

export interface SetParts {
  readonly control: Control;
  readonly things: Things;
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly speech: Speech;
}

export function setAction(parts: SetParts): Action {
  return defineAction<SetArgs, SetData>({
    name: 'set',
    kind: 'write',
    role: 'operator',
    help: { en: 'Switch or set something.', zh: '控制设备。' },
    examples: {
      en: ['turn on the pump for 10 seconds', 'dim the grow light to 30 %'],
      zh: ['打开水泵10秒', '补光灯调到30%'],
    },
    args: argsSchema,
    positional: ['target', 'value'],
    run: async (args, asker) => {
      const request = toRequest(parts, args);
      if (isRefusal(request)) return { ok: false, refusal: request };
      return toAnswer(await parts.control.request(request, asker), parts.speech, asker);
    },
    say: (data, { language }) => sayDone(parts.speech, data, language),
  });
}

export function sayDone(
  speech: Speech,
  { receipt, startsAt }: Pick<SetData, 'receipt' | 'startsAt'>,
  language: Language,
): string {
  if (receipt !== undefined) return speech.receipt(receipt, language);
  const at = startsAt === undefined ? '' : speech.time(startsAt);
  return language === 'zh' ? `好的，将在 ${at} 执行。` : `Noted for ${at}.`;
}

/** What the pipeline came back with, as the catalogue knows it. */
export function toAnswer(
  result: ControlResult,
  speech: Speech,
  { language }: Asker,
): Answer<SetData> {
  switch (result.kind) {
    case 'refused':
      return { ok: false, refusal: result.refusal };
    case 'confirm': {
      const confirm = toQuestion(result.confirmation, speech, language);
      return { ok: false, refusal: refuseTask('TASK_CONFIRM', confirm.question), confirm };
    }
    case 'scheduled': {
      const { id, startsAt } = result.task;
      return {
        ok: true,
        data: { task: id, ...(startsAt === undefined ? {} : { startsAt }) },
        tasks: [id],
      };
    }
    case 'ended': {
      const { task, outcome } = result;
      const receipt = outcome.status === 'refused' ? undefined : outcome.receipt;
      const data = { task: task.id, ...(receipt === undefined ? {} : { receipt }) };
      const traces = { tasks: [task.id], receipts: receipt === undefined ? [] : [receipt] };
      if (outcome.status === 'done') return { ok: true, data, ...traces };
      return { ok: false, refusal: outcome.refusal, data, ...traces };
    }
  }
}

type Asked = Extract<ControlResult, { kind: 'confirm' }>['confirmation'];

function toQuestion(
  { token, expiresAt, what, people }: Asked,
  speech: Speech,
  language: Language,
): ConfirmRequest {
  const name = speech.property(what, language);
  const value = speech.value(what, what.value, language);
  const run = what.forMs === undefined ? '' : formatDuration(what.forMs);
  const second = people === 2;
  const question =
    language === 'zh'
      ? `确认要把${name}设为“${value}”${run === '' ? '' : `，持续 ${run}`}吗？${second ? '需要另一个人确认。' : ''}`
      : `Really set ${name} to ${value}${run === '' ? '' : ` for ${run}`}?${second ? ' A second person has to confirm.' : ''}`;
  return { token, question, expiresAt };
}

function toRequest(
  parts: SetParts,
  { target, value, change, for: run, at }: SetArgs,
): WriteRequest | Refusal {
  const property = findWritable(parts.things, target);
  if (isRefusal(property)) return property;
  const wanted =
    change === undefined ? parseValue(value ?? '', property.spec) : changed(property, change);
  if (typeof wanted === 'object') return wanted;
  const startsAt = at === undefined ? undefined : parseTime(at, parts);
  if (at !== undefined && startsAt === undefined) {
    return refuseAction(
      'ACTION_BAD_ARGUMENTS',
      `"${at}" is not a time`,
      'Write 18:00, or a time like 2026-11-22T18:00.',
    );
  }
  return {
    ...property.address,
    value: wanted,
    forMs: run === undefined ? undefined : parseDuration(run),
    startsAt,
  };
}

/** `pump` means `pump.power`: the first writable property of a thing. */
function findWritable(things: Things, target: string): LiveProperty | Refusal {
  const found = findProperties(things, target);
  if (isRefusal(found)) return found;
  const [first] = found;
  return (
    found.find(({ spec }) => spec.writable) ??
    first ??
    refuseAction('ACTION_NO_SUCH_THING', `there is no "${target}"`)
  );
}

/** "A bit brighter": from where it is now, and not beyond what it can be. */
function changed(property: LiveProperty, change: number): Value | Refusal {
  const { value } = property.reading();
  if (typeof value !== 'number') {
    return refuseAction(
      'ACTION_BAD_ARGUMENTS',
      `nobody knows what ${property.name} is now`,
      'Give the value itself.',
    );
  }
  const [low, high] = property.spec.range ?? [-Infinity, Infinity];
  return Math.min(high, Math.max(low, value + change));
}

function parseTime(text: string, { clock, wallClock }: SetParts): number | undefined {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match !== null) return wallClock.next(Number(match[1]) * 60 + Number(match[2]), clock.now());
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
