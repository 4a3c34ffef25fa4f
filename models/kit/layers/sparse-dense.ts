/** A dense layer whose input is mostly zeros: it works on what is there only. Afterwards it is a FULLY_CONNECTED like any other. */
import type { Random } from '../random.ts';
import { checkSizes, type Shape } from '../shape.ts';
import { activate, deactivate, type Activation } from './activation.ts';
import { addTo } from './dense.ts';
import { fillWeights, parameter, TouchedRows, type Parameter } from './parameter.ts';

/** The places of a long vector that are not zero, each once, and what stands there. */
export interface SparseVector {
  readonly indices: Uint16Array | Uint32Array;
  readonly values: Float32Array;
}

const NOTHING: SparseVector = { indices: new Uint16Array(), values: new Float32Array() };

export class SparseDense {
  readonly kind = 'sparse-dense';
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly activation: Activation;
  /** A row of one weight for each output, for each input. */
  readonly weights: Parameter;
  readonly bias: Parameter;
  readonly parameters: readonly Parameter[];
  readonly #touched: TouchedRows;
  readonly #output: Float32Array;
  #input = NOTHING;

  constructor(inputs: number, outputs: number, activation: Activation) {
    this.inputShape = [inputs];
    this.outputShape = [outputs];
    this.activation = activation;
    this.#touched = new TouchedRows(inputs, outputs);
    this.weights = { ...parameter(inputs * outputs), touched: this.#touched };
    this.bias = parameter(outputs);
    this.parameters = [this.weights, this.bias];
    this.#output = new Float32Array(outputs);
  }

  forward(input: SparseVector): Float32Array {
    this.#input = input;
    const [output, weights, { indices, values }] = [this.#output, this.weights.values, input];
    const outputs = output.length;
    output.set(this.bias.values);
    for (let place = 0; place < indices.length; place += 1) {
      const [value, row] = [values[place] ?? 0, (indices[place] ?? 0) * outputs];
      for (let to = 0; to < outputs; to += 1)
        output[to] = (output[to] ?? 0) + value * (weights[row + to] ?? 0);
    }
    activate(output, this.activation);
    return output;
  }

  /** Nothing goes on to the input: nobody learns there. */
  backward(gradients: Float32Array): void {
    deactivate(gradients, this.#output, this.activation);
    addTo(this.bias.gradients, gradients);
    const [{ indices, values }, sums] = [this.#input, this.weights.gradients];
    const outputs = gradients.length;
    for (let place = 0; place < indices.length; place += 1) {
      const [value, index] = [values[place] ?? 0, indices[place] ?? 0];
      const row = index * outputs;
      this.#touched.touch(index);
      for (let to = 0; to < outputs; to += 1)
        sums[row + to] = (sums[row + to] ?? 0) + value * (gradients[to] ?? 0);
    }
  }
}

export interface SparsePlan {
  /** How long the vector is. */
  readonly inputs: number;
  readonly units: number;
  readonly activation: Activation;
  /** About how many of its places are not zero: the fewer there are, the larger the first weights. */
  readonly usual: number;
}

/** @throws KitError KIT_BAD_LAYER */
export function makeSparseDense(
  { inputs, units, activation, usual }: SparsePlan,
  random: Random,
): SparseDense {
  checkSizes({ 'the number of inputs': inputs, 'the number of units': units });
  const layer = new SparseDense(inputs, units, activation);
  const sizes = { inputs: usual, outputs: units, isRelu: activation !== 'linear' };
  fillWeights(layer.weights.values, sizes, random);
  return layer;
}
