/**
 * Workflows that follow another one. Which run follows which stands in its id, so that one that a
 * restart kept from beginning begins after it, and none begins twice.
 */
import type { Clock } from '../../../core/clock.ts';
import type { Log } from '../../../core/log.ts';
import type { Service } from '../../../core/service.ts';
import type { WorkflowRuns } from '../../runs/workflow-runs.ts';
import { isOpenRun, type Run } from '../../runs/run.ts';
import type { Workflow } from '../../workflow.ts';
import type { WorkflowTrigger } from './workflow-form.ts';

export interface WorkflowTriggersParts {
  readonly workflows: () => readonly Workflow[];
  readonly runs: Pick<WorkflowRuns, 'begin' | 'find' | 'list' | 'onEnd'>;
  readonly clock: Clock;
  readonly log: Log;
}

type Follower = Workflow & { readonly trigger: WorkflowTrigger };

/** What ended longer ago has no followers any more, whatever the file says now. */
const FRESH_MS = 3_600_000;
/** A workflow that follows itself round a circle is stopped there. */
const LONGEST_CHAIN = 10;

export class WorkflowTriggers implements Service {
  readonly #parts: WorkflowTriggersParts;
  #stopListening: (() => void) | undefined;

  constructor(parts: WorkflowTriggersParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    const { runs, clock } = this.#parts;
    this.#stopListening = runs.onEnd((run) => void this.#follow(run));
    const since = clock.now() - FRESH_MS;
    const ended = runs.list().filter((run) => !isOpenRun(run) && (run.endedAt ?? 0) > since);
    for (const run of ended) await this.#follow(run);
  }

  stop(): Promise<void> {
    this.#stopListening?.();
    return Promise.resolve();
  }

  async #follow(run: Run): Promise<void> {
    const { workflows, runs, log } = this.#parts;
    const chain = depthOf(run);
    for (const follower of workflows().filter((workflow) => follows(workflow, run))) {
      const id = `${run.id}.${follower.name}`;
      if (runs.find(id) !== undefined) continue;
      if (chain >= LONGEST_CHAIN) {
        log.warn(
          { workflow: follower.name, run: run.id },
          'workflows follow each other in a circle',
        );
        continue;
      }
      const trigger = { kind: 'workflow', run: run.id, workflow: run.workflow, state: run.state };
      await runs.begin(follower, { id, trigger }).catch((error: unknown) => {
        log.error({ workflow: follower.name, error }, 'run cannot begin');
      });
    }
  }
}

function follows(workflow: Workflow, { workflow: name, state }: Run): workflow is Follower {
  const { trigger, isEnabled } = workflow;
  if (!isEnabled || trigger.kind !== 'workflow' || trigger.name !== name) return false;
  return trigger.ended === 'any' || trigger.ended === state;
}

function depthOf({ id }: Run): number {
  return id.split('.').length;
}
