/** `set`: write one property of one thing. The only action through which a person reaches a pin. */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import { refuseAction } from '../actions/errors.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import { isTrustworthy } from '../core/reading.ts';
import { parseDuration } from '../core/duration.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { WallClock } from '../core/wall-clock.ts';
import type { ThingsView } from '../devices/things-view.ts';
import { chooseChange, chooseValue, type Choice } from './choose-value.ts';
import type { Control } from './control.ts';
import type { WriteRequest } from './order.ts';
import { isPlanned, isStart } from './task.ts';
import type { TaskList } from './task-list.ts';
import { planOf, sayWritten, toAnswer, type Limit, type WriteData } from './write-answer.ts';

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
    at: z.string().optional().describe('when: 18:00, or 2026-11-22T18:00'),
  })
  .refine(
    ({ value, change }) => (value === undefined) !== (change === undefined),
    'give either a value or a change',
  );

type SetArgs = z.infer<typeof argsSchema>;

export interface SetParts {
  readonly control: Control;
  readonly tasks: Pick<TaskList, 'writes'>;
  readonly things: ThingsView;
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly speech: Speech;
}

export function setAction(parts: SetParts): Action {
  return defineAction<SetArgs, WriteData>({
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
      const { asked, isBetween, ...order } = request;
      const writes = withSwitch(order, parts.things);
      const written = toAnswer(await parts.control.order(writes, asker), parts, asker);
      const answer = isStart(order) ? written : withStill(written, order, parts.tasks);
      return asked === undefined
        ? answer
        : withLimit(answer, { ...order, asked, ...(isBetween && { isBetween }) });
    },
    say: (data, { language }) => sayWritten(data, parts, language),
  });
}

/** Who switches something off is told what will switch it on again, whoever planned it. */
function withStill(
  answer: Answer<WriteData>,
  { thing, property, startsAt }: WriteRequest,
  tasks: SetParts['tasks'],
): Answer<WriteData> {
  if (!answer.ok || startsAt !== undefined) return answer;
  const still = tasks
    .writes()
    .filter((task) => isPlanned(task) && isStart(task))
    .filter((task) => task.thing === thing && task.property === property)
    .map(planOf);
  return still.length === 0 ? answer : { ...answer, data: { ...answer.data, still } };
}

function withLimit(
  answer: Answer<WriteData>,
  { thing, property, asked, isBetween }: Limit,
): Answer<WriteData> {
  if (!answer.ok) return answer;
  const limit = { thing, property, asked, ...(isBetween && { isBetween }) };
  return { ...answer, data: { ...answer.data, limit } };
}

function toRequest(
  parts: SetParts,
  { target, value, change, for: run, at }: SetArgs,
): (WriteRequest & Pick<Choice, 'asked' | 'isBetween'>) | Refusal {
  const choice =
    change === undefined
      ? chooseValue(parts.things, target, value ?? '')
      : chooseChange(parts.things, target, change);
  if (isRefusal(choice)) return choice;
  const startsAt = at === undefined ? undefined : parseTime(at, parts);
  if (at !== undefined && startsAt === undefined) {
    const hint = 'Write 18:00, or a time like 2026-11-22T18:00.';
    return refuseAction('ACTION_BAD_ARGUMENTS', `"${at}" is not a time`, hint);
  }
  return { ...choice, forMs: run === undefined ? undefined : parseDuration(run), startsAt };
}

/**
 * Who gives a regulator a setpoint wants it held: one that is off is switched on with it. What it
 * will be at a later time nobody knows, so then that is ordered in any case.
 */
function withSwitch(request: WriteRequest, things: ThingsView): readonly WriteRequest[] {
  const { thing, property, startsAt } = request;
  const source = things.find({ thing, property })?.spec.source;
  if (source?.kind !== 'regulator' || source.role !== 'setpoint') return [request];
  const active = things.find({ thing, property: 'active' })?.reading();
  const works = active !== undefined && isTrustworthy(active) && active.value === true;
  if (works && startsAt === undefined) return [request];
  return [request, { ...request, property: 'active', value: true, follows: true }];
}

/** `18:00` is the next six o'clock; a date without an offset is one of the site. */
function parseTime(text: string, { clock, wallClock }: SetParts): number | undefined {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hour !== undefined) return wallClock.next(Number(hour) * 60 + Number(minute), clock.now());
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  const instant = Date.parse(text);
  if (iso === null || Number.isNaN(instant)) return undefined;
  if (iso[2] !== undefined) return instant;
  const [year = 0, month = 0, day = 0, ...time] = text.split(/[-T:]/).map(Number);
  const [hours = 0, minutes = 0, second = 0] = time;
  return wallClock.instantOf({ year, month, day, hour: hours, minute: minutes, second });
}
