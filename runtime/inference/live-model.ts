/**
 * One model in use: loaded when it is first asked, again when its files change, and let go when
 * nobody asked for long. A new file that is bad changes nothing; it is told of, and tried again later.
 *
 *   resting ──asked──→ loaded ──its files changed──→ loaded anew, or the old one goes on
 *      ↑                  │
 *      └── long unasked ──┘
 */
import { createHash } from 'node:crypto';
import { errorCode, errorMessage } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metric.ts';
import type { Refusal } from '../core/refusal.ts';
import type { ModelAnswer, ModelQuestion } from '../hal/model-port.ts';
import {
  CACHE_HITS,
  CACHE_MISSES,
  DOWNGRADES,
  LATENCY,
  LOADS,
  QUEUE_LENGTH,
  REFUSED,
  RESTARTS,
} from './inference-metrics.ts';
import { refuseInference } from './errors.ts';
import { markOf, type ModelFolder } from './model-folders.ts';
import { ModelQueue } from './model-queue.ts';
import type { OpenedModel, OpenModel } from './opened-model.ts';
import type { LatencyWindow } from './latency-window.ts';
import type { ResultCache } from '../core/result-cache.ts';

/** Whoever asks more than this at once would not get the answers in time anyway. */
const MOST_WAITING = 8;
/** A file that could not be loaded may fail for a reason that passes, such as memory. */
const TRY_AGAIN_MS = 60_000;

export interface LiveModelParts {
  readonly id: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly cache: ResultCache<ModelAnswer>;
  readonly latencies: Pick<LatencyWindow, 'add'>;
  readonly open: OpenModel;
}

/** Files that could not be loaded. */
export interface BadFiles {
  readonly mark: string;
  readonly atMs: number;
  readonly error: unknown;
}

interface Loaded {
  readonly mark: string;
  readonly model: OpenedModel;
}

export class LiveModel {
  readonly #parts: LiveModelParts;
  readonly #queue: ModelQueue;
  #loaded: Loaded | undefined;
  #bad: BadFiles | undefined;
  #askedMs: number;
  #lookMs: number | undefined;

  constructor(parts: LiveModelParts) {
    const { id, clock, metrics } = parts;
    this.#parts = parts;
    this.#askedMs = clock.monotonicMs();
    const onLength = (length: number): void => {
      metrics.set(QUEUE_LENGTH, length, { model: id });
    };
    this.#queue = new ModelQueue({ clock, capacity: MOST_WAITING, onLength });
  }

  /** undefined while it rests. */
  get opened(): OpenedModel | undefined {
    return this.#loaded?.model;
  }

  /** What is wrong with its files, where they could not be loaded. */
  get trouble(): unknown {
    return this.#bad?.error;
  }

  /** How long the newest run took, from picture to answer; undefined before the first. */
  get lookMs(): number | undefined {
    return this.#lookMs;
  }

  /** Never rejects. */
  async ask(folder: ModelFolder, question: ModelQuestion): Promise<ModelAnswer | Refusal> {
    const { id, clock, metrics } = this.#parts;
    this.#askedMs = clock.monotonicMs();
    const hash = createHash('sha256').update(question.picture.bytes).digest('base64url');
    const picture = question.isFramed === true ? `${hash}/framed` : hash;
    const known = await this.#remembered(folder, picture);
    metrics.increment(known === undefined ? CACHE_MISSES : CACHE_HITS, { model: id });
    if (known !== undefined) return known;
    try {
      const answer = await this.#queue.ask(() => this.#look(folder, question, picture), question);
      return typeof answer === 'string' ? this.#refuse(answer, question) : answer;
    } catch (error) {
      return this.#fail(error);
    }
  }

  /** Lets go of what nobody asked for that long. */
  async rest(afterMs: number): Promise<void> {
    const { clock, log, id } = this.#parts;
    const isUnasked = clock.monotonicMs() - this.#askedMs >= afterMs;
    if (this.#loaded === undefined || !isUnasked || !this.#queue.isIdle) return;
    log.info({ model: id }, 'model let go');
    await this.#close();
  }

  async close(): Promise<void> {
    await this.#queue.close();
    await this.#close();
  }

  async #close(): Promise<void> {
    const model = this.#loaded?.model;
    this.#loaded = undefined;
    await model?.close();
  }

