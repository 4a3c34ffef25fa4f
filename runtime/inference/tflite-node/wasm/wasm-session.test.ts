import { createRequire } from 'node:module';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { foreignModel, testWithModels } from '../../../../test/foreign-models.ts';
import { subtractionModel } from '../../../../test/tiny-models.ts';
import { borderTensors } from '../border-tensors.ts';
import { dequantize, quantize } from '../quantize.ts';
import { readModelFile } from '../model-file.ts';
import { LITERT_VERSION } from './litert-module.ts';
import { TfliteError } from '../errors.ts';
import { openWasm } from './wasm-session.ts';

const test = suite('wasm-session');

const OPTIONS = { threads: 1 };

test('says the version of the package that its module comes from', () => {
  const manifest = createRequire(import.meta.url)('@litertjs/core/package.json') as object;
  assert.is('version' in manifest && manifest.version, LITERT_VERSION);
});

testWithModels(
  test,
  'computes a sine with a quantized model of a dynamic first dimension',
  async () => {
    const session = await openWasm(foreignModel('hello_world_int8'), OPTIONS);
    const [input, output] = [only(session.inputs), only(session.outputs)];
    assert.equal(input.shape, [1, 1]);
    for (const x of [0.5, 1.5, 3, 4.5, 6]) {
      const answer = await session.run([quantize([x], input)]);
      const [y = Number.NaN] = dequantize(only(answer), output);
      assert.ok(Math.abs(y - Math.sin(x)) < 0.1, `sin(${x}) = ${y}`);
    }
    await session.close();
  },
);

testWithModels(test, 'has the inputs and outputs that the file says', async () => {
  for (const name of ['kws_ref_model', 'ad01_fp32', 'mobilenet_v1_0.25_128_quant']) {
    const file = readModelFile(foreignModel(name));
    const session = await openWasm(foreignModel(name), OPTIONS);
    assert.equal(session.inputs, borderTensors(file, 'inputs'));
    assert.equal(session.outputs, borderTensors(file, 'outputs'));
    await session.close();
  }
});

testWithModels(test, 'refuses what LiteRT would answer with garbage', async () => {
  for (const name of ['person_detect_vela', 'mobilenet_v1_0.25_128_quant_edgetpu'])
    assert.is(await codeOf(openWasm(foreignModel(name), OPTIONS)), 'TFLITE_CUSTOM_OPERATOR');
});

testWithModels(
  test,
  'refuses a model that LiteRT only complains of, and says nothing itself',
  async () => {
    const print = console.error;
    const printed: unknown[] = [];
    console.error = (...what) => void printed.push(what);
    try {
      const refusal: unknown = await openWasm(foreignModel('trained_lstm_int8'), OPTIONS).catch(
        (error: unknown) => error,
      );
      assert.instance(refusal, TfliteError);
      const { code, message, hint } = refusal as TfliteError;
      assert.equal(
        [code, message],
        ['TFLITE_NOT_SUPPORTED', 'wasm runs no model that remembers what it saw'],
      );
      assert.match(hint, 'backend native');
      assert.is(
        await codeOf(openWasm(foreignModel('corrupt/kws_a'), OPTIONS)),
        'TFLITE_NOT_SUPPORTED',
      );
    } finally {
      console.error = print;
    }
    assert.equal(printed, []);
  },
);

test('takes inputs in the order of the graph, whatever order the signature has', async () => {
  for (const names of [
    ['minuend', 'subtrahend'],
    ['y', 'x'],
  ] as const) {
    const session = await openWasm(subtractionModel(names), OPTIONS);
    assert.equal(
      session.inputs.map(({ name }) => name),
      ['a', 'b'],
    );
    assert.equal(await session.run([Int32Array.of(5), Int32Array.of(3)]), [Int32Array.of(2)]);
    await session.close();
  }
});

testWithModels(test, 'names what it cannot have: threads and a delegate', async () => {
  const delegate = { path: 'libfast.so' };
  const session = await openWasm(foreignModel('hello_world_int8'), { threads: 4, delegate });
  assert.equal(session.info.downgrades, [
    'wasm runs in one thread, not in 4',
    'wasm takes no delegate: libfast.so is not used',
  ]);
  await session.close();
});

testWithModels(test, 'answers no more once it is closed', async () => {
  const session = await openWasm(foreignModel('hello_world_int8'), OPTIONS);
  await session.close();
  await session.close();
  assert.is(await codeOf(session.run([Int8Array.of(0)])), 'TFLITE_CLOSED');
});

function only<T>([item, ...others]: readonly T[]): T {
  assert.equal(others, []);
  if (item === undefined) throw new Error('nothing there');
  return item;
}

function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );
}

test.run();
