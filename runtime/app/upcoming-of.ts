/** What is still to come, from the rooms that hold it: planned tasks, runs of workflows, open questions. */
import type { Asker } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { ClosedQuestion, Upcoming } from '../gateway/upcoming.ts';
import type { Confirmation } from '../policy/confirmations.ts';
import { hasRole } from '../policy/roles.ts';
import { cancelStarts } from '../tasks/cancel-plan.ts';
import type { Order } from '../tasks/order.ts';
import { isStart } from '../tasks/task.ts';
import { isMap } from '../config/form/value-at.ts';
import type { Step, Workflow } from '../workflows/workflow.ts';
import type { Desk, WorkflowsSide } from './gateway-shapes.ts';

export interface UpcomingParts {
  readonly desk: Pick<Desk, 'tasks' | 'queue' | 'inbox' | 'schedule' | 'control' | 'questions'>;
  readonly workflows: Pick<WorkflowsSide, 'workflows' | 'runs' | 'boardRuns'>;
  readonly speech: Pick<Speech, 'movedBy'>;
}

/** As with `cancel` and `workflow-cancel`. */
const ROLE = 'operator';

const NOTHING = {
  ...{ plans: 0, runs: 0, questions: [], armed: [] },
  elsewhere: Promise.resolve({ runs: 0, unreached: [] }),
};

export function upcomingOf({
  desk,
  workflows: { workflows, runs, boardRuns },
  speech,
}: UpcomingParts): Upcoming {
  const { control, questions } = desk;
  const armed = (): readonly Workflow[] => workflows.list.filter(isArmed);
  const isTheirs = ({ what: { writes } }: Confirmation<Order>, asker: Asker): boolean =>
    writes.every((write) => control.objection(write, asker) === undefined);
  /** A regulator that was asked about moves its output, too. */
  const concerns = ({ writes }: Order): readonly string[] =>
    writes.flatMap((write) => [write.thing, speech.movedBy(write)?.thing ?? write.thing]);
  return {
    endAll: async (asker) => {
      if (!hasRole(asker, ROLE)) return NOTHING;
      // They are sent before whatever switches off there.
      const elsewhere = boardRuns.endAll(asker);
      const isStopped = (open: Confirmation<Order>): boolean =>
        wouldStart(open.what) && isTheirs(open, asker);
      const [withdrawn, plans, ended] = await Promise.all([
        questions.withdraw(isStopped, { how: 'stop', by: asker }),
        cancelStarts(desk, asker),
        runs.cancelAll(asker.person),
      ]);
      const names = armed().map(({ name }) => name);
      return { plans, runs: ended, questions: withdrawn.map(toClosed), armed: names, elsewhere };
    },
    overtake: async (by, targets) => {
      const things = targets.map((target) => target.split('.')[0]);
      const isOvertaken = ({ asker, what }: Confirmation<Order>): boolean =>
        asker.person === by.person && concerns(what).some((thing) => things.includes(thing));
      return (await questions.withdraw(isOvertaken, { how: 'order', by })).map(toClosed);
    },
    startersOf: (targets) => {
      const things = new Set(targets.map((target) => target.split('.')[0]));
      return armed()
        .filter(({ steps }) => steps.some((step) => things.has(startedBy(step))))
        .map(({ name }) => name);
    },
  };
}

function isArmed({ isEnabled, trigger }: Workflow): boolean {
  return isEnabled && trigger.kind !== 'manual';
}

/** The thing that a step switches on, or may; undefined: it starts nothing. */
function startedBy({ action, params: { source } }: Step): string | undefined {
  if (action !== 'set' || !isMap(source)) return undefined;
  const { target, value } = source;
  const isOff = value === false || value === 0 || value === 'off' || value === 'closed';
  return isOff || typeof target !== 'string' ? undefined : target.split('.')[0];
}

function wouldStart({ writes, pinTest, proposal }: Order): boolean {
  const isArming = proposal !== undefined && proposal.text !== '';
  return isArming || pinTest !== undefined || writes.some(isStart);
}

function toClosed({ token, expiresAt, asker: { chat } }: Confirmation<Order>): ClosedQuestion {
  return { token, chat, expiresAt };
}
