/** Several inputs in one array, as a model takes them that was loaded for a batch, and its answers apart again. */
import { ARRAY_OF, lengthOf, type TensorData, type TensorInfo } from './tflite-node/tflite-node.ts';

/** What one input of a batch is: the tensor without the others. */
export function oneOfBatch(tensor: TensorInfo, batch: number): TensorInfo {
  if (batch === 1) return tensor;
  return { ...tensor, shape: [1, ...tensor.shape.slice(1)] };
}

/** One behind the other; where there are fewer than the batch has, the rest is zeros. */
export function joinBatch(items: readonly TensorData[], tensor: TensorInfo): TensorData {
  const [first] = items;
  if (first?.length === lengthOf(tensor)) return first;
  const joined = new ARRAY_OF[tensor.dtype](lengthOf(tensor));
  const bytes = new Uint8Array(joined.buffer);
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of items) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return joined;
}

/** @param index which of the batch */
export function partOfBatch(data: TensorData, batch: number, index: number): TensorData {
  const length = data.length / batch;
  return data.subarray(index * length, (index + 1) * length);
}
