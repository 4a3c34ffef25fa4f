/** What real models say about themselves; and that no bytes whatever do more than be refused. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { foreignModel, hasForeignModels, testWithModels } from '../../../test/foreign-models.ts';
import { TfliteError } from './errors.ts';
import { readModelFile, type FileTensor, type ModelFile } from './model-file.ts';
import { whyNot } from './why-not.ts';

const test = suite('model-file');

const BARE = { hasDelegate: false, perChannelFullyConnected: false };

function codeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof TfliteError) return error.code;
    throw error;
  }
  return 'none';
}

function border({ graphs: [main] }: ModelFile, side: 'inputs' | 'outputs'): FileTensor[] {
  return main[side].flatMap((index) => main.tensors[index] ?? []);
}

testWithModels(test, 'lists the operators of a model with how often each stands in it', () => {
  const { operators } = readModelFile(foreignModel('kws_ref_model'));
  assert.equal(
    operators.map(({ name, count }) => [name, count]),
    [
      ['CONV_2D', 5],
      ['DEPTHWISE_CONV_2D', 4],
      ['AVERAGE_POOL_2D', 1],
      ['RESHAPE', 1],
      ['FULLY_CONNECTED', 1],
      ['SOFTMAX', 1],
    ],
  );
});

testWithModels(test, 'says what goes in and what comes out', () => {
  const file = readModelFile(foreignModel('vww_96_int8'));
  assert.equal(
    [...border(file, 'inputs'), ...border(file, 'outputs')].map(
      ({ name, dtype, shape, quantization }) => [name, dtype, shape, quantization?.zeroPoints],
    ),
    [
      ['input_1_int8', 'int8', [1, 96, 96, 3], [-128]],
      ['Identity_int8', 'int8', [1, 2], [-128]],
    ],
  );
});

testWithModels(test, 'counts the bytes of the weights by their type', () => {
  assert.equal(readModelFile(foreignModel('ad01_int8')).sizeByType, { int8: 264192, int32: 6688 });
  assert.equal(readModelFile(foreignModel('ad01_fp32')).sizeByType, { float32: 1063456 });
});

testWithModels(test, 'finds the scales of each channel', () => {
  const { tensors } = readModelFile(foreignModel('vww_96_int8')).graphs[0];
  const channels = tensors.map(({ quantization }) => quantization?.scales.length ?? 0);
  assert.is(Math.max(...channels), 256);
});

const RUNNABLE = [
  ...['ad01_fp32', 'ad01_int8', 'hello_world_float', 'hello_world_int8', 'kws_ref_model'],
  ...['kws_ref_model_float32', 'mobilenet_v1_0.25_128_quant', 'tf2_mobilenet_v2_1.0_224_ptq'],
  ...['trained_lstm_int8', 'vww_96_float', 'vww_96_int8'],
];
for (const name of RUNNABLE)
  testWithModels(test, `sees nothing that stands against ${name}`, () => {
    assert.is(whyNot(readModelFile(foreignModel(name)), BARE), undefined);
  });

const REFUSED: Readonly<Record<string, string>> = {
  person_detect_vela: 'TFLITE_CUSTOM_OPERATOR',
  'mobilenet_v1_0.25_128_quant_edgetpu': 'TFLITE_CUSTOM_OPERATOR',
  person_detect: 'TFLITE_MICRO_ONLY',
};
for (const [name, code] of Object.entries(REFUSED))
  testWithModels(test, `says ${code} of ${name}, before any library sees it`, () => {
    assert.is(whyNot(readModelFile(foreignModel(name)), BARE)?.code, code);
  });

testWithModels(test, 'leaves custom operators to the delegate that is named', () => {
  const file = readModelFile(foreignModel('person_detect_vela'));
  assert.is(whyNot(file, { ...BARE, hasDelegate: true }), undefined);
});

testWithModels(test, 'refuses a shape that contradicts the one it was made from', () => {
  const read = (): unknown => readModelFile(foreignModel('corrupt/hello_world_a'));
  assert.throws(read, /\[1, 33554433\] where it said \[-1, 1\]/);
});

test('refuses layers with a scale for each row only where the library is wrong about them', () => {
  const [weights, other] = [{ scales: [1, 2] }, { scales: [1] }].map(({ scales }) => ({
    ...{ name: 'w', dtype: 'int8', shape: [2, 4], bufferBytes: 8, isVariable: false },
    quantization: { scales, zeroPoints: scales.map(() => 0), quantizedDimension: 0 },
  }));
  const tensors = [weights, other].flatMap((tensor) => tensor ?? []);
  const steps = [{ operator: 0, inputs: [1, 0, -1], outputs: [1] }];
  const file: ModelFile = {
    ...{ schemaVersion: 3, sizeByType: {}, metadata: [] },
    operators: [{ name: 'FULLY_CONNECTED', kind: 'built-in', version: 4, count: 1 }],
    graphs: [{ tensors, inputs: [1], outputs: [1], steps }],
  };
  assert.is(whyNot(file, BARE)?.code, 'TFLITE_PER_CHANNEL_FULLY_CONNECTED');
  assert.is(whyNot(file, { ...BARE, perChannelFullyConnected: true }), undefined);
});

test('tells a file of another kind from one that ends too early', () => {
  assert.is(
    codeOf(() => readModelFile(new Uint8Array(100))),
    'TFLITE_NOT_A_MODEL',
  );
  assert.is(
    codeOf(() => readModelFile(new Uint8Array())),
    'TFLITE_TRUNCATED',
  );
});

testWithModels(test, 'notices wherever a model was cut off, except in its padding', () => {
  const model = foreignModel('hello_world_int8');
  const unnoticed: number[] = [];
  for (let length = 8; length < model.length; length += 1)
    if (codeOf(() => readModelFile(model.subarray(0, length))) !== 'TFLITE_TRUNCATED')
      unnoticed.push(length);
  assert.equal(
    unnoticed.filter((length) => model.length - length > 16),
    [],
  );
});

/** Throws for every outcome but a model or an error of this package. */
function isHarmless(bytes: Uint8Array): boolean {
  const code = codeOf(() => whyNot(readModelFile(bytes), BARE));
  return ['none', 'TFLITE_NOT_A_MODEL', 'TFLITE_TRUNCATED'].includes(code);
}

