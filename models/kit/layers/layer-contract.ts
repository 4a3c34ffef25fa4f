/**
 * What every step of a network owes it. All is for one example at a time, and `backward` belongs to
 * the `forward` before it. Arrays that a layer returns are its own, and hold until its next call.
 */
import type { Random } from '../random.ts';
import type { Shape } from '../shape.ts';
import type { Parameter } from './parameter.ts';

export interface LayerContract {
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly parameters: readonly Parameter[];
  forward(input: Float32Array): Float32Array;
  /** From what should change in the output to what should change in the input; adds up for the parameters. The gradients are taken over and may be changed. */
  backward(gradients: Float32Array): Float32Array;
}

/** A layer before it is known what it will stand behind. */
export type PlanOf<Layer extends LayerContract> = (inputShape: Shape, random: Random) => Layer;
