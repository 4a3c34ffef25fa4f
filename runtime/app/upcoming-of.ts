/** What is still to come, from the rooms that hold it: planned tasks, runs of workflows, open questions. */
import type { Asker } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { ClosedQuestion, Upcoming } from '../gateway/upcoming.ts';
import type { Confirmation } from '../policy/confirmations.ts';
import { hasRole } from '../policy/roles.ts';
import { cancelStarts } from '../tasks/cancel-plan.ts';
import type { Order } from '../tasks/control.ts';
import { isStart } from '../tasks/task.ts';
import { isMap } from '../config/form/value-at.ts';
import type { Step, Workflow } from '../workflows/workflow.ts';
import type { Desk, WorkflowsSide } from './gateway-shapes.ts';

export interface UpcomingParts {
  readonly desk: Pick<Desk, 'tasks' | 'queue' | 'inbox' | 'schedule' | 'control' | 'confirmations'>;
  readonly workflows: Pick<WorkflowsSide, 'workflows' | 'runs'>;
  readonly speech: Pick<Speech, 'movedBy'>;
}

/** As with `cancel` and `workflow-cancel`. */
const ROLE = 'operator';

const NOTHING = { plans: 0, runs: 0, questions: [], armed: [] };

export function upcomingOf({
  desk,
  workflows: { workflows, runs },
  speech,
}: UpcomingParts): Upcoming {
  const { control, confirmations } = desk;
  const armed = (): readonly Workflow[] => workflows.list.filter(isArmed);
  const isTheirs = ({ what: { writes } }: Confirmation<Order>, asker: Asker): boolean =>
    writes.every((write) => control.objection(write, asker) === undefined);
  /** A regulator that was asked about moves its output, too. */
  const concerns = ({ writes }: Order): readonly string[] =>
    writes.flatMap((write) => [write.thing, speech.movedBy(write)?.thing ?? write.thing]);
  return {
    endAll: async (asker) => {
      if (!hasRole(asker, ROLE)) return NOTHING;
      const questions = confirmations
        .withdraw((open) => wouldStart(open.what) && isTheirs(open, asker))
        .map(toClosed);
      const [plans, ended] = await Promise.all([
        cancelStarts(desk, asker),
        runs.cancelAll(asker.person),
      ]);
      return { plans, runs: ended, questions, armed: armed().map(({ name }) => name) };
    },
    overtake: ({ person, chat }, targets) => {
      const things = targets.map((target) => target.split('.')[0]);
      return confirmations
        .withdraw(
          ({ asker, what }) =>
            asker.person === person &&
            asker.chat === chat &&
            concerns(what).some((thing) => things.includes(thing)),
        )
        .map(toClosed);
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
