/** Whether arrays fit the tensors they are for. */
import { TfliteError } from './errors.ts';
import { ARRAY_OF, lengthOf, type TensorData, type TensorInfo } from './tensor.ts';

/** @throws TfliteError TFLITE_BAD_INPUT, TFLITE_NOT_FINITE */
export function checkInputs(tensors: readonly TensorInfo[], arrays: readonly TensorData[]): void {
  checkShapes(tensors, arrays);
  checkOutputs(tensors, arrays);
}

/** @throws TfliteError TFLITE_BAD_INPUT */
export function checkShapes(tensors: readonly TensorInfo[], arrays: readonly TensorData[]): void {
  if (arrays.length !== tensors.length)
    throw badInput(`the model takes ${tensors.length} arrays, not ${arrays.length}`);
  // Plain loops: this stands before each run, and most programs run too seldom to have it compiled.
  for (let index = 0; index < arrays.length; index += 1) {
    const tensor = tensors[index];
    if (tensor !== undefined) checkShape(tensor, arrays[index]);
  }
}

function checkShape(tensor: TensorInfo, array: TensorData | undefined): void {
  const { name, dtype, shape } = tensor;
  const ArrayType = ARRAY_OF[dtype];
  if (!(array instanceof ArrayType)) throw badInput(`"${name}" takes a ${ArrayType.name}`);
  const length = lengthOf(tensor);
  if (array.length === length) return;
  throw badInput(`"${name}" takes ${length} values [${shape.join(', ')}], not ${array.length}`);
}

function badInput(message: string): TfliteError {
  return new TfliteError('TFLITE_BAD_INPUT', message);
}

/** @throws TfliteError TFLITE_NOT_FINITE: an answer that is no number is no answer */
export function checkOutputs(
  tensors: readonly TensorInfo[],
  arrays: readonly TensorData[],
): readonly TensorData[] {
  for (let index = 0; index < arrays.length; index += 1) {
    const array = arrays[index];
    if (array instanceof Float32Array) checkFinite(tensors[index], array);
  }
  return arrays;
}

const NOT_FINITE = [Number.NaN, Infinity, -Infinity];

function checkFinite(tensor: TensorInfo | undefined, array: Float32Array): void {
  // Three searches without a call for each value: tens of thousands in a picture, before each run.
  if (!NOT_FINITE.some((value) => array.includes(value))) return;
  const index = array.findIndex((value) => !Number.isFinite(value));
  const message = `"${tensor?.name ?? 'a tensor'}" has ${String(array[index])} at place ${index}`;
  throw new TfliteError('TFLITE_NOT_FINITE', message);
}
