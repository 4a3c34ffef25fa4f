/**
 * The past of a series → a small autoencoder that reproduces what its windows are usually like, and
 * what it usually misses them by. Runs in a process of its own (`train-child.ts`). Pure; the same
 * past gives the same model.
 */
import { quantizeNetwork } from '../../../models/kit/int8/quantize-network.ts';
import type { QuantizedModel } from '../../../models/kit/int8/quantized-model.ts';
import { answerQuantized } from '../../../models/kit/int8/run-quantized.ts';
import { quantizeInput } from '../../../models/kit/int8/quantize-input.ts';
import { dense } from '../../../models/kit/layers/dense.ts';
import { writeQuantized } from '../../../models/kit/tflite/write-quantized.ts';
import { Network } from '../../../models/kit/training/network.ts';
import { train } from '../../../models/kit/training/train.ts';
import { ReadingWindows, WINDOW } from './reading-windows.ts';
import { findUsualScale, quantile } from './find-usual-scale.ts';
import type { PastWindow, UsualScale } from './usual-scale.ts';
import { FARTHEST, FEATURES, featuresOf } from './window-features.ts';

/** Readings in the order of time. */
export interface PastReadings {
  /** Epoch ms. */
  readonly at: Float64Array;
  readonly values: Float64Array;
}

export interface Learned {
  readonly model: QuantizedModel;
  /** Of the `.tflite` file. */
  readonly bytes: Uint8Array;
  readonly scale: UsualScale;
  /** The mean square of what it misses, in the middle of what it was not taught: a score of 1. */
  readonly typical: number;
  /** 999 of 1,000 scores of the past that it was not taught are not above it. */
  readonly usual: number;
  /** How many windows it was taught, and held against. */
  readonly windows: { readonly taught: number; readonly heldOut: number };
}

/** Why nothing can be learned: what there is, and what there should be. */
export interface TooLittle {
  readonly reason: 'few' | 'short' | 'irregular' | 'constant';
  readonly readings: number;
  readonly spanMs: number;
  readonly stepMs: number;
}

export interface LearnOptions {
  /** What the file says of itself. */
  readonly description: string;
  /** @param share 0 to 1; `stop` ends it */
  readonly onProgress: (share: number) => 'stop' | undefined;
}

/** Below it, chance decides what is usual. */
export const LEAST_READINGS = 1_000;
/** A night belongs to it. */
export const LEAST_SPAN_MS = 20 * 3_600_000;
/** In whole windows, so much of the past has to lie. */
const LEAST_WHOLE = 0.5;

/** More windows teach nothing new: neighbours share most of their readings. */
const MOST_WINDOWS = 20_000;
/** One stretch of four is kept back, to be held against. */
const STRETCH_MS = 6 * 3_600_000;
const HELD_OUT_OF = 4;

const EPOCHS = 24;
const USUAL_SHARE = 0.999;
const CALIBRATED_WITH = 1_000;
const SEED = 20_261_127;

export function learnUsual(
  past: PastReadings,
  { description, onProgress }: LearnOptions,
): Learned | TooLittle {
  const stepMs = stepOf(past.at);
  const readings = past.at.length;
  const spanMs = (past.at.at(-1) ?? 0) - (past.at[0] ?? 0);
  const lack = (reason: TooLittle['reason']): TooLittle => ({ reason, readings, spanMs, stepMs });
  if (readings < LEAST_READINGS) return lack('few');
  if (spanMs < LEAST_SPAN_MS) return lack('short');
  const all = windowsOf(past, stepMs);
  if (all.length < LEAST_WHOLE * (readings - WINDOW)) return lack('irregular');
  const { taught, heldOut } = divide(thin(all));
  if (taught.length < WINDOW || heldOut.length < WINDOW) return lack('irregular');
  const scale = findUsualScale(taught, stepMs);
  if (scale === undefined) return lack('constant');
  const [examples, strangers] = [taught, heldOut].map((windows) =>
    windows.map(({ at, values }) => featuresOf(values, at, scale)),
  );
  const model = teach(examples ?? [], onProgress);
  const errors = (strangers ?? []).map((features) => errorOf(model, features));
  const typical = Math.max(quantile(errors, 0.5), Number.EPSILON);
  const usual = scoreOf(quantile(errors, USUAL_SHARE), typical);
  const bytes = writeQuantized(model, description);
  const windows = { taught: taught.length, heldOut: heldOut.length };
  return { model, bytes, scale, typical, usual, windows };
}

