/** What is shown to a network → the integers that its model takes. */
import { sizeOf } from '../shape.ts';
import type { NetworkInput } from '../training/network.ts';
import { toInt8, type QuantizedTensor } from './quantized-model.ts';

/** The array that goes into the model. */
export function quantizeInput(
  input: NetworkInput,
  tensor: QuantizedTensor,
): Int8Array<ArrayBuffer> {
  if (input instanceof Float32Array) return Int8Array.from(input, (value) => toInt8(value, tensor));
  const whole = new Int8Array(sizeOf(tensor.shape)).fill(tensor.zeroPoint);
  input.indices.forEach((index, place) => {
    whole[index] = toInt8(input.values[place] ?? 0, tensor);
  });
  return whole;
}
