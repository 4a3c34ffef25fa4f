/**
 * What a .tflite file says about itself, read from its bytes alone: no library is asked, so it works
 * for models that none can run, and nothing that stands in a file can hurt. Weights are not read.
 * Source of every number below: the tables and enums of tensorflow/compiler/mlir/lite/schema/schema.fbs
 * in github.com/tensorflow/tensorflow; a field's number is its place in its table, from 0, where a
 * union counts for two.
 */
import { TfliteError } from './errors.ts';
import { FlatBuffer, type FlatTable } from './flatbuffer.ts';
import { CUSTOM, operatorName } from './operator-names.ts';

/** Bytes 4 to 7 of every file of schema version 3. */
const IDENTIFIER = 'TFL3';

/** enum TensorType; each at the place of its number. */
const FILE_TYPES = [
  ...['float32', 'float16', 'int32', 'uint8', 'int64', 'string', 'bool', 'int16'],
  ...['complex64', 'int8', 'float64', 'complex128', 'uint64', 'resource', 'variant'],
  ...['uint32', 'uint16', 'int4', 'bfloat16'],
];

export interface ModelFile {
  readonly schemaVersion: number;
  readonly description?: string | undefined;
  /** Each kind once. */
  readonly operators: readonly FileOperator[];
  /** The first is the model; the others are called by its IF, WHILE and CALL_ONCE. At least one. */
  readonly graphs: readonly [FileGraph, ...FileGraph[]];
  /** Bytes of constants, weights above all, by the type of their tensors. */
  readonly sizeByType: Readonly<Record<string, number>>;
  /** What converters left in it: `min_runtime_version`, `TFLITE_METADATA`. */
  readonly metadata: readonly string[];
}

export interface FileOperator {
  /** `CONV_2D`; of a custom operator, its own name; `UNKNOWN_300` where it is newer than this package. */
  readonly name: string;
  readonly kind: 'built-in' | 'custom' | 'unknown';
  readonly version: number;
  /** How often it stands in the file, in all graphs. */
  readonly count: number;
}

export interface FileGraph {
  readonly tensors: readonly FileTensor[];
  /** Places in `tensors`. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** In the order of execution. */
  readonly steps: readonly FileStep[];
}

export interface FileStep {
  /** Its place in `operators`. */
  readonly operator: number;
  /** Places in `tensors`; -1 where an input that may be left out is. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface FileTensor {
  readonly name: string;
  /** As TensorFlow Lite calls it in small letters; more than this package can pass in and out. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Where it says more than the shape: -1 stands for a dimension that is not fixed. */
  readonly shapeSignature?: readonly number[] | undefined;
  readonly quantization?: FileQuantization | undefined;
  /** Of its constant value; 0 for what is computed. */
  readonly bufferBytes: number;
  /** It keeps its value from one run to the next. */
  readonly isVariable: boolean;
}

export interface FileQuantization {
  /** One for the whole tensor, or one for each index of a dimension. Never empty. */
  readonly scales: readonly number[];
  readonly zeroPoints: readonly number[];
  readonly quantizedDimension: number;
}

/** @throws TfliteError TFLITE_NOT_A_MODEL, TFLITE_TRUNCATED; nothing else, whatever the bytes */
export function readModelFile(bytes: Uint8Array): ModelFile {
  checkIdentifier(bytes);
  const model = new FlatBuffer(bytes).root();
  const buffers = model.tables(4).map((buffer) => buffer.bytes(0).length);
  const kinds = model.tables(1).map(readKind);
  const rawGraphs = model.tables(2).map((graph) => readGraph(graph, buffers));
  const [main, ...others] = rawGraphs.map(({ graph }) => graph);
  if (main === undefined) throw notAModel('it holds no graph');
  const counts = countSteps([main, ...others], kinds.length);
  return {
    schemaVersion: model.uint32(0),
    description: model.text(3),
    operators: kinds.map((kind, index) => ({ ...kind, count: counts[index] ?? 0 })),
    graphs: [main, ...others],
    sizeByType: sizeByType(rawGraphs, buffers),
    metadata: model.tables(6).map((entry) => entry.text(0) ?? ''),
  };
}

function notAModel(why: string): TfliteError {
  return new TfliteError('TFLITE_NOT_A_MODEL', `this is no TensorFlow Lite model: ${why}`);
}

function checkIdentifier(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new TfliteError('TFLITE_TRUNCATED', 'the file is empty');
  const found = String.fromCharCode(...bytes.subarray(4, 8));
  if (found !== IDENTIFIER) throw notAModel(`bytes 4 to 7 are not ${IDENTIFIER}`);
}

