/** How wrong an answer is, and what would make it better. What each loss goes with at the end of a model stands in `Loss`. */
import { exp, log } from '../../../runtime/core/exact-math.ts';

/**
 * - `classes`: one of several; the model ends in SOFTMAX.
 * - `flags`: each is or is not, whatever the others are; it ends in LOGISTIC.
 * - `values`: numbers, by their squared error; it ends in them.
 */
export type Loss = 'classes' | 'flags' | 'values';

/** The number of a class; or a number for each output, of classes their shares, which sum up to 1. undefined: this example teaches this head nothing. */
export type Target = number | Float32Array | undefined;

/** Into `gradients`, for each output. @returns the loss of this one answer */
export type LossOf = (output: Float32Array, target: Target, gradients: Float32Array) => number;

export const LOSSES: Readonly<Record<Loss, LossOf>> = {
  classes: (output, target, gradients) => {
    softmax(output, gradients);
    if (typeof target !== 'number') return towards(target ?? new Float32Array(), gradients);
    const right = gradients[target] ?? 0;
    gradients[target] = right - 1;
    return -log(Math.max(right, 1e-30));
  },
  flags: (output, target, gradients) => {
    let sum = 0;
    for (let index = 0; index < output.length; index += 1) {
      const [wanted, chance] = [wantedAt(target, index), logistic(output[index] ?? 0)];
      gradients[index] = chance - wanted;
      sum -=
        wanted * log(Math.max(chance, 1e-30)) + (1 - wanted) * log(Math.max(1 - chance, 1e-30));
    }
    return sum;
  },
  values: (output, target, gradients) => {
    let sum = 0;
    for (let index = 0; index < output.length; index += 1) {
      const error = (output[index] ?? 0) - wantedAt(target, index);
      gradients[index] = (2 * error) / output.length;
      sum += (error * error) / output.length;
    }
    return sum;
  },
};

/** Several classes may be right, each by a share. @param gradients chances, which become gradients */
function towards(shares: Float32Array, gradients: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < gradients.length; index += 1) {
    const [share, chance] = [shares[index] ?? 0, gradients[index] ?? 0];
    if (share > 0) sum -= share * log(Math.max(chance, 1e-30));
    gradients[index] = chance - share;
  }
  return sum;
}

function wantedAt(target: Target, index: number): number {
  return typeof target === 'object' ? (target[index] ?? 0) : (target ?? 0);
}

/** The largest is taken off first, so that no power overflows. */
export function softmax(output: Float32Array, into: Float32Array): void {
  let [largest, sum] = [-Infinity, 0];
  for (const value of output) largest = Math.max(largest, value);
  for (let index = 0; index < output.length; index += 1) {
    const power = exp((output[index] ?? 0) - largest);
    into[index] = power;
    sum += power;
  }
  for (let index = 0; index < output.length; index += 1) into[index] = (into[index] ?? 0) / sum;
}

export function logistic(value: number): number {
  return 1 / (1 + exp(-value));
}

/** What a model that was trained by this loss says, of what its last layer gives. */
export function answerOf(loss: Loss, output: Float32Array): Float32Array {
  if (loss === 'values') return Float32Array.from(output);
  if (loss === 'flags') return output.map(logistic);
  const answer = new Float32Array(output.length);
  softmax(output, answer);
  return answer;
}
