/**
 * Workflows that follow another one. Which run follows which stands in its id, so that one that a
 * restart kept from beginning begins after it, and none begins twice.
 */
import type { Clock } from '../../../core/clock.ts';
import type { Log } from '../../../core/log.ts';
import type { Service } from '../../../core/service.ts';
import { followersOf } from '../../runs/followers.ts';
import type { Beginning, WorkflowRuns } from '../../runs/workflow-runs.ts';
import { isOpenRun, type Run } from '../../runs/run.ts';
import type { Workflow } from '../../workflow.ts';

export interface WorkflowTriggersParts {
  readonly workflows: () => readonly Workflow[];
  readonly runs: Pick<WorkflowRuns, 'find' | 'list' | 'onEnd'>;
  readonly begin: (workflow: Workflow, beginning: Beginning) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

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

  /** What was added to the file since a run ended does not follow it: nobody expects it to begin now. */
  async start(): Promise<void> {
    const { workflows, runs, clock } = this.#parts;
    this.#stopListening = runs.onEnd(
      (run) => void this.#follow(run, followersOf(workflows(), run)),
    );
    const since = clock.now() - FRESH_MS;
    const ended = runs.list().filter((run) => !isOpenRun(run) && (run.endedAt ?? 0) > since);
    for (const run of ended) {
      const known = followersOf(workflows(), run).filter(({ name }) =>
        run.followers?.includes(name),
      );
      await this.#follow(run, known);
    }
  }

  stop(): Promise<void> {
    this.#stopListening?.();
    return Promise.resolve();
  }

  async #follow(run: Run, followers: readonly Workflow[]): Promise<void> {
    const { begin, runs, log } = this.#parts;
    const chain = depthOf(run);
    for (const follower of followers) {
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
      await begin(follower, { id, trigger }).catch((error: unknown) => {
        log.error({ workflow: follower.name, error }, 'run cannot begin');
      });
    }
  }
}

function depthOf({ id }: Run): number {
  return id.split('.').length;
}
