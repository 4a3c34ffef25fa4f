/**
 * The models of this node. Which there are is looked up when somebody asks; what is loaded is only
 * what was asked. A node that nobody asks about a model holds none, and not the code for one.
 */
import { every, type Clock, type Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metric.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Service } from '../core/service.ts';
import type { ModelAnswer, ModelPort, ModelQuestion } from '../hal/model-port.ts';
import { refuseInference } from './errors.ts';
import { LatencyWindow } from './latency-window.ts';
import { LiveModel } from './live-model.ts';
import { findModelFolder, type ModelFolder } from './model-folders.ts';
import type { OpenedModel, OpenModel } from './opened-model.ts';
import { ResultCache } from '../core/result-cache.ts';

export interface ModelsParts {
  /** The first that has a model wins. */
  readonly directories: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly open: OpenModel;
}

/** One model, as the doctor sees it. */
export interface ModelState extends ModelFolder {
  /** undefined while it rests. */
  readonly opened: OpenedModel | undefined;
  /** How long its newest run took. */
  readonly lookMs: number | undefined;
  /** Why its files could not be loaded, where they could not. */
  readonly trouble: unknown;
}

const LOOK_EVERY_MS = 60_000;
/** A model that was not asked for that long gives its memory back; loading it again takes milliseconds. */
const REST_AFTER_MS = 10 * 60_000;
/** An answer has a few hundred bytes: a thousand of them. */
const CACHE_BYTES = 512 * 1024;
const CACHE_TTL_MS = 10 * 60_000;

export class Models implements Service, ModelPort {
  readonly #parts: ModelsParts;
  readonly #live = new Map<string, LiveModel>();
  readonly #cache: ResultCache<ModelAnswer>;
  /** How long looks took lately. */
  readonly latencies: LatencyWindow;
  #timer: Timer | undefined;

  constructor(parts: ModelsParts) {
    this.#parts = parts;
    const { clock } = parts;
    this.latencies = new LatencyWindow({ clock });
    this.#cache = new ResultCache({ clock, maxBytes: CACHE_BYTES, ttlMs: CACHE_TTL_MS });
  }

  start(): Promise<void> {
    this.#timer = every(this.#parts.clock, LOOK_EVERY_MS, () => this.#rest());
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    await Promise.all([...this.#live.values()].map((model) => model.close()));
    this.#live.clear();
  }

  async has(model: string): Promise<boolean> {
    return (await this.#find(model)) !== undefined;
  }

  async ask(question: ModelQuestion): Promise<ModelAnswer | Refusal> {
    const { model: id } = question;
    const folder = await this.#find(id);
    if (folder !== undefined) return this.#liveModel(id).ask(folder, question);
    const hint = `Add it with: boardtalk model add FILE --as ${id}`;
    return refuseInference('INFERENCE_NO_MODEL', `there is no model "${id}" here`, hint);
  }

  /** All there are, whether anybody uses them or not. */
  async list(): Promise<readonly ModelState[]> {
    const { findModelFolders } = await import('./load-model-card.ts');
    const folders = await findModelFolders(this.#parts.directories);
    return folders.map((folder) => {
      const live = this.#live.get(folder.id);
      const { opened, trouble, lookMs } = live ?? {};
      return { ...folder, opened, trouble, lookMs };
    });
  }

  #find(id: string): Promise<ModelFolder | undefined> {
    return findModelFolder(this.#parts.directories, id);
  }

  #liveModel(id: string): LiveModel {
    const known = this.#live.get(id);
    if (known !== undefined) return known;
    const { latencies } = this;
    const live = new LiveModel({ ...this.#parts, id, latencies, cache: this.#cache });
    this.#live.set(id, live);
    return live;
  }

  async #rest(): Promise<void> {
    await Promise.all([...this.#live.values()].map((model) => model.rest(REST_AFTER_MS)));
  }
}
