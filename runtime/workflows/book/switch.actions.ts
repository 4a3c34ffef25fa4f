/** Whether the triggers of a workflow are armed: people switch them off and on, and it stays so over restarts. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Asker } from '../../actions/asker.ts';
import type { Clock } from '../../core/clock.ts';
import type { Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import type { BoardRuns, UnreachedBoard } from '../board/board-runs.ts';
import { sayUnreached } from '../board/say-unreached.ts';
import { refuseWorkflow } from '../errors.ts';
import type { WorkflowRuns } from '../runs/workflow-runs.ts';
import type { WorkflowRights } from '../rights/workflow-rights.ts';
import type { SiteWorkflows } from '../site-workflows.ts';
import type { Workflow } from '../workflow.ts';
import type { WorkflowBook } from './workflow-book.ts';

export interface SwitchActionParts {
  readonly book: WorkflowBook;
  readonly workflows: SiteWorkflows;
  readonly runs: Pick<WorkflowRuns, 'cancelAll'>;
  readonly boardRuns: Pick<BoardRuns, 'endAll'>;
  readonly rights: Pick<WorkflowRights, 'objection' | 'objectionToArm'>;
  readonly clock: Clock;
}

interface Switched {
  /** Names. */
  readonly workflows: readonly string[];
  /** How many runs were ended. */
  readonly runs?: number;
  /** Where what runs goes on. */
  readonly unreached?: readonly UnreachedBoard[];
  /** What it was not done for, and why. */
  readonly refused?: readonly Refusal[];
}

const name = z.string().optional().describe('of the workflow');
const all = z.boolean().default(false).describe('every workflow');

export function switchActions(parts: SwitchActionParts): readonly Action[] {
  return [enableAction(parts), disableAction(parts)];
}

function enableAction(parts: SwitchActionParts): Action {
  return defineAction<{ name?: string | undefined; all: boolean }, Switched>({
    name: 'workflow-enable',
    isStep: true,
    kind: 'write',
    role: 'operator',
    help: { en: 'Arm a workflow again.', zh: '重新启用流程。' },
    examples: { en: ['enable the workflow morning_light'], zh: ['启用流程 morning_light'] },
    args: z.strictObject({ name, all }),
    positional: ['name'],
    run: (args, asker) => turn(parts, { ...args, isEnabled: true }, asker),
    say: ({ workflows, refused = [] }, { language }) => {
      const names = workflows.join(', ');
      const said = language === 'zh' ? `已启用：${names}。` : `Armed again: ${names}.`;
      return [...(names === '' ? [] : [said]), ...refused.map(({ message }) => message)].join('\n');
    },
  });
}

function disableAction(parts: SwitchActionParts): Action {
  return defineAction<{ name?: string | undefined; all: boolean; 'end-runs': boolean }, Switched>({
    name: 'workflow-disable',
    isStep: true,
    kind: 'write',
    role: 'operator',
    help: {
      en: 'Disarm a workflow, or all: nothing starts it but people, until it is enabled.',
      zh: '停用一个或全部流程：启用之前只能手动启动。',
    },
    examples: {
      en: ['disable the workflow morning_light', 'stop all workflows'],
      zh: ['停用流程 morning_light', '停止所有流程'],
    },
    args: z.strictObject({
      name,
      all,
      'end-runs': z.boolean().default(false).describe('with --all, end what runs, too'),
    }),
    positional: ['name'],
    run: async ({ 'end-runs': endsRuns, ...args }, asker) => {
      const ending = endsRuns && args.all ? endEverywhere(parts, asker) : undefined;
      const answer = await turn(parts, { ...args, isEnabled: false }, asker);
      const ended = await ending;
      return answer.ok ? { ok: true, data: { ...answer.data, ...ended } } : answer;
    },
    say: ({ workflows, runs = 0, unreached = [], refused = [] }, { language }) => {
      const isChinese = language === 'zh';
      const names = workflows.join(', ');
      const said =
        names === ''
          ? isChinese
            ? '没有启用的流程。'
            : 'No workflow was armed.'
          : isChinese
            ? `已停用：${names}。恢复请说“启用流程 名称”。`
            : `Disarmed: ${names}. “enable the workflow NAME” arms it again.`;
      const ended =
        runs === 0
          ? []
          : [
              isChinese
                ? `结束了 ${String(runs)} 次运行。`
                : `Runs that were ended: ${String(runs)}.`,
            ];
      const there = unreached.map((board) => sayUnreached(board, language));
      return [said, ...ended, ...there, ...refused.map(({ message }) => message)].join('\n');
    },
  });
}

async function endEverywhere(
  { runs, boardRuns }: SwitchActionParts,
  asker: Asker,
): Promise<Pick<Switched, 'runs' | 'unreached'>> {
  const [here, there] = await Promise.all([runs.cancelAll(asker.person), boardRuns.endAll(asker)]);
  return { runs: here + there.runs, unreached: there.unreached };
}

type Turned =
  | { readonly ok: true; readonly data: Switched }
  | { readonly ok: false; readonly refusal: Refusal };

async function turn(
  { book, workflows, rights, clock }: SwitchActionParts,
  given: { readonly name?: string | undefined; readonly all: boolean; readonly isEnabled: boolean },
  asker: Asker,
): Promise<Turned> {
  const { name: called, all: meansAll, isEnabled } = given;
  const found = called === undefined ? undefined : workflows.find(called);
  if (called !== undefined && found === undefined)
    return {
      ok: false,
      refusal: refuseWorkflow('WORKFLOW_UNKNOWN', `there is no workflow "${called}"`),
    };
  if (found === undefined && !meansAll)
    return {
      ok: false,
      refusal: refuseWorkflow('WORKFLOW_UNKNOWN', 'which workflow? Give its name, or --all'),
    };
  const meant =
    found === undefined ? workflows.list.filter((one) => isWaiting(one, isEnabled)) : [found];
  const objection = (workflow: Workflow): Refusal | undefined =>
    isEnabled ? rights.objectionToArm(workflow, asker) : rights.objection(workflow, asker);
  const refused = meant.flatMap((workflow) => objection(workflow) ?? []);
  const allowed = meant.filter((workflow) => objection(workflow) === undefined);
  const [denied] = refused;
  if (allowed.length === 0 && denied !== undefined) return { ok: false, refusal: denied };
  const names = allowed.map((workflow) => workflow.name);
  if (names.length > 0) await book.switch(names, isEnabled, { ...asker, at: clock.now() });
  await workflows.refresh();
  return { ok: true, data: { workflows: names, ...(refused.length > 0 && { refused }) } };
}

/** What only people start has no trigger to arm. */
function isWaiting({ isEnabled, trigger }: Workflow, toBe: boolean): boolean {
  return isEnabled !== toBe && trigger.kind !== 'manual';
}
