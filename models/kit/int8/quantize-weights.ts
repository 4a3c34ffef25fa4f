/** Weights → int8, symmetric; biases → int32. */

/** A bias leaves room for the sum that is added to it. */
const LARGEST_BIAS = 2 ** 30;

/** By the largest weight of each row; where there is none, by its bias. @param biases of each row, in steps of the input */
export function weightScales(
  values: Float32Array,
  rowOf: (index: number) => number,
  biases: readonly number[],
): Float32Array {
  const largest = new Float64Array(biases.length);
  values.forEach((value, index) => {
    const row = rowOf(index);
    largest[row] = Math.max(largest[row] ?? 0, Math.abs(value));
  });
  return Float32Array.from(biases, (bias, row) => {
    const scale = Math.max((largest[row] ?? 0) / 127, bias / LARGEST_BIAS);
    return scale === 0 ? 1 : scale;
  });
}

export function quantizeWeights(
  values: Float32Array,
  scaleOf: (index: number) => number,
): Int8Array {
  return Int8Array.from(values, (value, index) => {
    return Math.min(127, Math.max(-127, Math.round(value / scaleOf(index))));
  });
}

export function quantizeBias(values: Float32Array, scaleOf: (row: number) => number): Int32Array {
  return Int32Array.from(values, (value, row) => Math.round(value / scaleOf(row)));
}
