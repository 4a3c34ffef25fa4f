/** All runs of this node, in memory and in the store. A change counts when it is durable, not before. */
import type { Clock } from '../../core/clock.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store, Write } from '../../state/store.ts';
import { isOpenRun, runSchema, type Run } from './run.ts';
import { shortRun } from './short-run.ts';

const runSpace = defineSpace({ name: 'runs', schema: runSchema });

/** Enough to ask how it went last week, and a bound. */
const KEEP_MS = 30 * 86_400_000;
const KEEP_COUNT = 1_000;
/** Pruned only when this many are too many, so that not every save looks at all of them. */
const PRUNE_STEP = 100;

export class RunBook {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #space: Space<Run>;
  /** By id, oldest first: ids sort by time. */
  readonly #runs = new Map<string, Run>();

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
    this.#space = store.space(runSpace);
  }

  async load(): Promise<void> {
    for (const [id, run] of await this.#space.list()) this.#runs.set(id, kept(run));
    const old = this.#old();
    this.#store.telemetry(old.map(({ id }) => this.#space.remove(id)));
    this.#forget(old);
  }

  /** Newest last. */
  list(): readonly Run[] {
    return [...this.#runs.values()];
  }

  find(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /** Durable when it resolves, in one batch with `alongside`; only then is it seen here. */
  async save(run: Run, alongside: readonly Write[] = []): Promise<void> {
    const old = this.#runs.size > KEEP_COUNT + PRUNE_STEP ? this.#old() : [];
    const removals = old.map(({ id }) => this.#space.remove(id));
    const next = kept(run);
    await this.#store.durable([this.#space.put(run.id, next), ...alongside, ...removals]);
    this.#runs.set(run.id, next);
    this.#forget(old);
  }

  #old(): readonly Run[] {
    const before = this.#clock.now() - KEEP_MS;
    const surplus = this.#runs.size - KEEP_COUNT;
    return this.list().filter(
      (run, index) => !isOpenRun(run) && (index < surplus || run.startedAt < before),
    );
  }

  #forget(runs: readonly Run[]): void {
    for (const { id } of runs) this.#runs.delete(id);
  }
}

function kept(run: Run): Run {
  return isOpenRun(run) ? run : shortRun(run);
}
