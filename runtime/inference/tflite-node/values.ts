/** Whether arrays fit the tensors they are for. */
import { TfliteError } from './errors.ts';
import { ARRAY_OF, lengthOf, type TensorData, type TensorInfo } from './tensor.ts';

/** @throws TfliteError TFLITE_BAD_INPUT, TFLITE_NOT_FINITE */
export function checkInputs(tensors: readonly TensorInfo[], arrays: readonly TensorData[]): void {
  if (arrays.length !== tensors.length)
    throw badInput(`the model takes ${tensors.length} arrays, not ${arrays.length}`);
  for (const [index, tensor] of tensors.entries()) checkInput(tensor, arrays[index]);
}

function checkInput(tensor: TensorInfo, array: TensorData | undefined): void {
  const { name, dtype, shape } = tensor;
  const ArrayType = ARRAY_OF[dtype];
  if (!(array instanceof ArrayType))
    throw badInput(`the input "${name}" takes a ${ArrayType.name} (${dtype})`);
  const length = lengthOf(tensor);
  if (array.length !== length)
    throw badInput(
      `the input "${name}" takes ${length} values [${shape.join(', ')}], not ${array.length}`,
    );
  checkFinite(`the input "${name}"`, array);
}

function badInput(message: string): TfliteError {
  return new TfliteError('TFLITE_BAD_INPUT', message);
}

/** @throws TfliteError TFLITE_NOT_FINITE: an answer that is no number is no answer */
export function checkOutputs(
  tensors: readonly TensorInfo[],
  arrays: readonly TensorData[],
): readonly TensorData[] {
  for (const [index, array] of arrays.entries())
    checkFinite(`the output "${tensors[index]?.name ?? index}"`, array);
  return arrays;
}

function checkFinite(what: string, array: TensorData): void {
  if (!(array instanceof Float32Array)) return;
  const index = array.findIndex((value) => !Number.isFinite(value));
  if (index === -1) return;
  const message = `${what} has ${String(array[index])} at place ${index}`;
  throw new TfliteError('TFLITE_NOT_FINITE', message);
}
