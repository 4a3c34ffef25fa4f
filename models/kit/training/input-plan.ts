/** What goes into a network: numbers, or those of many features that are there. */
import type { Activation } from '../layers/activation.ts';
import { makeSparseDense, type SparseDense } from '../layers/sparse-dense.ts';
import type { Random } from '../random.ts';
import type { Shape } from '../shape.ts';

export interface InputPlan {
  /** `[size]`, or `[height, width, channels]`. */
  readonly shape: Shape;
  /** Between what its numbers lie; where it is not given, calibration finds it. 0 is always among them. */
  readonly range?: readonly [low: number, high: number];
  /** Most numbers are zero: the first layer, dense, is part of the input then. */
  readonly sparse?: {
    readonly units: number;
    /** `relu` where none is given. */
    readonly activation?: Activation;
    /** About how many are not zero; 32 where nothing is given. */
    readonly usual?: number;
  };
}

export function makeFirstLayer(
  { shape, sparse }: InputPlan,
  random: Random,
): SparseDense | undefined {
  if (sparse === undefined) return undefined;
  const { units, activation = 'relu', usual = 32 } = sparse;
  return makeSparseDense({ inputs: shape[0] ?? 0, units, activation, usual }, random);
}
