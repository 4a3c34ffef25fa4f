/** Tensors at the border of a model: what goes in and comes out, and what its integers mean. */

export type DType = 'float32' | 'int32' | 'uint8' | 'int64' | 'bool' | 'int16' | 'int8';

/** The typed array of each type; a bool is a byte of 0 or 1. */
export const ARRAY_OF = {
  float32: Float32Array,
  int32: Int32Array,
  uint8: Uint8Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  int16: Int16Array,
  int8: Int8Array,
} as const;

export type TensorData = InstanceType<(typeof ARRAY_OF)[DType]>;

export interface TensorInfo {
  readonly name: string;
  readonly dtype: DType;
  /** Outermost dimension first; all positive once the model is loaded. */
  readonly shape: readonly number[];
  /** real = scale × (integer − zeroPoint); 0 where the tensor is not quantized. */
  readonly scale: number;
  readonly zeroPoint: number;
}

export function isDType(name: string): name is DType {
  return Object.hasOwn(ARRAY_OF, name);
}

/** How many values the array of a tensor has; a shape without dimensions is one value. */
export function lengthOf({ shape }: Pick<TensorInfo, 'shape'>): number {
  let length = 1;
  for (const size of shape) length *= size;
  return length;
}
