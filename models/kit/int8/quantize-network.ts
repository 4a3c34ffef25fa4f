/**
 * A trained network → the same in integers, after training. Weights are symmetric and at most 127;
 * dense layers have one scale, convolutions one for each filter; a bias has 32 bits.
 */
import type { Convolution } from '../layers/convolution.ts';
import type { Dense } from '../layers/dense.ts';
import type { DepthwiseConvolution } from '../layers/depthwise-convolution.ts';
import type { FirstLayer, Layer } from '../layers/layer.ts';
import type { SparseDense } from '../layers/sparse-dense.ts';
import type { Shape } from '../shape.ts';
import type { Loss } from '../training/loss.ts';
import type { Network, NetworkInput } from '../training/network.ts';
import { findRanges, type CalibrationOptions, type Range, type Ranges } from './find-ranges.ts';
import {
  CHANCES,
  type ConvolutionStep,
  type DenseStep,
  type Quantization,
  type QuantizedModel,
  type QuantizedTensor,
  type Step,
} from './quantized-model.ts';
import { quantizeBias, quantizeWeights, weightScales } from './quantize-weights.ts';

export interface QuantizeOptions extends CalibrationOptions {
  /** Between what the input lies; that of the examples where none is given. */
  readonly inputRange?: readonly [low: number, high: number];
  /** Heads end before their SOFTMAX or LOGISTIC, for whoever wants finer steps than 1/256. */
  readonly withoutChances?: boolean;
}

/** @param inputs to calibrate with: some hundreds of what it will really see @throws KitError KIT_NO_EXAMPLES, KIT_BAD_EXAMPLE */
export function quantizeNetwork(
  network: Network,
  inputs: readonly NetworkInput[],
  options: QuantizeOptions = {},
): QuantizedModel {
  return new Quantizer(network, findRanges(network, inputs, options), options).quantize();
}

class Quantizer {
  readonly #network: Network;
  readonly #ranges: Ranges;
  readonly #options: QuantizeOptions;
  readonly #tensors: QuantizedTensor[] = [];
  readonly #steps: Step[] = [];

  constructor(network: Network, ranges: Ranges, options: QuantizeOptions) {
    this.#network = network;
    this.#ranges = ranges;
    this.#options = options;
  }

  quantize(): QuantizedModel {
    const { first, layers, heads, inputShape } = this.#network;
    const given = this.#options.inputRange;
    const range = given === undefined ? this.#ranges.input : { low: given[0], high: given[1] };
    const input = this.#tensor('input', inputShape, quantizationOf(range));
    const entered = first === undefined ? input : this.#layer(first, input);
    const shared = this.#layers(layers, entered);
    const outputs = heads.map(({ name, layers, loss }) =>
      this.#end(name, loss, this.#layers(layers, shared)),
    );
    return { tensors: this.#tensors, steps: this.#steps, outputs };
  }

  #layers(layers: readonly Layer[], input: number): number {
    let place = input;
    for (const layer of layers) place = this.#layer(layer, place);
    return place;
  }

