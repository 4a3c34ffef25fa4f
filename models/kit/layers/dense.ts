/** Each output is a weighted sum of all inputs: FULLY_CONNECTED. */
import { KitError } from '../errors.ts';
import type { Random } from '../random.ts';
import { checkSizes, type Shape } from '../shape.ts';
import { activate, deactivate, type Activation } from './activation.ts';
import type { LayerContract, PlanOf } from './layer-contract.ts';
import { fillWeights, parameter, type Parameter } from './parameter.ts';

export class Dense implements LayerContract {
  readonly kind = 'dense';
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly activation: Activation;
  /** A row of one weight for each output, for each input. */
  readonly weights: Parameter;
  readonly bias: Parameter;
  readonly parameters: readonly Parameter[];
  readonly #inputs: number;
  readonly #outputs: number;
  readonly #output: Float32Array;
  readonly #inputGradients: Float32Array;
  #input: Float32Array = new Float32Array();

  constructor(inputs: number, outputs: number, activation: Activation) {
    this.inputShape = [inputs];
    this.outputShape = [outputs];
    this.activation = activation;
    this.weights = parameter(inputs * outputs);
    this.bias = parameter(outputs);
    this.parameters = [this.weights, this.bias];
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#output = new Float32Array(outputs);
    this.#inputGradients = new Float32Array(inputs);
  }

  forward(input: Float32Array): Float32Array {
    this.#input = input;
    const [output, weights, outputs] = [this.#output, this.weights.values, this.#outputs];
    output.set(this.bias.values);
    for (let from = 0; from < this.#inputs; from += 1) {
      const value = input[from] ?? 0;
      // After a ReLU, half of them are.
      if (value === 0) continue;
      const row = from * outputs;
      for (let to = 0; to < outputs; to += 1)
        output[to] = (output[to] ?? 0) + value * (weights[row + to] ?? 0);
    }
    activate(output, this.activation);
    return output;
  }

  backward(gradients: Float32Array): Float32Array {
    deactivate(gradients, this.#output, this.activation);
    const [input, outputs, inputGradients] = [this.#input, this.#outputs, this.#inputGradients];
    const { values: weights, gradients: weightGradients } = this.weights;
    addTo(this.bias.gradients, gradients);
    for (let from = 0; from < this.#inputs; from += 1) {
      const [value, row] = [input[from] ?? 0, from * outputs];
      let sum = 0;
      for (let to = 0; to < outputs; to += 1) {
        const gradient = gradients[to] ?? 0;
        sum += gradient * (weights[row + to] ?? 0);
        weightGradients[row + to] = (weightGradients[row + to] ?? 0) + gradient * value;
      }
      inputGradients[from] = sum;
    }
    return inputGradients;
  }
}

export function addTo(sums: Float32Array, values: Float32Array): void {
  for (let index = 0; index < sums.length; index += 1)
    sums[index] = (sums[index] ?? 0) + (values[index] ?? 0);
}

/** @throws KitError KIT_BAD_LAYER */
export function dense(units: number, activation: Activation = 'linear'): PlanOf<Dense> {
  checkSizes({ 'the number of units': units });
  return (inputShape: Shape, random: Random) => {
    const [inputs, ...more] = inputShape;
    if (inputs === undefined || more.length > 0)
      throw new KitError('KIT_BAD_LAYER', `dense gets the shape [${inputShape.join(', ')}]`);
    const layer = new Dense(inputs, units, activation);
    const sizes = { inputs, outputs: units, isRelu: activation !== 'linear' };
    fillWeights(layer.weights.values, sizes, random);
    return layer;
  };
}
