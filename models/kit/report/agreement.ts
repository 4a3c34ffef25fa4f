/** How far a model in integers says what its network said before: by head, and how well each tensor's steps are used. */
import { KitError } from '../errors.ts';
import { answerQuantized, runQuantized } from '../int8/run-quantized.ts';
import { toReal, type QuantizedModel } from '../int8/quantized-model.ts';
import type { Network, NetworkInput } from '../training/network.ts';

export interface HeadAgreement {
  readonly name: string;
  /** The share of examples of which both think the same number the largest; 1 where there is one only. */
  readonly sameBest: number;
  readonly largestDifference: number;
  readonly meanDifference: number;
}

export interface TensorUse {
  readonly name: string;
  readonly scale: number;
  readonly zeroPoint: number;
  /** The lowest and the highest real value that was seen. */
  readonly low: number;
  readonly high: number;
  /** The share of values at an end of int8, where something may have been cut off; of what a ReLU made 0, none. */
  readonly atEnd: number;
}

export interface Agreement {
  readonly examples: number;
  readonly heads: readonly HeadAgreement[];
  readonly tensors: readonly TensorUse[];
}

/** @param inputs that nothing was calibrated with @throws KitError KIT_NO_EXAMPLES */
export function compareWithFloat(
  network: Network,
  model: QuantizedModel,
  inputs: readonly NetworkInput[],
): Agreement {
  if (inputs.length === 0)
    throw new KitError('KIT_NO_EXAMPLES', 'there is nothing to compare with');
  const pairs = inputs.map((input) => ({
    float: network.answer(input),
    whole: answerQuantized(model, input),
  }));
  const heads = network.heads.map(({ name }, index) =>
    agreementOf(
      name,
      pairs.map(({ float, whole }) => [valuesAt(float, index), valuesAt(whole, index)] as const),
    ),
  );
  return { examples: inputs.length, heads, tensors: usesOf(model, inputs) };
}

function valuesAt(answers: readonly Float32Array[], index: number): Float32Array {
  return answers[index] ?? new Float32Array();
}

function agreementOf(
  name: string,
  pairs: readonly (readonly [Float32Array, Float32Array])[],
): HeadAgreement {
  let [same, largest, sum, count] = [0, 0, 0, 0];
  for (const [float, whole] of pairs) {
    if (bestOf(float) === bestOf(whole)) same += 1;
    float.forEach((value, place) => {
      const difference = Math.abs(value - (whole[place] ?? 0));
      largest = Math.max(largest, difference);
      sum += difference;
      count += 1;
    });
  }
  const [sameBest, meanDifference] = [same / pairs.length, sum / count];
  return { name, sameBest, largestDifference: largest, meanDifference };
}

/** The place of the largest number. */
export function bestOf(values: Float32Array): number {
  return values.reduce((best, value, place) => (value > (values[best] ?? 0) ? place : best), 0);
}

function usesOf(model: QuantizedModel, inputs: readonly NetworkInput[]): readonly TensorUse[] {
  const seen = model.tensors.map(() => ({ low: 127, high: -128, atEnd: 0, count: 0 }));
  for (const input of inputs)
    runQuantized(model, input).forEach((values, index) => {
      const use = seen[index];
      const zeroPoint = model.tensors[index]?.zeroPoint;
      if (use === undefined) return;
      for (const value of values) {
        use.low = Math.min(use.low, value);
        use.high = Math.max(use.high, value);
        if (value === 127 || (value === -128 && zeroPoint !== -128)) use.atEnd += 1;
      }
      use.count += values.length;
    });
  return model.tensors.map((tensor, index) => {
    const { low, high, atEnd, count } = seen[index] ?? { low: 0, high: 0, atEnd: 0, count: 1 };
    const { name, scale, zeroPoint } = tensor;
    const range = { low: toReal(low, tensor), high: toReal(high, tensor) };
    return { name, scale, zeroPoint, ...range, atEnd: atEnd / count };
  });
}
