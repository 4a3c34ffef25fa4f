/** Between real values and the integers of a quantized tensor: real = scale × (integer − zeroPoint). */
import { TfliteError } from './errors.ts';
import { ARRAY_OF, type TensorData, type TensorInfo } from './tensor.ts';

/** What the integers of each quantized type can be. */
const RANGE = { uint8: [0, 255], int8: [-128, 127], int16: [-32_768, 32_767] } as const;

type Quantized = keyof typeof RANGE;

/**
 * The array that goes into an input. Real values are rounded, half away from zero as TensorFlow Lite
 * does, and what the type cannot hold becomes its nearest end; for a float tensor they stay.
 * @throws TfliteError TFLITE_BAD_INPUT for a tensor that holds no real values
 */
export function quantize(values: ArrayLike<number>, tensor: TensorInfo): TensorData {
  if (tensor.dtype === 'float32') return Float32Array.from(values);
  const { dtype, scale, zeroPoint } = quantizedTensor(tensor);
  const [low, high] = RANGE[dtype];
  const data = new ARRAY_OF[dtype](values.length);
  for (let index = 0; index < data.length; index += 1) {
    const steps = (values[index] ?? 0) / scale;
    const whole = Math.sign(steps) * Math.round(Math.abs(steps));
    data[index] = Math.min(high, Math.max(low, whole + zeroPoint));
  }
  return data;
}

/** The real values of what came out. @throws TfliteError TFLITE_BAD_INPUT for a tensor that holds none */
export function dequantize(data: TensorData, tensor: TensorInfo): Float32Array {
  if (data instanceof Float32Array) return data;
  const { scale, zeroPoint } = quantizedTensor(tensor);
  const values = new Float32Array(data.length);
  for (let index = 0; index < values.length; index += 1)
    values[index] = scale * (Number(data[index]) - zeroPoint);
  return values;
}

function quantizedTensor(tensor: TensorInfo): TensorInfo & { readonly dtype: Quantized } {
  if (isQuantized(tensor)) return tensor;
  const message = `the tensor "${tensor.name}" is ${tensor.dtype} and not quantized`;
  throw new TfliteError('TFLITE_BAD_INPUT', message, {
    hint: 'Take its values as they are.',
  });
}

function isQuantized(tensor: TensorInfo): tensor is TensorInfo & { readonly dtype: Quantized } {
  return Object.hasOwn(RANGE, tensor.dtype) && tensor.scale > 0;
}