  /** Without waiting for a turn, as long as the files are the ones that gave the answer. */
  async #remembered(folder: ModelFolder, picture: string): Promise<ModelAnswer | undefined> {
    const loaded = this.#loaded;
    if (loaded === undefined || loaded.mark !== (await markOf(folder))) return undefined;
    return this.#parts.cache.find(keyOf(loaded.model, picture));
  }

  async #look(
    folder: ModelFolder,
    { picture, isFramed }: ModelQuestion,
    pictureHash: string,
  ): Promise<ModelAnswer> {
    const { id, clock, cache, metrics, latencies } = this.#parts;
    const model = await this.#current(folder);
    const key = keyOf(model, pictureHash);
    const known = cache.find(key);
    if (known !== undefined) return known;
    const [beganMs, restarts] = [clock.monotonicMs(), model.restarts];
    const answer = await model.look(picture, isFramed).finally(() => {
      if (model.restarts > restarts) metrics.increment(RESTARTS, { model: id });
    });
    this.#lookMs = clock.monotonicMs() - beganMs;
    metrics.observe(LATENCY, this.#lookMs / 1_000, { model: id });
    latencies.add(this.#lookMs);
    cache.keep(key, answer, 2 * (key.length + JSON.stringify(answer).length));
    return answer;
  }

  /** By the files as they are now, unless they are bad and there is one from before. */
  async #current(folder: ModelFolder): Promise<OpenedModel> {
    const mark = await markOf(folder);
    const loaded = this.#loaded;
    if (loaded?.mark === mark) return loaded.model;
    try {
      return await this.#load(folder, mark);
    } catch (error) {
      this.#tell(error, mark);
      if (loaded === undefined) throw error;
      return loaded.model;
    }
  }

  async #load(folder: ModelFolder, mark: string): Promise<OpenedModel> {
    const { id, clock, log, metrics, open } = this.#parts;
    const isTried = this.#bad?.mark === mark && clock.monotonicMs() - this.#bad.atMs < TRY_AGAIN_MS;
    if (isTried) throw this.#bad?.error;
    const model = await open(folder);
    await this.#close();
    this.#loaded = { mark, model };
    this.#bad = undefined;
    const { backend, kernels, library, version, downgrades } = model.info;
    metrics.increment(LOADS, { model: id });
    metrics.increment(DOWNGRADES, { model: id }, downgrades.length);
    log.debug({ model: id, backend, kernels, library, version }, 'model loaded');
    for (const downgrade of downgrades) log.warn({ model: id, downgrade }, 'model is downgraded');
    return model;
  }

  /** Said once for each state of the files. */
  #tell(error: unknown, mark: string): void {
    const { id, clock, log } = this.#parts;
    if (this.#bad?.error === error) return;
    if (this.#bad?.mark !== mark)
      log.warn({ model: id, code: errorCode(error), reason: errorMessage(error) }, 'model is bad');
    this.#bad = { mark, error, atMs: clock.monotonicMs() };
  }

  #refuse(why: 'busy' | 'expired', { withinMs }: ModelQuestion): Refusal {
    const { id, metrics } = this.#parts;
    metrics.increment(REFUSED, { model: id, reason: why });
    return why === 'busy'
      ? refuseInference('INFERENCE_BUSY', `the model "${id}" is too busy`)
      : refuseInference(
          'INFERENCE_EXPIRED',
          `the model "${id}" did not answer within ${String(Math.round(withinMs))} ms`,
        );
  }

  #fail(error: unknown): Refusal {
    const { id, metrics, log } = this.#parts;
    metrics.increment(REFUSED, { model: id, reason: 'failed' });
    const refusal = refusalFrom(id, error);
    if (refusal.code === 'INFERENCE_FAILED') log.error({ model: id, error }, 'model failed');
    return refusal;
  }
}

function keyOf({ hash }: OpenedModel, picture: string): string {
  return `${hash}/${picture}`;
}

/** Errors of this room, and of the package below it, bring code and hint; anything else is a defect. */
function refusalFrom(id: string, error: unknown): Refusal {
  const message = `the model "${id}": ${errorMessage(error)}`;
  const hint = error instanceof Error && 'hint' in error ? error.hint : undefined;
  return typeof hint === 'string'
    ? { code: errorCode(error), message, hint }
    : refuseInference('INFERENCE_FAILED', message);
}
