/** What goes in and comes out of a model, as its file says it. */
import { TfliteError } from './errors.ts';
import type { FileTensor, ModelFile } from './model-file.ts';
import { isDType, type TensorInfo } from './tensor.ts';

/** @throws TfliteError TFLITE_NOT_SUPPORTED for a type that no array holds */
export function borderTensors(
  { graphs: [main] }: ModelFile,
  side: 'inputs' | 'outputs',
): readonly TensorInfo[] {
  return main[side].flatMap((index) => main.tensors[index] ?? []).map(describe);
}

function describe({ name, dtype, shape, quantization }: FileTensor): TensorInfo {
  if (!isDType(dtype))
    throw new TfliteError('TFLITE_NOT_SUPPORTED', `the tensor "${name}" is of type ${dtype}`);
  const [scale = 0] = quantization?.scales ?? [];
  const [zeroPoint = 0] = quantization?.zeroPoints ?? [];
  return { name, dtype, shape, scale, zeroPoint };
}
