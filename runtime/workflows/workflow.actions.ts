/** What people do with workflows: list them, start them, see how they ran, end a run, say yes or no to one. */
import type { Asker } from '../actions/asker.ts';
import { defineAction, type Action, type Answer } from '../actions/action.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { WallClock } from '../core/wall-clock.ts';
import { within } from '../core/within.ts';
import type { Inbox } from '../tasks/inbox.ts';
import { nearest } from '../core/nearest.ts';
import type { BoardRuns } from './board/board-runs.ts';
import type { WorkflowSwitch } from './book/workflow-book.ts';
import { refuseWorkflow } from './errors.ts';
import { momentOf, type Moment } from './rehearsal/moment.ts';
import { sayMoment } from './rehearsal/say-moment.ts';
import { picturesIn } from './report/pictures-in.ts';
import { isOpenRun, type Run, type StepRun } from './runs/run.ts';
import { PATIENCE_MS } from './runs/run-teller.ts';
import type { WorkflowRuns } from './runs/workflow-runs.ts';
import {
  sayMistakes,
  sayResting,
  sayRun,
  sayRuns,
  sayStandingBack,
  sayWorkflows,
  type WorkflowRow,
} from './say-workflows.ts';
import type { SiteWorkflows } from './site-workflows.ts';
import type { Workflow } from './workflow.ts';

export interface WorkflowActionParts {
  readonly workflows: SiteWorkflows;
  readonly runs: WorkflowRuns;
  readonly boardRuns: BoardRuns;
  /** When it is due next, epoch ms. */
  readonly nextOf: (workflow: Workflow) => number | undefined;
  /** Where the gateway is that leads instead of this one. */
  readonly standsBack: () => string | undefined;
  readonly switchOf: (name: string) => WorkflowSwitch | undefined;
  /** Why this person may not have that done. */
  readonly objection: (workflow: Pick<Workflow, 'steps'>, asker: Asker) => Refusal | undefined;
  readonly inbox: Pick<Inbox, 'taken'>;
  readonly speech: Speech;
  readonly clock: Clock;
  /** Of the site. */
  readonly wallClock: WallClock;
}

const RECENT = 10;

export function workflowActions(parts: WorkflowActionParts): readonly Action[] {
  return [
    listAction(parts),
    runAction(parts),
    runsAction(parts),
    cancelAction(parts),
    answerAction(parts),
  ];
}

function listAction(parts: WorkflowActionParts): Action {
  const { workflows, runs, nextOf, switchOf, standsBack, speech } = parts;
  return defineAction<object, readonly WorkflowRow[]>({
    name: 'workflow-list',
    kind: 'read',
    role: 'viewer',
    help: { en: 'List what the site does by itself.', zh: '列出自动化流程。' },
    examples: { en: ['which workflows are there?'], zh: ['有哪些流程'] },
    args: z.strictObject({}),
    positional: [],
    run: () => {
      const rows = workflows.list.map((workflow): WorkflowRow => {
        const { name, title, isEnabled, on, trigger, steps } = workflow;
        const next = nextOf(workflow);
        const last = runs.list().findLast((run) => run.workflow === name);
        const about = { name, title, isEnabled, trigger: trigger.kind, steps: steps.length };
        const { person: by, at } = switchOf(name) ?? {};
        const switched = by !== undefined && at !== undefined && { switched: { by, at } };
        const there = workflows.own.includes(workflow) ? undefined : on;
        return {
          ...about,
          ...(there && { on: there }),
          ...switched,
          ...(next !== undefined && { next }),
          ...(last && { last }),
        };
      });
      return Promise.resolve({ ok: true, data: rows });
    },
    say: (rows, { language }) =>
      [
        ...sayStandingBack(standsBack(), language),
        sayWorkflows(rows, speech, language),
        ...sayMistakes(workflows.editMistakes, language),
        ...sayResting(workflows.resting, language),
      ].join('\n'),
  });
}

interface RunArgs {
  readonly name: string;
  readonly phrase?: string | undefined;
  readonly 'dry-run': boolean;
  readonly at?: string | undefined;
}

/** With `moment`, what would happen at that time. */
type RunData = Run & { readonly moment?: Moment };

function runAction(parts: WorkflowActionParts): Action {
  const { workflows, runs, inbox, clock, speech, wallClock, objection } = parts;
  return defineAction<RunArgs, RunData>({
    name: 'workflow-run',
    isStep: true,
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Start a workflow, or see what it would do: --dry-run moves nothing.',
      zh: '启动流程；--dry-run 只演练，不动作。',
    },
    examples: { en: ['workflow run daily_report'], zh: ['运行流程 daily_report'] },
    args: z.strictObject({
      name: z.string().describe('of the workflow'),
      phrase: z.string().optional().describe('the sentence that stands for it'),
      'dry-run': z.boolean().default(false).describe('say what would happen, and move nothing'),
      at: z.string().optional().describe('a dry run for a time: "2026-03-29T02:30 Europe/Berlin"'),
    }),
    positional: ['name'],
    run: async ({ name, phrase, 'dry-run': isDryRun, at }, asker) => {
      const workflow = workflows.find(name);
      if (workflow === undefined) return { ok: false, refusal: noSuchWorkflow(name, workflows) };
      if (at !== undefined) {
        const moment = momentOf(at, workflow.trigger, wallClock);
        if (isRefusal(moment)) return { ok: false, refusal: moment };
        return runAnswer({ ...(await runs.dryRun(workflow)), moment });
      }
      if (isDryRun) return runAnswer(await runs.dryRun(workflow));
      if (!workflows.own.includes(workflow))
        return { ok: false, refusal: refuseWorkflow('WORKFLOW_ON_BOARD', runsThere(workflow)) };
      const denied = objection(workflow, asker);
      if (denied !== undefined) return { ok: false, refusal: denied };
      const { person, chat, language, message } = asker;
      const asked = { person, chat, language };
      const trigger =
        phrase === undefined
          ? { kind: 'manual' }
          : { kind: 'phrase', at: clock.now(), phrase, person };
      const taken = message === undefined ? [] : [inbox.taken(chat, message)];
      const begun = await runs.begin(workflow, { trigger, asked, alongside: taken });
      if (isRefusal(begun)) return { ok: false, refusal: begun };
      const ended = await within(clock, PATIENCE_MS, runs.ended(begun.id));
      return runAnswer(ended ?? runs.find(begun.id) ?? begun);
    },
    say: ({ moment, ...run }, { language }) => {
      const said = sayRun(run, speech, language);
      return moment === undefined ? said : `${sayMoment(moment, wallClock, language)}\n${said}`;
    },
  });
}

