/**
 * Writes a small .tflite file. Knows no operator: what a layer needs stands with whoever describes it.
 * Numbers of fields and enums: tensorflow/compiler/mlir/lite/schema/schema.fbs in
 * github.com/tensorflow/tensorflow; `runtime/inference/tflite-node/model-file.ts` is the reader.
 */
import { writeFlatbuffer, type Table } from './flatbuffer-table.ts';

/** enum TensorType */
const TYPES = { float32: 0, int32: 2, int8: 9 } as const;

const SCHEMA_VERSION = 3;

/** enum BuiltinOperator: CUSTOM */
const CUSTOM = 32;

export interface DraftTensor {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  readonly shape: readonly number[];
  /** One for the whole tensor, or one for each index of one of its dimensions. */
  readonly scales?: readonly number[];
  /** Which dimension that is: the first, 0, where none is given. */
  readonly quantizedDimension?: number;
  /** The same for all. */
  readonly zeroPoint?: number;
  /** Of a constant. */
  readonly data?: Int8Array | Int32Array | Float32Array;
}

export interface DraftOperator {
  /** enum BuiltinOperator, up to 126; or the name of a custom one. */
  readonly code: number | string;
  readonly version: number;
  /** Places in `tensors`. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Its member of the union BuiltinOptions, and the table that goes with it. */
  readonly options?: { readonly type: number; readonly table: Table };
}

export interface DraftModel {
  readonly description: string;
  readonly tensors: readonly DraftTensor[];
  readonly operators: readonly DraftOperator[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export function writeModel({
  description,
  tensors,
  operators,
  inputs,
  outputs,
}: DraftModel): Uint8Array {
  const kinds = kindsOf(operators);
  // Buffer 0 is the empty one of all tensors that are computed; each other tensor has its own.
  const graph: Table = {
    0: { tables: tensors.map((tensor, index) => tensorTable(tensor, index + 1)) },
    1: { int32s: inputs },
    2: { int32s: outputs },
    3: { tables: operators.map((operator) => operatorTable(operator, kinds)) },
  };
  const model: Table = {
    0: { int32: SCHEMA_VERSION },
    1: { tables: kinds.map(codeTable) },
    2: { tables: [graph] },
    3: { text: description },
    4: { tables: [bufferTable(), ...tensors.map(({ data }) => bufferTable(data))] },
  };
  return writeFlatbuffer(model, 'TFL3');
}

/** Each kind of operator once. */
function kindsOf(operators: readonly DraftOperator[]): readonly DraftOperator[] {
  return operators.filter(
    (operator, index) => operators.findIndex((other) => isSameKind(other, operator)) === index,
  );
}

function isSameKind(one: DraftOperator, other: DraftOperator): boolean {
  return one.code === other.code && one.version === other.version;
}

/** table OperatorCode */
function codeTable({ code, version }: DraftOperator): Table {
  const number = typeof code === 'string' ? CUSTOM : code;
  const old = { 0: { int8: number }, 2: { int32: version }, 3: { int32: number } };
  return typeof code === 'string' ? { ...old, 1: { text: code } } : old;
}

/** table Operator */
function operatorTable(operator: DraftOperator, kinds: readonly DraftOperator[]): Table {
  const { inputs, outputs, options } = operator;
  const kind = kinds.findIndex((other) => isSameKind(other, operator));
  const plain = { 0: { int32: kind }, 1: { int32s: inputs }, 2: { int32s: outputs } };
  if (options === undefined) return plain;
  return { ...plain, 3: { int8: options.type }, 4: { table: options.table } };
}

/** table Tensor */
function tensorTable(
  { name, type, shape, scales, zeroPoint, quantizedDimension = 0, data }: DraftTensor,
  buffer: number,
): Table {
  const plain = {
    0: { int32s: shape },
    1: { int8: TYPES[type] },
    2: { int32: data === undefined ? 0 : buffer },
    3: { text: name },
  };
  if (scales === undefined) return plain;
  const zeroPoints = { int64s: scales.map(() => zeroPoint ?? 0) };
  const dimension = { int32: quantizedDimension };
  return { ...plain, 4: { table: { 2: { float32s: scales }, 3: zeroPoints, 6: dimension } } };
}

/** table Buffer */
function bufferTable(data?: DraftTensor['data']): Table {
  if (data === undefined) return { 0: { bytes: new Uint8Array() } };
  return { 0: { bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) } };
}
