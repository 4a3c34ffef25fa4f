/** A picture becomes a plain row of numbers, in its order: RESHAPE. */
import { sizeOf, type Shape } from '../shape.ts';
import type { LayerContract, PlanOf } from './layer-contract.ts';

export class Flatten implements LayerContract {
  readonly kind = 'flatten';
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly parameters = [];

  constructor(inputShape: Shape) {
    this.inputShape = inputShape;
    this.outputShape = [sizeOf(inputShape)];
  }

  forward(input: Float32Array): Float32Array {
    return input;
  }

  backward(gradients: Float32Array): Float32Array {
    return gradients;
  }
}

export function flatten(): PlanOf<Flatten> {
  return (inputShape) => new Flatten(inputShape);
}