test('reads or refuses any bytes behind the right identifier', () => {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((tail) => {
    const head = [tail[0] ?? 0, 0, 0, 0, ...Buffer.from('TFL3')];
    return Uint8Array.from([...head, ...tail]);
  });
  fc.assert(fc.property(bytes, isHarmless), { numRuns: 5_000 });
});

const seeds = hasForeignModels
  ? ['hello_world_int8', 'trained_lstm_int8', 'kws_ref_model'].map(foreignModel)
  : [];
testWithModels(test, 'reads or refuses real models with any of their bytes changed', () => {
  const change = fc.tuple(fc.nat(60_000), fc.constantFrom(0, 1, 4, 8, 0x7f, 0x80, 0xff));
  const mutated = fc.tuple(fc.constantFrom(...seeds), fc.array(change, { maxLength: 12 }));
  const property = fc.property(mutated, ([model, changes]) => {
    const copy = Uint8Array.from(model);
    for (const [at, value] of changes) copy[at % copy.length] = value;
    return isHarmless(copy);
  });
  fc.assert(property, { numRuns: 5_000 });
});

test('does not follow one table a million times, though a file may say so', () => {
  const file = new ArrayBuffer(4_000_000);
  const view = new DataView(file);
  new Uint8Array(file).set(Buffer.from('TFL3'), 4);
  const [root, vtable, vector, table] = [32, 12, 64, 3_999_900];
  view.setUint32(0, root, true);
  view.setInt32(root, root - vtable, true);
  view.setUint16(vtable, 18, true);
  view.setUint16(vtable + 4 + 2 * 2, 8, true); // field 2, subgraphs
  view.setUint32(root + 8, vector - root - 8, true);
  view.setUint32(vector, 900_000, true);
  for (let index = 0; index < 900_000; index += 1)
    view.setUint32(vector + 4 + index * 4, table - vector - 4 - index * 4, true);
  assert.throws(() => readModelFile(new Uint8Array(file)), /endlessly/);
});

test.run();