/** table OperatorCode. Numbers above 126 did not fit in the old field, so the greater one counts. */
function readKind(code: FlatTable): Omit<FileOperator, 'count'> {
  const number = Math.max(code.int8(0), code.int32(3));
  const version = code.int32(2, 1);
  if (number === CUSTOM) return { name: code.text(1) ?? 'CUSTOM', kind: 'custom', version };
  const name = operatorName(number);
  return name === undefined
    ? { name: `UNKNOWN_${number}`, kind: 'unknown', version }
    : { name, kind: 'built-in', version };
}

interface RawGraph {
  readonly graph: FileGraph;
  /** The buffer of each tensor. */
  readonly buffers: readonly number[];
}

/** table SubGraph */
function readGraph(table: FlatTable, sizes: readonly number[]): RawGraph {
  const raw = table.tables(0);
  const buffers = raw.map((tensor) => tensor.uint32(2));
  const tensors = raw.map((tensor, index) => readTensor(tensor, sizeOf(buffers[index], sizes)));
  const steps = table.tables(3).map(readStep);
  const [inputs, outputs] = [table.int32s(1), table.int32s(2)];
  const isTensor = (index: number): boolean => index >= 0 && index < tensors.length;
  const stray = [
    ...[...inputs, ...outputs].filter((index) => !isTensor(index)),
    ...steps.flatMap((step) => step.inputs.filter((index) => index !== -1 && !isTensor(index))),
    ...steps.flatMap((step) => step.outputs.filter((index) => index !== -1 && !isTensor(index))),
  ];
  if (stray.length > 0) throw notAModel(`it names tensor ${String(stray[0])}, and has none`);
  return { graph: { tensors, inputs, outputs, steps }, buffers };
}

function sizeOf(buffer: number | undefined, sizes: readonly number[]): number {
  const size = buffer === undefined ? undefined : sizes[buffer];
  if (size === undefined) throw notAModel(`it names buffer ${String(buffer)}, and has none`);
  return size;
}

/** table Operator */
function readStep(operator: FlatTable): FileStep {
  return {
    operator: operator.uint32(0),
    inputs: operator.int32s(1),
    outputs: operator.int32s(2),
  };
}

/** table Tensor */
function readTensor(tensor: FlatTable, bufferBytes: number): FileTensor {
  const type = tensor.int8(1);
  const dtype = FILE_TYPES[type];
  if (dtype === undefined) throw notAModel(`a tensor is of type ${type}, which nobody knows`);
  const [shape, signature] = [tensor.int32s(0), tensor.int32s(7)];
  if (signature.length > 0 && !fits(shape, signature))
    throw notAModel(`a tensor is [${shape.join(', ')}] where it said [${signature.join(', ')}]`);
  return {
    name: tensor.text(3) ?? '',
    dtype,
    shape,
    shapeSignature: signature.includes(-1) ? signature : undefined,
    quantization: readQuantization(tensor.table(4)),
    bufferBytes,
    isVariable: tensor.int8(5) !== 0,
  };
}

/** -1 stands for any size. A file that contradicts itself here was damaged, and would ask for any amount of memory. */
function fits(shape: readonly number[], signature: readonly number[]): boolean {
  const isSame = (size: number, index: number): boolean =>
    signature[index] === -1 || signature[index] === size;
  return shape.length === signature.length && shape.every(isSame);
}

/** table QuantizationParameters; one without a scale says nothing. */
function readQuantization(table: FlatTable | undefined): FileQuantization | undefined {
  const scales = table?.float32s(2) ?? [];
  if (table === undefined || scales.length === 0) return undefined;
  return { scales, zeroPoints: table.int64s(3), quantizedDimension: table.int32(6) };
}

function countSteps(graphs: readonly FileGraph[], kinds: number): readonly number[] {
  const counts = Array.from({ length: kinds }, () => 0);
  for (const { operator } of graphs.flatMap(({ steps }) => steps)) {
    const count = counts[operator];
    if (count === undefined) throw notAModel(`it names operator ${operator}, and has none`);
    counts[operator] = count + 1;
  }
  return counts;
}

/** Tensors may share a buffer: it counts once, for the first. */
function sizeByType(
  graphs: readonly RawGraph[],
  sizes: readonly number[],
): Readonly<Record<string, number>> {
  const seen = new Set<number>();
  const sums = new Map<string, number>();
  for (const { graph, buffers } of graphs)
    graph.tensors.forEach(({ dtype }, index) => {
      const buffer = buffers[index] ?? 0;
      const size = sizes[buffer] ?? 0;
      if (size === 0 || seen.has(buffer)) return;
      seen.add(buffer);
      sums.set(dtype, (sums.get(dtype) ?? 0) + size);
    });
  return Object.fromEntries(sums);
}
