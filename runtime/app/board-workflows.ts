/**
 * What a board does by itself, where its bundle says so: what runs workflows is loaded only then, and
 * where an earlier one may not have ended yet.
 */
import type { BoardBundle } from '../config/board-bundle.ts';
import { z } from '../core/schema.ts';
import { Lane } from '../core/lane.ts';
import type { Service } from '../core/service.ts';
import type { EndRuns } from '../devices/end-runs.ts';
import { defineSpace } from '../state/space.ts';
import type { BoardWorkflows, BoardWorkflowsParts } from '../workflows/board/board-workflows.ts';

/** Of `workflows/runs/run-book.ts`; here it is only looked at whether anything is there. */
const runSpace = defineSpace({ name: 'runs', schema: z.unknown() });

export class LateBoardWorkflows implements Service {
  readonly #parts: BoardWorkflowsParts;
  readonly #lane = new Lane();
  #forms: NonNullable<BoardBundle['workflows']> = [];
  #loaded: BoardWorkflows | undefined;
  #isRunning = false;
  readonly #started: Promise<void>;
  #begin: () => void = () => undefined;

  constructor(parts: BoardWorkflowsParts) {
    this.#parts = parts;
    this.#started = new Promise((resolve) => {
      this.#begin = resolve;
    });
  }

  /** What the board does from now on. Before `start` it is only remembered. @throws Error where one cannot be read here */
  take({ workflows = [] }: Pick<BoardBundle, 'workflows'>): Promise<void> {
    return this.#lane.run(async () => {
      this.#forms = workflows;
      if (this.#isRunning) await this.#follow();
    });
  }

  start(): Promise<void> {
    return this.#lane.run(async () => {
      this.#isRunning = true;
      await this.#follow();
      this.#begin();
    });
  }

  /** Before `start` it waits: what a restart cut short is yet to go on, and is ended then. */
  readonly endRuns: EndRuns = async (which, person) => {
    await this.#started;
    return this.#lane.run(async () => (await this.#loaded?.end(which, person)) ?? 0);
  };

  stop(): Promise<void> {
    return this.#lane.run(async () => {
      this.#isRunning = false;
      await this.#loaded?.stop();
    });
  }

  async #follow(): Promise<void> {
    if (this.#loaded !== undefined) {
      this.#loaded.take(this.#forms);
      return;
    }
    if (this.#forms.length === 0 && !(await this.#hasRun())) return;
    const { BoardWorkflows: Side } = await import('../workflows/board/board-workflows.ts');
    const side = new Side(this.#parts);
    side.take(this.#forms);
    await side.start();
    this.#loaded = side;
  }

  async #hasRun(): Promise<boolean> {
    return (await this.#parts.store.space(runSpace).list({ limit: 1 })).length > 0;
  }
}
