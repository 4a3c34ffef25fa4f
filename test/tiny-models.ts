/**
 * Models that do something no real one does on demand: take as long as they are told to, or answer
 * with no number. Numbers of operators, options and fields:
 * tensorflow/compiler/mlir/lite/schema/schema.fbs in github.com/tensorflow/tensorflow.
 */
import { writeFlatbuffer, type Table } from '../models/kit/tflite/flatbuffer-table.ts';

/** enum BuiltinOperator */
const [ADD, SUB, LESS, LOG, WHILE] = [0, 41, 58, 73, 119];
/** Members of the union BuiltinOptions. */
const [NONE, ADD_OPTIONS, SUB_OPTIONS, LESS_OPTIONS, WHILE_OPTIONS] = [0, 11, 28, 44, 93];
/** enum TensorType */
const [FLOAT32, INT32, BOOL] = [0, 2, 6];
/** Places in the list of buffers; 0 is the empty one. */
const [ZERO, ONE] = [1, 2];

/** Counting so far takes minutes at least. */
export const FOREVER = 2_147_483_647;

/** int32 [1] → int32 [1]: counts from 0 to its input, and answers where it came to. */
export function spinModel(): Uint8Array {
  const main = graph({
    tensors: [tensor('n'), tensor('zero', { buffer: ZERO }), tensor('i'), tensor('n again')],
    inputs: [0],
    outputs: [2],
    step: step(2, { inputs: [1, 0], outputs: [2, 3] }, [
      WHILE_OPTIONS,
      { 0: { int32: 1 }, 1: { int32: 2 } },
    ]),
  });
  const goesOn = graph({
    tensors: [tensor('i'), tensor('n'), tensor('is less', { type: BOOL })],
    inputs: [0, 1],
    outputs: [2],
    step: step(1, { inputs: [0, 1], outputs: [2] }, [LESS_OPTIONS, { 0: { int8: 0 } }]),
  });
  const countOn = graph({
    tensors: [tensor('i'), tensor('n'), tensor('one', { buffer: ONE }), tensor('next')],
    inputs: [0, 1],
    outputs: [3, 1],
    step: step(0, { inputs: [0, 2], outputs: [3] }, [ADD_OPTIONS, { 0: { int8: 0 } }]),
  });
  return model([ADD, LESS, WHILE], [main, goesOn, countOn]);
}

/** float32 [1] → float32 [1]: the natural logarithm; of a negative number there is none. */
export function logarithmModel(): Uint8Array {
  const main = graph({
    tensors: [tensor('x', { type: FLOAT32 }), tensor('log x', { type: FLOAT32 })],
    inputs: [0],
    outputs: [1],
    step: step(0, { inputs: [0], outputs: [1] }, [NONE, {}]),
  });
  return model([LOG], [main]);
}

/** Two int32 [1] → int32 [1]: a − b. Its graph has a before b, and its signature b before a, by the names given. */
export function subtractionModel([nameOfA, nameOfB]: readonly [string, string]): Uint8Array {
  const main = graph({
    tensors: [tensor('a'), tensor('b'), tensor('a - b')],
    inputs: [0, 1],
    outputs: [2],
    step: step(0, { inputs: [0, 1], outputs: [2] }, [SUB_OPTIONS, { 0: { int8: 0 } }]),
  });
  const signature = {
    0: { tables: [port(nameOfB, 1), port(nameOfA, 0)] },
    1: { tables: [port('difference', 2)] },
    2: { text: 'subtract' },
  };
  return model([SUB], [main], { 7: { tables: [signature] } });
}

/** table TensorMap */
function port(name: string, tensor: number): Table {
  return { 0: { text: name }, 1: { int32: tensor } };
}

function model(
  operators: readonly number[],
  graphs: readonly Table[],
  more: Table = {},
): Uint8Array {
  const buffers = [[], [0, 0, 0, 0], [1, 0, 0, 0]].map((bytes) => ({
    0: { bytes: Uint8Array.from(bytes) },
  }));
  const root = {
    0: { int32: 3 },
    1: { tables: operators.map(operatorCode) },
    2: { tables: graphs },
    3: { text: 'made for a test' },
    4: { tables: buffers },
    ...more,
  };
  return writeFlatbuffer(root, 'TFL3');
}

function operatorCode(number: number): Table {
  return { 0: { int8: number }, 2: { int32: 1 }, 3: { int32: number } };
}

function tensor(name: string, { type = INT32, buffer = 0 } = {}): Table {
  return { 0: { int32s: [1] }, 1: { int8: type }, 2: { int32: buffer }, 3: { text: name } };
}

interface Ports {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

function step(
  operator: number,
  { inputs, outputs }: Ports,
  [optionsType, options]: readonly [number, Table],
): Table {
  const plain = { 0: { int32: operator }, 1: { int32s: inputs }, 2: { int32s: outputs } };
  if (optionsType === NONE) return plain;
  return { ...plain, 3: { int8: optionsType }, 4: { table: options } };
}

function graph({
  tensors,
  inputs,
  outputs,
  step,
}: Ports & { readonly tensors: readonly Table[]; readonly step: Table }): Table {
  return {
    0: { tables: tensors },
    1: { int32s: inputs },
    2: { int32s: outputs },
    3: { tables: [step] },
  };
}
