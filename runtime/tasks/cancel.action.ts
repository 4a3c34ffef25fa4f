/**
 * `cancel`: end what waits for its time, or a timed run. What was cancelled is named. Without a name
 * it means what this person has just asked for, and nothing older: then it asks which.
 */
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Asker, Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import { formatAddress } from '../core/reading.ts';
import { isRefusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { findProperties } from '../devices/targets.ts';
import type { TimedRuns } from '../devices/timed-runs.ts';
import { cancelPlan, type CancelPlanParts } from './cancel-plan.ts';
import type { ControlResult } from './control.ts';
import { refuseTask } from './errors.ts';
import { latestOrder } from './latest-order.ts';
import { nameTask } from './say-tasks.ts';
import type { WriteTask } from './task.ts';
import type { TaskList } from './task-list.ts';
import { sayWritten, toAnswer, type WriteData, type WriteVoice } from './write-answer.ts';

export interface CancelParts extends CancelPlanParts, WriteVoice {
  readonly tasks: TaskList;
  readonly timedRuns: Pick<TimedRuns, 'list'>;
  readonly clock: Clock;
}

const argsSchema = z.strictObject({
  target: z.string().optional().describe('task, thing or thing.property; default: your latest'),
  all: z.boolean().default(false).describe('everything of yours that waits or runs for a time'),
});

type CancelArgs = z.infer<typeof argsSchema>;

/** What was asked for longer ago is not what a bare "cancel" speaks of. */
const JUST_ASKED_MS = 10 * 60_000;

export function cancelAction(parts: CancelParts): Action {
  return defineAction<CancelArgs, WriteData>({
    name: 'cancel',
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Cancel what waits for its time, or end a timed run now.',
      zh: '取消等待中的任务，或立即结束定时运行。',
    },
    examples: { en: ['cancel', 'cancel the pump', 'cancel everything'], zh: ['取消', '全部取消'] },
    args: argsSchema,
    positional: ['target'],
    run: (args, asker) => cancel(parts, args, asker),
    say: (data, { language }) => sayWritten(data, parts, language, '\n'),
  });
}

async function cancel(
  parts: CancelParts,
  { target, all }: CancelArgs,
  asker: Asker,
): Promise<Answer<WriteData>> {
  const open = parts.tasks.writes().filter((task) => isCancellable(parts, task));
  const mine = open.filter(({ person }) => person === asker.person);
  const meant = all
    ? mine
    : target === undefined
      ? justAsked(parts, asker).filter((task) => mine.includes(task))
      : open.filter((task) => isNamed(task, target)).slice(-1);
  if (meant.length === 0 && target !== undefined && parts.tasks.find(target) === undefined) {
    const named = findProperties(parts.things, target);
    if (isRefusal(named)) return { ok: false, refusal: named };
  }
  if (meant.length === 0)
    return target === undefined && mine.length > 0
      ? askWhich(mine, parts.speech)
      : nothingToCancel();
  const results: ControlResult[] = [];
  for (const task of meant) results.push(await cancelOne(parts, task, asker));
  return toAnswer(results, parts, asker);
}

function isCancellable(parts: CancelParts, task: WriteTask): boolean {
  const { state } = task;
  return state === 'waiting' || state === 'queued' || runOf(parts, task) !== undefined;
}

function runOf({ timedRuns }: CancelParts, { command }: WriteTask) {
  return timedRuns.list().find((run) => run.command === command);
}

function isNamed(task: WriteTask, target: string): boolean {
  return [task.id, task.thing, formatAddress(task)].includes(target);
}

/** The latest order of this person, while it is fresh; a "stop" after it is a later one. */
function justAsked({ tasks, clock }: CancelParts, { person }: Asker): readonly WriteTask[] {
  const since = clock.now() - JUST_ASKED_MS;
  return latestOrder(tasks.writes(), person).filter(({ createdAt }) => createdAt >= since);
}

function cancelOne(parts: CancelParts, task: WriteTask, asker: Asker): Promise<ControlResult> {
  const run = runOf(parts, task);
  if (run === undefined) return cancelPlan(parts, task, asker);
  const { thing, property } = task;
  return parts.control.request({ thing, property, value: run.backTo }, asker);
}

function nothingToCancel(): Answer<WriteData> {
  const refusal = refuseTask('TASK_NOTHING_TO_CANCEL', 'there is nothing to cancel');
  return { ok: false, refusal };
}

/** "Nothing was cancelled; there is: 18:00:00 pump on (task-01…)". */
function askWhich(tasks: readonly WriteTask[], speech: Speech): Answer<WriteData> {
  const list = (language: Language): string =>
    tasks
      .map((task) => {
        const at = speech.time(task.startsAt ?? task.createdAt);
        return `${at} ${nameTask(task, speech, language)} (${task.id})`;
      })
      .join(language === 'zh' ? '；' : '; ');
  const zh = `没有取消任何任务。现有：${list('zh')}`;
  const message = `nothing was cancelled; there is: ${list('en')}`;
  return { ok: false, refusal: refuseTask('TASK_WHICH', message, { zh }) };
}
