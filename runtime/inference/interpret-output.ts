/** What comes out of a model → what it means: the names of classes with their scores, one value, or how unusual the input was. Pure. */
import { checkLabels } from './check-fit.ts';
import { InferenceError } from './errors.ts';
import type { ClassesOutput, DialOutput, Label, ModelOutput } from './model-card.ts';
import { readDial } from './read-dial.ts';
import { dequantize, type TensorData, type TensorInfo } from './tflite-node/tflite-node.ts';

export interface ScoredClass {
  readonly index: number;
  readonly label: Label;
  /** 0 to 1. */
  readonly score: number;
}

export type Interpretation =
  | {
      readonly kind: 'classes';
      /** The best first; one that the threshold allows, or none. */
      readonly best?: ScoredClass;
      /** All, the best first. */
      readonly classes: readonly ScoredClass[];
    }
  | { readonly kind: 'value'; readonly value: number; readonly unit?: string | undefined }
  | {
      readonly kind: 'dial';
      /** Where the needle points, 0 to 1 clockwise from straight down; absent where it cannot be read. */
      readonly turn?: number;
      /** By the scale of the card; without one, the turn. */
      readonly value?: number;
      readonly unit?: string | undefined;
      /** 0 to 1. */
      readonly score: number;
    }
  | {
      readonly kind: 'reconstruction';
      /** Mean squared difference between what went in and what came out. */
      readonly error: number;
      /** Absent where the card has no threshold. */
      readonly isUnusual?: boolean;
    };

/** A tensor with what it holds. */
export interface FilledTensor {
  readonly tensor: TensorInfo;
  readonly data: TensorData;
}

/** @param input of the model; only a reconstruction is compared with it @throws InferenceError INFERENCE_BAD_LABELS, INFERENCE_WRONG_INPUT */
export function interpret(
  output: ModelOutput,
  came: FilledTensor,
  input: FilledTensor,
): Interpretation {
  const numbers = valuesOf(came);
  switch (output.kind) {
    case 'classes':
      return interpretClasses(output, numbers);
    case 'dial':
      return interpretDial(output, numbers);
    case 'value': {
      const value = numbers[output.index];
      if (value !== undefined) return { kind: 'value', value, unit: output.unit };
      const message = `the model gives ${numbers.length} numbers, and number ${output.index + 1} is asked for`;
      throw new InferenceError('INFERENCE_BAD_CARD', message);
    }
    case 'reconstruction': {
      const error = meanSquaredError(numbers, valuesOf(input));
      const { threshold } = output;
      const judged = threshold === undefined ? {} : { isUnusual: error > threshold };
      return { kind: 'reconstruction', error, ...judged };
    }
  }
}

/** Real values; of integers that are not quantized, themselves. */
export function valuesOf({ data, tensor }: FilledTensor): Float32Array {
  return tensor.scale > 0 ? dequantize(data, tensor) : Float32Array.from(data, Number);
}

function interpretDial({ scale, unit }: DialOutput, numbers: Float32Array): Interpretation {
  const { turn, score } = readDial(numbers);
  if (turn === undefined) return { kind: 'dial', score };
  if (scale === undefined) return { kind: 'dial', turn, value: turn, score };
  const [low, high] = scale;
  const share = (turn - low.turn) / (high.turn - low.turn);
  return { kind: 'dial', turn, value: low.value + share * (high.value - low.value), unit, score };
}

function interpretClasses(output: ClassesOutput, numbers: Float32Array): Interpretation {
  const { labels, threshold } = output;
  checkLabels(labels.length, numbers.length);
  const scores = output.softmax ? softmax(numbers) : numbers;
  const classes = labels
    .map((label, index) => ({ index, label, score: scores[index] ?? 0 }))
    .sort((left, right) => right.score - left.score);
  const best = classes.find(({ score }) => score >= threshold);
  return best === undefined ? { kind: 'classes', classes } : { kind: 'classes', best, classes };
}

/** The largest is taken off first, so that no power overflows. */
export function softmax(numbers: Float32Array): Float32Array {
  const largest = numbers.reduce((left, right) => Math.max(left, right), -Infinity);
  const powers = numbers.map((number) => Math.exp(number - largest));
  const sum = powers.reduce((left, right) => left + right, 0);
  return powers.map((power) => power / sum);
}

/** The anomaly score of MLPerf Tiny (mlcommons/tiny, benchmark/training/anomaly_detection). */
function meanSquaredError(left: Float32Array, right: Float32Array): number {
  if (left.length !== right.length) {
    const message = `${right.length} numbers went in and ${left.length} came out: it is no reconstruction`;
    throw new InferenceError('INFERENCE_BAD_CARD', message);
  }
  return (
    left.reduce((sum, value, index) => sum + (value - (right[index] ?? 0)) ** 2, 0) / left.length
  );
}