/** 1 in the middle of the usual. */
export function scoreOf(error: number, typical: number): number {
  return Math.sqrt(error / typical);
}

/** The mean square of what the integers make of a window, against what went in, as the library sees both. */
export function errorOf(model: QuantizedModel, features: Float32Array): number {
  const [entry] = model.tensors;
  const [answer] = answerQuantized(model, features);
  if (entry === undefined || answer === undefined) return 0;
  const entered = quantizeInput(features, entry);
  return (
    answer.reduce((sum, value, index) => {
      const given = entry.scale * ((entered[index] ?? 0) - entry.zeroPoint);
      return sum + (value - given) ** 2;
    }, 0) / answer.length
  );
}

/** The middle of what lies between two readings. */
function stepOf(at: Float64Array): number {
  const steps = Array.from(at.subarray(1), (time, index) => time - (at[index] ?? 0));
  return Math.max(1, Math.round(quantile(steps, 0.5)));
}

function windowsOf({ at, values }: PastReadings, stepMs: number): readonly PastWindow[] {
  const windows = new ReadingWindows(stepMs);
  const stride = Math.max(1, Math.floor(at.length / MOST_WINDOWS));
  const found: PastWindow[] = [];
  at.forEach((time, index) => {
    const window = windows.push(time, values[index] ?? 0);
    if (window === undefined) return;
    // All are counted, and those that will not be used keep no memory.
    found.push({ at: time, values: index % stride === 0 ? window : NOT_KEPT });
  });
  return found;
}

const NOT_KEPT = new Float64Array(0);

function thin(windows: readonly PastWindow[]): readonly PastWindow[] {
  return windows.filter(({ values }) => values !== NOT_KEPT);
}

/** Stretches, since neighbouring windows are nearly the same: what was taught must not be held against itself. */
function divide(windows: readonly PastWindow[]): {
  readonly taught: readonly PastWindow[];
  readonly heldOut: readonly PastWindow[];
} {
  const isHeldOut = ({ at }: PastWindow): boolean =>
    Math.floor(at / STRETCH_MS) % HELD_OUT_OF ===
    Math.floor(at / STRETCH_MS / HELD_OUT_OF) % HELD_OUT_OF;
  return {
    taught: windows.filter((window) => !isHeldOut(window)),
    heldOut: windows.filter(isHeldOut),
  };
}

function teach(
  examples: readonly Float32Array[],
  onProgress: LearnOptions['onProgress'],
): QuantizedModel {
  const network = new Network({
    seed: SEED,
    input: { shape: [FEATURES.length] },
    layers: [dense(16, 'relu'), dense(4), dense(16, 'relu')],
    heads: [{ name: 'again', layers: [dense(FEATURES.length)], loss: 'values' }],
  });
  train(
    network,
    examples.map((input) => ({ input, targets: [input] })),
    {
      seed: SEED,
      epochs: EPOCHS,
      learningRate: 0.005,
      onEpoch: ({ epoch }) => onProgress(epoch / EPOCHS),
    },
  );
  const every = Math.max(1, Math.floor(examples.length / CALIBRATED_WITH));
  const some = examples.filter((_, index) => index % every === 0);
  // Inside, nothing goes beyond what it was taught: what is far out cannot be reproduced.
  return quantizeNetwork(network, some, { inputRange: [-FARTHEST, FARTHEST] });
}
