/**
 * Rewrites a float32 model with its weights as float16, as TensorFlow's converter does it: each
 * constant becomes a float16 tensor and a DEQUANTIZE in front of whoever reads it. Only for the
 * operators of the models that are measured; any other is an error. Numbers of fields: schema.fbs,
 * as in `runtime/inference/tflite-node/model-file.ts`.
 */
import { writeFlatbuffer, type Table } from '../../models/kit/tflite/flatbuffer-table.ts';
import { FlatBuffer, type FlatTable } from '../../runtime/inference/tflite-node/flatbuffer.ts';

/** enum TensorType */
const [FLOAT32, FLOAT16] = [0, 1];
/** enum BuiltinOperator; the version that takes float16 is 3 (op_version.cc). */
const DEQUANTIZE = { number: 6, version: 3 };
/** What is smaller stays: it saves nothing. */
const LEAST_ELEMENTS = 64;

type Kind = 'int8' | 'int32' | 'float32' | 'int32s';

/** union BuiltinOptions by its number: the kinds of the fields of each table, in their order. */
const OPTIONS: Readonly<Record<number, readonly Kind[]>> = {
  0: [],
  1: ['int8', 'int32', 'int32', 'int8', 'int32', 'int32'], // Conv2DOptions
  2: ['int8', 'int32', 'int32', 'int32', 'int8', 'int32', 'int32'], // DepthwiseConv2DOptions
  5: ['int8', 'int32', 'int32', 'int32', 'int32', 'int8'], // Pool2DOptions
  8: ['int8', 'int8', 'int8', 'int8'], // FullyConnectedOptions
  9: ['float32'], // SoftmaxOptions
  17: ['int32s'], // ReshapeOptions
};

/** What the schema says where a field is not written and it is not 0: the dilations. */
const STANDARD: Readonly<Record<string, number>> = { '1.4': 1, '1.5': 1, '2.5': 1, '2.6': 1 };

export function toHalfFloats(model: Uint8Array): Uint8Array {
  const root = new FlatBuffer(model).root();
  const [graph] = root.tables(2);
  if (graph === undefined) throw new Error('the model has no graph');
  const buffers = root.tables(4).map((buffer) => buffer.bytes(0));
  const kinds = root.tables(1).map(copyKind);
  const rewritten = rewriteGraph(graph, buffers, kinds.length);
  const text = root.text(3) ?? '';
  const dequantize: Table = {
    0: { int8: DEQUANTIZE.number },
    2: { int32: DEQUANTIZE.version },
    3: { int32: DEQUANTIZE.number },
  };
  return writeFlatbuffer(
    {
      0: { int32: root.uint32(0) },
      1: { tables: [...kinds, dequantize] },
      2: { tables: [rewritten.graph] },
      3: { text: `${text} Weights as float16.` },
      4: {
        tables: rewritten.buffers.map((bytes) => (bytes.length === 0 ? EMPTY : { 0: { bytes } })),
      },
    },
    'TFL3',
  );
}

/** A buffer of what is computed. */
const EMPTY: Table = { 0: { bytes: new Uint8Array() } };

function copyKind(kind: FlatTable): Table {
  return {
    0: { int8: kind.int8(0) },
    2: { int32: kind.int32(2, 1) },
    3: { int32: kind.int32(3) },
  };
}

function rewriteGraph(
  graph: FlatTable,
  oldBuffers: readonly Uint8Array[],
  dequantize: number,
): { readonly graph: Table; readonly buffers: readonly Uint8Array[] } {
  const buffers = [...oldBuffers];
  const tensors: Table[] = [];
  const halves: Table[] = [];
  const steps: Table[] = [];
  const old = graph.tables(0);
  old.forEach((tensor, index) => {
    const bytes = buffers[tensor.uint32(2)] ?? new Uint8Array();
    if (tensor.int8(1) !== FLOAT32 || bytes.length / 4 < LEAST_ELEMENTS) {
      tensors.push(copyTensor(tensor));
      return;
    }
    buffers[tensor.uint32(2)] = halfOf(bytes);
    const half = old.length + halves.length;
    halves.push({ ...copyTensor(tensor), 1: { int8: FLOAT16 } });
    // What it becomes is computed, and so has the empty buffer.
    tensors.push({ ...copyTensor(tensor), 2: { int32: 0 } });
    steps.push({ 0: { int32: dequantize }, 1: { int32s: [half] }, 2: { int32s: [index] } });
  });
  return {
    buffers,
    graph: {
      0: { tables: [...tensors, ...halves] },
      1: { int32s: graph.int32s(1) },
      2: { int32s: graph.int32s(2) },
      3: { tables: [...steps, ...graph.tables(3).map(copyStep)] },
    },
  };
}

function copyTensor(tensor: FlatTable): Table {
  return {
    0: { int32s: tensor.int32s(0) },
    1: { int8: tensor.int8(1) },
    2: { int32: tensor.uint32(2) },
    3: { text: tensor.text(3) ?? '' },
  };
}

function copyStep(step: FlatTable): Table {
  const kind = step.int8(3);
  const fields = OPTIONS[kind];
  if (fields === undefined) throw new Error(`options ${String(kind)} are not known here`);
  const options = step.table(4);
  return {
    0: { int32: step.uint32(0) },
    1: { int32s: step.int32s(1) },
    2: { int32s: step.int32s(2) },
    ...(options === undefined || fields.length === 0
      ? {}
      : { 3: { int8: kind }, 4: { table: copyOptions(options, kind, fields) } }),
  };
}

function copyOptions(options: FlatTable, kind: number, fields: readonly Kind[]): Table {
  const copied = fields.map((type, field) => {
    const standard = STANDARD[`${String(kind)}.${String(field)}`] ?? 0;
    if (type === 'int8') return { int8: options.int8(field, standard) };
    if (type === 'int32s') return { int32s: options.int32s(field) };
    // The four bytes of a float are copied as they are.
    return { int32: options.int32(field, standard) };
  });
  return Object.fromEntries(copied.entries());
}

function halfOf(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const halves = new Uint16Array(bytes.length / 4);
  for (let index = 0; index < halves.length; index += 1)
    halves[index] = halfBits(view.getFloat32(index * 4, true));
  return new Uint8Array(halves.buffer);
}

/** IEEE 754 binary16, rounded to the nearest, ties to even. Weights are finite, and none is near 65,504. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size === 0) return sign;
  // Below 2^-14 the steps stay as they are there.
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const steps = roundToEven(size / 2 ** (exponent - 10));
  return sign | (((exponent + 14) << 10) + steps);
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}