  /** @returns the place of what comes out */
  #layer(layer: FirstLayer, input: number): number {
    switch (layer.kind) {
      case 'dropout':
        return input;
      case 'dense':
      case 'sparse-dense':
        return this.#add({ ...denseOf(layer, this.#scale(input)), ...this.#ends(layer, input) });
      case 'convolution':
        return this.#add({ ...filtersOf(layer, this.#scale(input)), ...this.#ends(layer, input) });
      case 'depthwise-convolution':
        return this.#add({ ...channelsOf(layer, this.#scale(input)), ...this.#ends(layer, input) });
      case 'pool': {
        const { kind, pooling, window } = layer;
        return this.#add({ kind, pooling, window, ...this.#same(layer, input) });
      }
      case 'flatten':
        return this.#add({ kind: layer.kind, ...this.#same(layer, input) });
      case 'mean':
        return this.#add({ kind: layer.kind, ...this.#ends(layer, input) });
    }
  }

  #end(name: string, loss: Loss, input: number): number {
    const before = this.#tensors[input];
    const isPlain = loss === 'values' || this.#options.withoutChances === true;
    if (before === undefined || isPlain) {
      if (before !== undefined) this.#tensors[input] = { ...before, name };
      return input;
    }
    const output = this.#tensor(name, before.shape, CHANCES);
    return this.#add({ kind: loss === 'classes' ? 'softmax' : 'logistic', input, output });
  }

  #add(step: Step): number {
    this.#steps.push(step);
    return step.output;
  }

  #scale(place: number): number {
    return this.#tensors[place]?.scale ?? 1;
  }

  /** A tensor with steps of its own. */
  #ends(layer: FirstLayer, input: number): { readonly input: number; readonly output: number } {
    const range = this.#ranges.layers.get(layer) ?? { low: 0, high: 0 };
    const name = `${layer.kind} ${this.#steps.length + 1}`;
    return { input, output: this.#tensor(name, layer.outputShape, quantizationOf(range)) };
  }

  /** One with the steps of what goes in: nothing is computed anew. */
  #same(layer: Layer, input: number): { readonly input: number; readonly output: number } {
    const { scale, zeroPoint } = this.#tensors[input] ?? CHANCES;
    const name = `${layer.kind} ${this.#steps.length + 1}`;
    return { input, output: this.#tensor(name, layer.outputShape, { scale, zeroPoint }) };
  }

  #tensor(name: string, shape: Shape, { scale, zeroPoint }: Quantization): number {
    return this.#tensors.push({ name, shape, scale, zeroPoint }) - 1;
  }
}

/** 0 is always among the numbers, and exact: the border of a picture and whatever a ReLU cuts off are. */
export function quantizationOf({ low, high }: Range): Quantization {
  const [bottom, top] = [Math.min(0, low), Math.max(0, high)];
  if (bottom === top) return { scale: 1, zeroPoint: 0 };
  const scale = Math.fround((top - bottom) / 255);
  return { scale, zeroPoint: Math.round(-128 - bottom / scale) };
}

type Made<Made extends Step> = Omit<Made, 'input' | 'output'>;

function denseOf(layer: Dense | SparseDense, inputScale: number): Made<DenseStep> {
  const { weights, bias, activation, outputShape } = layer;
  const outputs = outputShape[0] ?? 0;
  const inputs = weights.values.length / outputs;
  const turned = Float32Array.from(weights.values, (_, index) => {
    const [output, input] = [Math.floor(index / inputs), index % inputs];
    return weights.values[input * outputs + output] ?? 0;
  });
  const largestBias = bias.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const [scale = 1] = weightScales(turned, () => 0, [largestBias / inputScale]);
  return {
    kind: 'dense',
    weights: quantizeWeights(turned, () => scale),
    weightScale: scale,
    bias: quantizeBias(bias.values, () => inputScale * scale),
    activation,
  };
}

/** [place in the window][channel][filter] → [filter][place in the window][channel] */
function filtersOf(layer: Convolution, inputScale: number): Made<ConvolutionStep> {
  const { weights, filters } = layer;
  const each = weights.values.length / filters;
  const turned = Float32Array.from(weights.values, (_, index) => {
    return weights.values[(index % each) * filters + Math.floor(index / each)] ?? 0;
  });
  return weighted(layer, {
    values: turned,
    rowOf: (index) => Math.floor(index / each),
    inputScale,
  });
}

function channelsOf(layer: DepthwiseConvolution, inputScale: number): Made<ConvolutionStep> {
  const { weights, channels } = layer;
  const rowOf = (index: number): number => index % channels;
  return weighted(layer, { values: weights.values, rowOf, inputScale });
}

interface Rows {
  readonly values: Float32Array;
  /** Which filter a weight belongs to. */
  readonly rowOf: (index: number) => number;
  readonly inputScale: number;
}

function weighted(
  { kind, bias, window, activation }: Convolution | DepthwiseConvolution,
  { values, rowOf, inputScale }: Rows,
): Made<ConvolutionStep> {
  const biases = Array.from(bias.values, (value) => Math.abs(value) / inputScale);
  const scales = weightScales(values, rowOf, biases);
  const scaleOf = (row: number): number => scales[row] ?? 1;
  return {
    kind,
    weights: quantizeWeights(values, (index) => scaleOf(rowOf(index))),
    weightScales: scales,
    bias: quantizeBias(bias.values, (row) => inputScale * scaleOf(row)),
    activation,
    window,
  };
}
