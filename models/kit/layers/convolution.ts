/** The same weighted sum of a small window at each place of a picture: CONV_2D. */
import type { Random } from '../random.ts';
import { checkSizes, pictureSize, type PictureSize, type Shape } from '../shape.ts';
import { activate, deactivate, type Activation } from './activation.ts';
import type { LayerContract, PlanOf } from './layer-contract.ts';
import { fillWeights, parameter, type Parameter } from './parameter.ts';
import { meetings, placeWindow, type Window, type WindowPlan } from './window.ts';

export interface ConvolutionPlan extends WindowPlan {
  readonly filters: number;
  readonly activation?: Activation;
}

export class Convolution implements LayerContract {
  readonly kind = 'convolution';
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly activation: Activation;
  readonly window: Window;
  readonly channels: number;
  readonly filters: number;
  /** [place in the window][channel][filter] */
  readonly weights: Parameter;
  readonly bias: Parameter;
  readonly parameters: readonly Parameter[];
  readonly #meetings: Int32Array;
  readonly #output: Float32Array;
  readonly #inputGradients: Float32Array;
  #input: Float32Array = new Float32Array();

  constructor(picture: PictureSize, window: Window, filters: number, activation: Activation) {
    const { height, width, channels } = picture;
    this.inputShape = [height, width, channels];
    this.outputShape = [window.outputHeight, window.outputWidth, filters];
    this.activation = activation;
    this.window = window;
    this.channels = channels;
    this.filters = filters;
    this.weights = parameter(window.height * window.width * channels * filters);
    this.bias = parameter(filters);
    this.parameters = [this.weights, this.bias];
    this.#meetings = meetings(window, picture);
    this.#output = new Float32Array(window.outputHeight * window.outputWidth * filters);
    this.#inputGradients = new Float32Array(height * width * channels);
  }

  forward(input: Float32Array): Float32Array {
    this.#input = input;
    const { channels, filters } = this;
    const [output, weights, bias] = [this.#output, this.weights.values, this.bias.values];
    for (let start = 0; start < output.length; start += filters) output.set(bias, start);
    for (let index = 0; index < this.#meetings.length; index += 3) {
      const to = (this.#meetings[index] ?? 0) * filters;
      const from = (this.#meetings[index + 1] ?? 0) * channels;
      const tap = (this.#meetings[index + 2] ?? 0) * channels * filters;
      for (let channel = 0; channel < channels; channel += 1) {
        const value = input[from + channel] ?? 0;
        if (value === 0) continue;
        const row = tap + channel * filters;
        for (let filter = 0; filter < filters; filter += 1)
          output[to + filter] = (output[to + filter] ?? 0) + value * (weights[row + filter] ?? 0);
      }
    }
    activate(output, this.activation);
    return output;
  }

  backward(gradients: Float32Array): Float32Array {
    deactivate(gradients, this.#output, this.activation);
    const { channels, filters } = this;
    const [input, inputGradients, biasGradients] = [
      this.#input,
      this.#inputGradients,
      this.bias.gradients,
    ];
    const { values: weights, gradients: sums } = this.weights;
    inputGradients.fill(0);
    for (let index = 0; index < gradients.length; index += 1) {
      const filter = index % filters;
      biasGradients[filter] = (biasGradients[filter] ?? 0) + (gradients[index] ?? 0);
    }
    for (let index = 0; index < this.#meetings.length; index += 3) {
      const to = (this.#meetings[index] ?? 0) * filters;
      const from = (this.#meetings[index + 1] ?? 0) * channels;
      const tap = (this.#meetings[index + 2] ?? 0) * channels * filters;
      for (let channel = 0; channel < channels; channel += 1) {
        const [value, row] = [input[from + channel] ?? 0, tap + channel * filters];
        let back = 0;
        for (let filter = 0; filter < filters; filter += 1) {
          const gradient = gradients[to + filter] ?? 0;
          back += gradient * (weights[row + filter] ?? 0);
          sums[row + filter] = (sums[row + filter] ?? 0) + gradient * value;
        }
        inputGradients[from + channel] = (inputGradients[from + channel] ?? 0) + back;
      }
    }
    return inputGradients;
  }
}

/** @throws KitError KIT_BAD_LAYER */
export function convolution(plan: ConvolutionPlan): PlanOf<Convolution> {
  const { filters, activation = 'linear' } = plan;
  checkSizes({ 'the number of filters': filters });
  return (inputShape: Shape, random: Random) => {
    const picture = pictureSize(inputShape, 'convolution');
    const window = placeWindow(plan, picture);
    const layer = new Convolution(picture, window, filters, activation);
    const inputs = window.height * window.width * picture.channels;
    const outputs = window.height * window.width * filters;
    const sizes = { inputs, outputs, isRelu: activation !== 'linear' };
    fillWeights(layer.weights.values, sizes, random);
    return layer;
  };
}
