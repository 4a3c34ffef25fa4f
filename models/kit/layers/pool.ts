/** Each window of a picture becomes its largest value, or its mean: MAX_POOL_2D, AVERAGE_POOL_2D. */
import { pictureSize, type PictureSize, type Shape } from '../shape.ts';
import type { LayerContract, PlanOf } from './layer-contract.ts';
import { meetings, placeWindow, type Window, type WindowPlan } from './window.ts';

export type Pooling = 'max' | 'average';

export class Pool implements LayerContract {
  readonly kind = 'pool';
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly parameters = [];
  readonly pooling: Pooling;
  readonly window: Window;
  readonly channels: number;
  readonly #meetings: Int32Array;
  /** How many places of the picture each window has: what lies outside does not count. */
  readonly #counts: Float32Array;
  /** Of each output, the input that was the largest. */
  readonly #largest: Int32Array;
  readonly #output: Float32Array;
  readonly #inputGradients: Float32Array;

  constructor(picture: PictureSize, window: Window, pooling: Pooling) {
    const { height, width, channels } = picture;
    const places = window.outputHeight * window.outputWidth;
    this.inputShape = [height, width, channels];
    this.outputShape = [window.outputHeight, window.outputWidth, channels];
    this.pooling = pooling;
    this.window = window;
    this.channels = channels;
    this.#meetings = meetings(window, picture);
    this.#counts = new Float32Array(places);
    for (let index = 0; index < this.#meetings.length; index += 3) {
      const place = this.#meetings[index] ?? 0;
      this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    }
    this.#largest = new Int32Array(places * channels);
    this.#output = new Float32Array(places * channels);
    this.#inputGradients = new Float32Array(height * width * channels);
  }

  forward(input: Float32Array): Float32Array {
    const [output, channels, isMax] = [this.#output, this.channels, this.pooling === 'max'];
    output.fill(isMax ? -Infinity : 0);
    for (let index = 0; index < this.#meetings.length; index += 3) {
      const place = this.#meetings[index] ?? 0;
      const from = (this.#meetings[index + 1] ?? 0) * channels;
      const share = 1 / (this.#counts[place] ?? 1);
      for (let channel = 0; channel < channels; channel += 1) {
        const [to, value] = [place * channels + channel, input[from + channel] ?? 0];
        const before = output[to] ?? 0;
        if (!isMax) output[to] = before + value * share;
        else if (value > before) {
          output[to] = value;
          this.#largest[to] = from + channel;
        }
      }
    }
    return output;
  }

  backward(gradients: Float32Array): Float32Array {
    const [inputGradients, channels] = [this.#inputGradients, this.channels];
    inputGradients.fill(0);
    const give = (to: number, gradient: number): void => {
      inputGradients[to] = (inputGradients[to] ?? 0) + gradient;
    };
    if (this.pooling === 'max') {
      for (let from = 0; from < gradients.length; from += 1)
        give(this.#largest[from] ?? 0, gradients[from] ?? 0);
      return inputGradients;
    }
    for (let index = 0; index < this.#meetings.length; index += 3) {
      const place = this.#meetings[index] ?? 0;
      const to = (this.#meetings[index + 1] ?? 0) * channels;
      const share = 1 / (this.#counts[place] ?? 1);
      for (let channel = 0; channel < channels; channel += 1)
        give(to + channel, (gradients[place * channels + channel] ?? 0) * share);
    }
    return inputGradients;
  }
}

/** The stride is that of the window where none is given. @throws KitError KIT_BAD_LAYER */
export function pool(pooling: Pooling, plan: WindowPlan): PlanOf<Pool> {
  const whole = { stride: plan.size, ...plan };
  return (inputShape) => {
    const picture = pictureSize(inputShape, 'pool');
    return new Pool(picture, placeWindow(whole, picture), pooling);
  };
}
