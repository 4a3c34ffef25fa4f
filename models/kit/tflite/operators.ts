/**
 * What each step is called in a .tflite file: its number, its version, its options.
 * Numbers: BuiltinOperator, BuiltinOptions and the tables of options in
 * tensorflow/compiler/mlir/lite/schema/schema.fbs; versions: tensorflow/lite/tools/versioning/op_version.cc,
 * the lowest that takes int8. Both in github.com/tensorflow/tensorflow.
 */
import type { Activation } from '../layers/activation.ts';
import type { Padding, Window } from '../layers/window.ts';
import type { Step } from '../int8/quantized-model.ts';
import type { Table } from './flatbuffer-table.ts';
import type { DraftOperator } from './write-model.ts';

type Kind = Pick<DraftOperator, 'code' | 'version' | 'options'>;

/** enum ActivationFunctionType */
const ACTIVATIONS: Readonly<Record<Activation, number>> = { linear: 0, relu: 1, relu6: 3 };
/** enum Padding */
const PADDINGS: Readonly<Record<Padding, number>> = { same: 0, valid: 1 };

/** @param shape of what comes out, with the batch of one */
export function operatorOf(step: Step, shape: readonly number[]): Kind {
  switch (step.kind) {
    case 'dense':
      return { code: 9, version: 4, options: { type: 8, table: fullyConnected(step.activation) } };
    case 'convolution':
      return { code: 3, version: 3, options: { type: 1, table: convolution(step) } };
    case 'depthwise-convolution':
      return { code: 4, version: 3, options: { type: 2, table: depthwise(step) } };
    case 'pool': {
      const code = step.pooling === 'max' ? 17 : 1;
      return { code, version: 2, options: { type: 5, table: pool(step.window) } };
    }
    case 'flatten':
      return { code: 22, version: 1, options: { type: 17, table: { 0: { int32s: shape } } } };
    case 'mean':
      // ReducerOptions: the dimensions that are summed up go away.
      return { code: 40, version: 2, options: { type: 27, table: { 0: { int8: 0 } } } };
    case 'softmax':
      return { code: 25, version: 2, options: { type: 9, table: { 0: { float32: 1 } } } };
    case 'logistic':
      return { code: 14, version: 2 };
  }
}

interface Windowed {
  readonly window: Window;
  readonly activation: Activation;
}

function fullyConnected(activation: Activation): Table {
  return { 0: { int8: ACTIVATIONS[activation] } };
}

function convolution({ window, activation }: Windowed): Table {
  return { ...slide(window), 3: { int8: ACTIVATIONS[activation] }, 4: ONE, 5: ONE };
}

/** DepthwiseConv2DOptions: one output for each channel. */
function depthwise({ window, activation }: Windowed): Table {
  const activates = { int8: ACTIVATIONS[activation] };
  return { ...slide(window), 3: ONE, 4: activates, 5: ONE, 6: ONE };
}

function pool(window: Window): Table {
  const size = { 3: { int32: window.width }, 4: { int32: window.height } };
  return { ...slide(window), ...size, 5: { int8: 0 } };
}

const ONE = { int32: 1 };

/** The first three fields of all of them. */
function slide({ padding, strideX, strideY }: Window): Table {
  return { 0: { int8: PADDINGS[padding] }, 1: { int32: strideX }, 2: { int32: strideY } };
}