function runsAction({ runs, speech }: WorkflowActionParts): Action {
  return defineAction<{ workflow?: string | undefined }, readonly Run[]>({
    name: 'workflow-runs',
    isStep: true,
    kind: 'read',
    role: 'viewer',
    help: { en: 'Say how workflows ran, and what runs now.', zh: '查看流程的运行情况。' },
    examples: { en: ['workflow runs'], zh: ['流程运行记录'] },
    args: z.strictObject({ workflow: z.string().optional().describe('only of this one') }),
    positional: ['workflow'],
    run: ({ workflow }) => {
      const all = runs.list().filter((run) => workflow === undefined || run.workflow === workflow);
      const ended = all.filter((run) => !isOpenRun(run)).slice(-RECENT);
      return Promise.resolve({ ok: true, data: [...ended, ...all.filter(isOpenRun)] });
    },
    say: (data, { language }) => sayRuns(data, speech, language),
  });
}

/** They go with the answer, and not within it a second time. */
function withoutPictures(data: RunData): RunData {
  const steps = Object.entries(data.steps).map(([id, step]): [string, StepRun] => {
    const { attachments: _, ...output } = step.output ?? {};
    return [id, step.output === undefined ? step : { ...step, output }];
  });
  return { ...data, steps: Object.fromEntries(steps) };
}

/** A shell hears that a run went wrong. */
function runAnswer(data: RunData): Answer<RunData> {
  const isUnwell = data.state === 'failed' || data.state === 'unknown';
  const pictures = picturesIn(Object.values(data.steps).map(({ output }) => output));
  const shown = pictures.length > 0 && { attachments: pictures };
  return { ok: true, data: withoutPictures(data), ...shown, ...(isUnwell && { isUnwell }) };
}

const runArgs = z.strictObject({
  run: z.string().describe('id of the run, or the workflow where it has only one'),
});

function cancelAction({ runs, boardRuns, speech, clock }: WorkflowActionParts): Action {
  return defineAction<z.infer<typeof runArgs>, Run>({
    name: 'workflow-cancel',
    isStep: true,
    kind: 'write',
    role: 'operator',
    help: { en: 'End a run: what has not begun never does.', zh: '结束一次流程运行。' },
    examples: { en: ['workflow cancel run-1'], zh: ['取消流程 run-1'] },
    args: runArgs,
    positional: ['run'],
    run: async ({ run }, asker) => {
      const there = boardRuns.find(run);
      if (there !== undefined) {
        const outcome = await boardRuns.end(there, asker);
        if (outcome.status !== 'done') return { ok: false, refusal: outcome.refusal };
        // The board tells how it ended on the way that everything takes which it tells.
        const ended = await within(clock, PATIENCE_MS, runs.ended(there.id));
        return { ok: true, data: ended ?? there };
      }
      const cancelled = await runs.cancel(run, asker.person);
      return isRefusal(cancelled)
        ? { ok: false, refusal: cancelled }
        : { ok: true, data: cancelled };
    },
    say: (run, { language }) => sayRun(run, speech, language),
  });
}

function answerAction({ runs, speech, objection }: WorkflowActionParts): Action {
  const args = runArgs.extend({
    answer: z.string().min(1).max(100).describe('yes or no, or what it leaves to choose'),
  });
  return defineAction<z.infer<typeof args>, Run>({
    name: 'workflow-answer',
    isStep: true,
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Say yes or no, or what a run asks, to one that waits.',
      zh: '回答等待中的流程：批准、拒绝或选项。',
    },
    examples: { en: ['workflow answer run-1 yes'], zh: ['批准流程 run-1'] },
    args,
    positional: ['run', 'answer'],
    run: async ({ run, answer }, asker) => {
      const answered = await runs.answer(run, answer, asker, (steps) =>
        objection({ steps }, asker),
      );
      return isRefusal(answered) ? { ok: false, refusal: answered } : { ok: true, data: answered };
    },
    say: (run, { language }) => sayRun(run, speech, language),
  });
}

function runsThere({ name, on = '' }: Workflow): string {
  return `${name} runs on ${on}`;
}

function noSuchWorkflow(
  name: string,
  { list, editMistakes }: SiteWorkflows,
): ReturnType<typeof refuseWorkflow> {
  const near = nearest(
    name,
    list.map((workflow) => workflow.name),
  );
  const unread =
    editMistakes.length === 0
      ? undefined
      : 'The newest edit of workflows.yaml is not in force, it has mistakes: boardtalk workflow check';
  const hint = near === undefined ? unread : `Did you mean "${near}"?`;
  return refuseWorkflow('WORKFLOW_UNKNOWN', `there is no workflow "${name}"`, hint);
}
