/** In training, forgets a share of its inputs, so that nothing hangs on a single one; afterwards it is not there. Source: Srivastava et al. 2014. */
import { KitError } from '../errors.ts';
import { Random } from '../random.ts';
import { sizeOf, type Shape } from '../shape.ts';
import type { LayerContract, PlanOf } from './layer-contract.ts';

export class Dropout implements LayerContract {
  readonly kind = 'dropout';
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly parameters = [];
  readonly #share: number;
  readonly #random: Random;
  /** 0 for what is forgotten; what is kept grows, so that the sum stays. */
  readonly #mask: Float32Array;
  readonly #output: Float32Array;
  /** Set while a network is trained. */
  isTraining = false;

  constructor(shape: Shape, share: number, seed: number) {
    this.inputShape = shape;
    this.outputShape = shape;
    this.#share = share;
    this.#random = new Random(seed);
    this.#mask = new Float32Array(sizeOf(shape));
    this.#output = new Float32Array(sizeOf(shape));
  }

  forward(input: Float32Array): Float32Array {
    if (!this.isTraining) return input;
    const kept = 1 / (1 - this.#share);
    for (let index = 0; index < input.length; index += 1) {
      const factor = this.#random.chance(this.#share) ? 0 : kept;
      this.#mask[index] = factor;
      this.#output[index] = (input[index] ?? 0) * factor;
    }
    return this.#output;
  }

  backward(gradients: Float32Array): Float32Array {
    if (!this.isTraining) return gradients;
    for (let index = 0; index < gradients.length; index += 1)
      gradients[index] = (gradients[index] ?? 0) * (this.#mask[index] ?? 0);
    return gradients;
  }
}

/** @param share of the inputs that is forgotten each time, 0 to below 1 @throws KitError KIT_BAD_LAYER */
export function dropout(share: number): PlanOf<Dropout> {
  if (!(share >= 0 && share < 1))
    throw new KitError('KIT_BAD_LAYER', `dropout forgets a share from 0 to below 1, not ${share}`);
  return (inputShape, random) => new Dropout(inputShape, share, random.uint32());
}
