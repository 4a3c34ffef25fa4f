/**
 * A network in integers, as a board runs it: tensors, and what is computed from which. Real value =
 * scale × (integer − zeroPoint). Source: www.tensorflow.org/lite/performance/quantization_spec.
 */
import type { Activation } from '../layers/activation.ts';
import type { Pooling } from '../layers/pool.ts';
import type { Window } from '../layers/window.ts';
import type { Shape } from '../shape.ts';

export interface Quantization {
  /** A float32. */
  readonly scale: number;
  readonly zeroPoint: number;
}

/** What is computed, or goes in. */
export interface QuantizedTensor extends Quantization {
  readonly name: string;
  readonly shape: Shape;
}

interface Ends {
  /** Places in `tensors`. */
  readonly input: number;
  readonly output: number;
}

interface Weighted extends Ends {
  readonly weights: Int8Array;
  /** Scale: that of the input times that of the weights. */
  readonly bias: Int32Array;
  readonly activation: Activation;
}

export interface DenseStep extends Weighted {
  readonly kind: 'dense';
  /** A row of one weight for each input, for each output: as TensorFlow Lite has them. */
  readonly weights: Int8Array;
  /** One for all: TensorFlow Lite 2.9 computes one for each row wrong. */
  readonly weightScale: number;
}

export interface ConvolutionStep extends Weighted {
  readonly kind: 'convolution' | 'depthwise-convolution';
  /** [filter][row][column][channel]; depthwise [row][column][channel]. */
  readonly weights: Int8Array;
  /** Of each filter; depthwise, of each channel. */
  readonly weightScales: Float32Array;
  readonly window: Window;
}

export interface PoolStep extends Ends {
  readonly kind: 'pool';
  readonly pooling: Pooling;
  readonly window: Window;
}

export interface PlainStep extends Ends {
  readonly kind: 'flatten' | 'mean' | 'softmax' | 'logistic';
}

export type Step = DenseStep | ConvolutionStep | PoolStep | PlainStep;

export interface QuantizedModel {
  /** The first is what goes in. */
  readonly tensors: readonly QuantizedTensor[];
  readonly steps: readonly Step[];
  /** Places in `tensors`, one for each head. */
  readonly outputs: readonly number[];
}

/** Of chances, 0 to 1, in 256 steps: what TensorFlow Lite demands behind SOFTMAX and LOGISTIC. */
export const CHANCES: Quantization = { scale: 1 / 256, zeroPoint: -128 };

/** Half away from zero, as TensorFlow Lite rounds what goes in. */
export function toInt8(value: number, { scale, zeroPoint }: Quantization): number {
  const steps = value / scale;
  const whole = Math.sign(steps) * Math.round(Math.abs(steps));
  return Math.min(127, Math.max(-128, whole + zeroPoint));
}

export function toReal(whole: number, { scale, zeroPoint }: Quantization): number {
  return scale * (whole - zeroPoint);
}
