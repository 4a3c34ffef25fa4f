/**
 * Begins the runs of what happens outside: an edge, an event, a message, a request. Each that fits begins
 * one; a storm of them waits in line, and what finds the line full is told and dropped.
 */
import type { Clock } from '../../core/clock.ts';
import { createId } from '../../core/ids.ts';
import { Lane } from '../../core/lane.ts';
import type { Log } from '../../core/log.ts';
import type { Value } from '../../core/reading.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { Write } from '../../state/store.ts';
import type { Run } from '../runs/run.ts';
import type { RunTeller } from '../runs/run-teller.ts';
import type { WorkflowRuns } from '../runs/workflow-runs.ts';
import type { Workflow } from '../workflow.ts';

export interface OccasionsParts {
  readonly runs: Pick<WorkflowRuns, 'begin' | 'find' | 'lastStop'>;
  readonly teller: Pick<RunTeller, 'turnedAway'>;
  /** Of a good reading. @throws Error when there is none now */
  readonly reading: (address: string) => Value;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a trigger saw: `{{trigger.…}}`. */
export type Sight = Run['trigger'] & { readonly at: number };

export interface OccasionKeeping {
  /** The same again begins no other run. */
  readonly id?: string;
  /** Durable together with the run. */
  readonly alongside?: (run: string) => readonly Write[];
}

/** A storm is told once, and not with each of its drops. */
const TELL_MS = 3_600_000;

export class Occasions {
  readonly #parts: OccasionsParts;
  readonly #lane = new Lane();
  #lastAt = 0;
  /** Workflow → when people were told that it lost something, monotonic ms. */
  readonly #told = new Map<string, number>();

  constructor(parts: OccasionsParts) {
    this.#parts = parts;
  }

  /**
   * In the order of their calls; what a stop finds waiting in line begins nothing. Never throws: what
   * cannot be kept is logged.
   */
  fire(workflow: Workflow, sight: Sight): void {
    const { runs } = this.#parts;
    const stop = runs.lastStop;
    this.#lane
      .run(async () => {
        if (runs.lastStop === stop) await this.begin(workflow, sight);
      })
      .catch((error: unknown) => {
        this.#parts.log.error({ workflow: workflow.name, error }, 'trigger cannot be kept');
      });
  }

  /** The run, durable; undefined where `where:` does not hold. */
  async begin(
    workflow: Workflow,
    sight: Sight,
    { id = this.#nextId(), alongside }: OccasionKeeping = {},
  ): Promise<Run | Refusal | undefined> {
    if (!this.#fits(workflow, sight)) return undefined;
    const { runs } = this.#parts;
    const known = runs.find(id);
    if (known !== undefined) return known;
    const begun = await runs.begin(workflow, {
      ...{ id, trigger: sight },
      ...(alongside && { alongside: alongside(id) }),
    });
    if (isRefusal(begun)) await this.#tellDropped(workflow, begun);
    return begun;
  }

  /** Runs stand in line by their ids, also after a restart, and those of one millisecond have an order, too. */
  #nextId(): string {
    this.#lastAt = Math.max(this.#parts.clock.now(), this.#lastAt + 1);
    return createId('run', this.#lastAt);
  }

  idle(): Promise<void> {
    return this.#lane.idle();
  }

  /** What cannot be answered, because a field or a reading is not there, does not hold. */
  #fits({ name, trigger }: Workflow, sight: Sight): boolean {
    const where = 'where' in trigger ? trigger.where : undefined;
    if (where === undefined) return true;
    const { reading, log } = this.#parts;
    try {
      return where.holds({ values: { trigger: sight }, reading });
    } catch (error) {
      log.info({ workflow: name, error }, 'what a trigger saw does not fit its condition');
      return false;
    }
  }

  async #tellDropped(workflow: Workflow, refusal: Refusal): Promise<void> {
    const { clock, teller, log } = this.#parts;
    const now = clock.monotonicMs();
    log.warn({ workflow: workflow.name, reason: refusal.message }, 'a trigger fires too often');
    if (now - (this.#told.get(workflow.name) ?? -Infinity) < TELL_MS) return;
    this.#told.set(workflow.name, now);
    await teller.turnedAway(workflow, { at: clock.now(), refusal }, []);
  }
}
