/** A convolution in which each channel has a window of its own and none looks at another: DEPTHWISE_CONV_2D. */
import type { Random } from '../random.ts';
import { pictureSize, type PictureSize, type Shape } from '../shape.ts';
import { activate, deactivate, type Activation } from './activation.ts';
import type { LayerContract, PlanOf } from './layer-contract.ts';
import { fillWeights, parameter, type Parameter } from './parameter.ts';
import { meetings, placeWindow, type Window, type WindowPlan } from './window.ts';

export interface DepthwisePlan extends WindowPlan {
  readonly activation?: Activation;
}

export class DepthwiseConvolution implements LayerContract {
  readonly kind = 'depthwise-convolution';
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly activation: Activation;
  readonly window: Window;
  readonly channels: number;
  /** [place in the window][channel] */
  readonly weights: Parameter;
  readonly bias: Parameter;
  readonly parameters: readonly Parameter[];
  readonly #meetings: Int32Array;
  readonly #output: Float32Array;
  readonly #inputGradients: Float32Array;
  #input: Float32Array = new Float32Array();

  constructor(picture: PictureSize, window: Window, activation: Activation) {
    const { height, width, channels } = picture;
    this.inputShape = [height, width, channels];
    this.outputShape = [window.outputHeight, window.outputWidth, channels];
    this.activation = activation;
    this.window = window;
    this.channels = channels;
    this.weights = parameter(window.height * window.width * channels);
    this.bias = parameter(channels);
    this.parameters = [this.weights, this.bias];
    this.#meetings = meetings(window, picture);
    this.#output = new Float32Array(window.outputHeight * window.outputWidth * channels);
    this.#inputGradients = new Float32Array(height * width * channels);
  }

  forward(input: Float32Array): Float32Array {
    this.#input = input;
    const [output, weights, channels] = [this.#output, this.weights.values, this.channels];
    for (let start = 0; start < output.length; start += channels)
      output.set(this.bias.values, start);
    for (let index = 0; index < this.#meetings.length; index += 3) {
      const to = (this.#meetings[index] ?? 0) * channels;
      const from = (this.#meetings[index + 1] ?? 0) * channels;
      const tap = (this.#meetings[index + 2] ?? 0) * channels;
      for (let channel = 0; channel < channels; channel += 1)
        output[to + channel] =
          (output[to + channel] ?? 0) +
          (input[from + channel] ?? 0) * (weights[tap + channel] ?? 0);
    }
    activate(output, this.activation);
    return output;
  }

  backward(gradients: Float32Array): Float32Array {
    deactivate(gradients, this.#output, this.activation);
    const [input, inputGradients, channels] = [this.#input, this.#inputGradients, this.channels];
    const { values: weights, gradients: sums } = this.weights;
    const biasGradients = this.bias.gradients;
    inputGradients.fill(0);
    for (let index = 0; index < gradients.length; index += 1) {
      const channel = index % channels;
      biasGradients[channel] = (biasGradients[channel] ?? 0) + (gradients[index] ?? 0);
    }
    for (let index = 0; index < this.#meetings.length; index += 3) {
      const to = (this.#meetings[index] ?? 0) * channels;
      const from = (this.#meetings[index + 1] ?? 0) * channels;
      const tap = (this.#meetings[index + 2] ?? 0) * channels;
      for (let channel = 0; channel < channels; channel += 1) {
        const gradient = gradients[to + channel] ?? 0;
        const back = gradient * (weights[tap + channel] ?? 0);
        inputGradients[from + channel] = (inputGradients[from + channel] ?? 0) + back;
        const more = gradient * (input[from + channel] ?? 0);
        sums[tap + channel] = (sums[tap + channel] ?? 0) + more;
      }
    }
    return inputGradients;
  }
}

/** @throws KitError KIT_BAD_LAYER */
export function depthwiseConvolution(plan: DepthwisePlan): PlanOf<DepthwiseConvolution> {
  const { activation = 'linear' } = plan;
  return (inputShape: Shape, random: Random) => {
    const picture = pictureSize(inputShape, 'depthwise convolution');
    const window = placeWindow(plan, picture);
    const layer = new DepthwiseConvolution(picture, window, activation);
    const taps = window.height * window.width;
    const sizes = { inputs: taps, outputs: taps, isRelu: activation !== 'linear' };
    fillWeights(layer.weights.values, sizes, random);
    return layer;
  };
}
