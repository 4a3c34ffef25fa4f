/**
 * The tiny models by which `runtime/inference/tflite-node/native/probe.ts` tries a library, with an
 * input and the right output of each. Scales are powers of two and sums their multiples, so that
 * nothing is ever rounded: there is one right answer for all kernels on all machines.
 */
import type { DraftModel, DraftOperator, DraftTensor } from '../models/kit/tflite/write-model.ts';

export interface ProbeDraft {
  /** What it tries, in a sentence about a library. */
  readonly what: string;
  readonly draft: DraftModel;
  readonly input: readonly number[];
  /** Empty where the library must refuse the model. */
  readonly output: readonly number[];
}

const INPUT_ZERO = -1;
const OUTPUT_ZERO = 3;

/** Real value 0.5 × (q + 1): multiples of 8 beside the zero point. */
const INPUT = [7, -9, 15, -1, 23, -17, 7, -25, 15];

function input(shape: readonly number[]): DraftTensor {
  return { name: 'input', type: 'int8', shape, scales: [0.5], zeroPoint: INPUT_ZERO };
}

function output(shape: readonly number[]): DraftTensor {
  return { name: 'output', type: 'int8', shape, scales: [1], zeroPoint: OUTPUT_ZERO };
}

/** Scale of a bias: that of the input times that of its weights. */
function bias(weightScales: readonly number[], data: readonly number[]): DraftTensor {
  const scales = weightScales.map((scale) => scale * 0.5);
  return { name: 'bias', type: 'int32', shape: [data.length], scales, data: Int32Array.from(data) };
}

/** [out, height, width, in]; 2 channels of 2 × 2. */
const FILTERS = Int8Array.from([1, -2, 0, 3, -1, 1, 2, -3]);
const FILTER_SCALES = [0.5, 0.25];

const CONV_2D: DraftOperator = {
  code: 3,
  version: 3,
  inputs: [0, 1, 2],
  outputs: [3],
  // Conv2DOptions: padding VALID, stride 1 × 1, no activation, dilation 1 × 1.
  options: {
    type: 1,
    table: { 0: { int8: 1 }, 1: { int32: 1 }, 2: { int32: 1 }, 4: { int32: 1 }, 5: { int32: 1 } },
  },
};

/** 3 rows of 4. */
const WEIGHTS = Int8Array.from([1, 2, -1, 3, -2, 1, 1, 0, 3, 1, 1, -2]);

const FULLY_CONNECTED: DraftOperator = {
  code: 9,
  version: 4,
  inputs: [0, 1, 2],
  outputs: [3],
  // FullyConnectedOptions: no activation.
  options: { type: 8, table: { 0: { int8: 0 } } },
};

function fullyConnected(scales: readonly number[]): DraftModel {
  const rows = [0, 1, 2].map((row) => scales[row] ?? scales[0] ?? 0);
  return {
    description: 'tflite-node probe',
    tensors: [
      input([1, 4]),
      { name: 'weights', type: 'int8', shape: [3, 4], scales, data: WEIGHTS },
      bias(scales.length === 1 ? scales : rows, [8, -16, 0]),
      output([1, 3]),
    ],
    operators: [FULLY_CONNECTED],
    inputs: [0],
    outputs: [3],
  };
}

export const PROBE_DRAFTS = {
  convolution: {
    what: 'CONV_2D',
    draft: {
      description: 'tflite-node probe',
      tensors: [
        input([1, 3, 3, 1]),
        {
          name: 'filters',
          type: 'int8',
          shape: [2, 2, 2, 1],
          scales: FILTER_SCALES,
          data: FILTERS,
        },
        bias(FILTER_SCALES, [16, -24]),
        output([1, 2, 2, 2]),
      ],
      operators: [CONV_2D],
      inputs: [0],
      outputs: [3],
    },
    input: INPUT,
    output: [31, -11, -15, 15, -23, 14, 33, -17],
  },
  fullyConnected: {
    what: 'FULLY_CONNECTED',
    draft: fullyConnected([0.5]),
    input: INPUT.slice(0, 4),
    output: [-1, -3, 11],
  },
  perChannelFullyConnected: {
    what: 'FULLY_CONNECTED with a scale for each row',
    draft: fullyConnected([0.5, 0.25, 1]),
    input: INPUT.slice(0, 4),
    output: [-1, 0, 19],
  },
  custom: {
    what: 'an operator that nobody has',
    draft: {
      description: 'tflite-node probe',
      tensors: [input([1, 4]), output([1, 4])],
      operators: [{ code: 'TfliteNodeProbe', version: 1, inputs: [0], outputs: [1] }],
      inputs: [0],
      outputs: [1],
    },
    input: INPUT.slice(0, 4),
    output: [],
  },
} as const satisfies Readonly<Record<string, ProbeDraft>>;
