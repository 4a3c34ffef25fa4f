/** Each channel of a picture becomes its mean: MEAN over height and width. */
import { pictureSize, type Shape } from '../shape.ts';
import type { LayerContract, PlanOf } from './layer-contract.ts';

export class Mean implements LayerContract {
  readonly kind = 'mean';
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly parameters = [];
  readonly #places: number;
  readonly #output: Float32Array;
  readonly #inputGradients: Float32Array;

  constructor(inputShape: Shape) {
    const { height, width, channels } = pictureSize(inputShape, 'mean');
    this.inputShape = inputShape;
    this.outputShape = [channels];
    this.#places = height * width;
    this.#output = new Float32Array(channels);
    this.#inputGradients = new Float32Array(height * width * channels);
  }

  forward(input: Float32Array): Float32Array {
    const [output, channels] = [this.#output, this.#output.length];
    output.fill(0);
    for (let index = 0; index < input.length; index += 1) {
      const channel = index % channels;
      output[channel] = (output[channel] ?? 0) + (input[index] ?? 0) / this.#places;
    }
    return output;
  }

  backward(gradients: Float32Array): Float32Array {
    const inputGradients = this.#inputGradients;
    for (let index = 0; index < inputGradients.length; index += 1)
      inputGradients[index] = (gradients[index % gradients.length] ?? 0) / this.#places;
    return inputGradients;
  }
}

export function mean(): PlanOf<Mean> {
  return (inputShape) => new Mean(inputShape);
}
