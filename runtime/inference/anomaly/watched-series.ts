/** One series with its model: readings in, scores out, and what the newest score comes from. */
import { formatAddress, type PropertyAddress } from '../../core/reading.ts';
import { loadModel, quantize, dequantize, type Model } from '../tflite-node/tflite-node.ts';
import { InferenceError } from '../errors.ts';
import { ReadingWindows } from './reading-windows.ts';
import { RecentScores } from './recent-scores.ts';
import type { FoundUsual } from './trained-models.ts';
import { FEATURES, featuresOf, type FeatureName } from './window-features.ts';

export interface Score {
  /** Of the newest reading in it, epoch ms. */
  readonly at: number;
  /** 1 in the middle of the usual. */
  readonly value: number;
  /** What misses most of what it should be, and whether it is above it. */
  readonly cause: { readonly feature: FeatureName; readonly isMore: boolean };
}

export class WatchedSeries {
  readonly found: FoundUsual;
  /** `thing.property` that is watched. */
  readonly series: string;
  readonly address: PropertyAddress;
  readonly recent = new RecentScores();
  readonly #windows: ReadingWindows;
  #model: Model | undefined;
  #trouble: unknown;
  #newest: Score | undefined;
  #lastAt = 0;

  constructor(found: FoundUsual) {
    const { thing, property, scale } = found.watches;
    this.found = found;
    this.address = { thing, property };
    this.series = formatAddress(this.address);
    this.#windows = new ReadingWindows(scale.stepMs);
  }

  /** Why it gives no scores, where its model cannot be run. */
  get trouble(): unknown {
    return this.#trouble;
  }

  get newest(): Score | undefined {
    return this.#newest;
  }

  /** How many readings of a window there are. */
  get filled(): number {
    return this.#windows.filled;
  }

  /** Never rejects: what is wrong is kept as `trouble`. */
  async open(): Promise<void> {
    const { path, sha256 } = this.found.card;
    try {
      const model = await loadModel(path, { sha256, isolate: 'none' });
      this.#model = model;
      const sizes = [model.inputs, model.outputs].map(([tensor]) => tensor?.shape.at(-1));
      if (sizes.some((size) => size !== FEATURES.length))
        throw new InferenceError(
          'INFERENCE_BAD_CARD',
          `${path} takes other numbers than it should`,
        );
    } catch (error) {
      this.#trouble = error;
      await this.close();
    }
  }

  async close(): Promise<void> {
    const model = this.#model;
    this.#model = undefined;
    await model?.close();
  }

  /** What cannot be trusted belongs to no window: the next one begins after it. */
  interrupt(): void {
    this.#windows.clear();
  }

  /** Of a past that is only there to fill the first window. */
  recall(at: number, value: number): void {
    if (at <= this.#lastAt) return;
    this.#lastAt = at;
    this.#windows.push(at, value);
  }

  /** @returns undefined while there is no whole window, and for what was seen already */
  async take(at: number, value: number): Promise<Score | undefined> {
    if (at <= this.#lastAt) return undefined;
    this.#lastAt = at;
    if (!Number.isFinite(value)) {
      this.interrupt();
      return undefined;
    }
    const window = this.#windows.push(at, value);
    if (window === undefined || this.#model === undefined) return undefined;
    const { scale, typical } = this.found.watches;
    const misses = await missesOf(this.#model, featuresOf(window, at, scale));
    const error = misses.reduce((sum, miss) => sum + miss ** 2, 0) / misses.length;
    const score = { at, value: Math.sqrt(error / typical), cause: causeOf(misses) };
    this.#newest = score;
    this.recent.push(score.value);
    return score;
  }
}

/** How far each number that went in lies above what came out. */
async function missesOf(model: Model, features: Float32Array): Promise<Float32Array> {
  const [input] = model.inputs;
  const [output] = model.outputs;
  if (input === undefined || output === undefined) return features;
  const entered = quantize(features, input);
  const [came] = await model.run([entered]);
  const [given, again] = [dequantize(entered, input), came && dequantize(came, output)];
  return given.map((value, index) => value - (again?.[index] ?? 0));
}

/** So far below the usual, what changes from one reading to the next has stopped changing. */
const STANDS_STILL = -3;

/** That it stands still says more than what follows from it. */
function causeOf(misses: Float32Array): Score['cause'] {
  const change = FEATURES.indexOf('change-1');
  if ((misses[change] ?? 0) < STANDS_STILL) return { feature: 'change-1', isMore: false };
  const far = misses.map(Math.abs);
  const place = far.indexOf(Math.max(...far));
  return { feature: FEATURES[place] ?? 'level', isMore: (misses[place] ?? 0) > 0 };
}
