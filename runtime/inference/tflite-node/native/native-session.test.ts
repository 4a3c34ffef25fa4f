/** The native back end against the real library and models that nobody here made. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { foreignModel, foreignModelPath } from '../../../../test/foreign-models.ts';
import { OWN_LIBRARY, refusal, testWith } from '../../../../test/native-rig.ts';
import { borderTensors } from '../border-tensors.ts';
import { readModelFile } from '../model-file.ts';
import type { Session } from '../session.ts';
import { ARRAY_OF, lengthOf, type TensorData } from '../tensor.ts';
import { loadAddon } from './addon.ts';
import { openNative } from './native-session.ts';
import { PROBES } from './probe-models.ts';

const test = suite('native-session');
const REAL = ['addon', 'library', 'models'] as const;

/** The tests of `probe.ts` see to a process of its own. */
const OPTIONS = { threads: 1, library: OWN_LIBRARY, isExpendable: true };

const RUN_LOOP = join(import.meta.dirname, '../../../../test/tflite/run-loop.ts');

/** A thread does not take over the loader of the one that started it. */
const TYPESCRIPT_WORKER = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import('${RUN_LOOP}');
});`;

async function withModel(name: string, use: (session: Session) => Promise<void>): Promise<void> {
  const session = await openNative(foreignModel(name), OPTIONS);
  try {
    await use(session);
  } finally {
    await session.close();
  }
}

/** Arrays for all inputs; other values for another seed. */
function inputsFor({ inputs }: Session, seed: number): TensorData[] {
  return inputs.map((tensor) => {
    const array = new ARRAY_OF[tensor.dtype](lengthOf(tensor));
    for (let i = 0; i < array.length; i += 1)
      if (!(array instanceof BigInt64Array)) array[i] = (i * 31 + seed * 57) % 101;
    return array;
  });
}

for (const name of ['vww_96_int8', 'kws_ref_model', 'ad01_int8', 'tf2_mobilenet_v2_1.0_224_ptq'])
  testWith(test, REAL, `runs ${name} in XNNPACK, and nothing had to be given up`, () =>
    withModel(name, async ({ info }) => {
      const { kernels, downgrades, backend, version } = info;
      assert.equal(
        { kernels, downgrades, backend, version },
        {
          kernels: 'xnnpack',
          downgrades: [],
          backend: 'native',
          version: '2.9.0',
        },
      );
      assert.ok((info.share?.taken ?? 0) > (info.share?.operators ?? 0) / 2);
      await Promise.resolve();
    }),
  );

testWith(test, REAL, 'says of a model that XNNPACK does not take why each step failed', () =>
  withModel('mobilenet_v1_0.25_128_quant', async ({ info }) => {
    assert.is(info.kernels, 'builtin');
    assert.is(info.downgrades.length, 2);
    assert.match(info.downgrades[0] ?? '', /unsigned 8-bit operators: failed to delegate CONV_2D/);
    assert.match(info.downgrades[1] ?? '', "XNNPACK takes none of the model's 31 operators");
    await Promise.resolve();
  }),
);

testWith(test, REAL, 'has the inputs and outputs that the file says', async () => {
  for (const name of ['kws_ref_model', 'ad01_fp32', 'mobilenet_v1_0.25_128_quant'])
    await withModel(name, async ({ inputs, outputs }) => {
      const file = readModelFile(foreignModel(name));
      assert.equal(inputs, borderTensors(file, 'inputs'));
      assert.equal(outputs, borderTensors(file, 'outputs'));
      await Promise.resolve();
    });
});

testWith(
  test,
  REAL,
  'gives the same answer in this thread, in the pool, and into arrays that are there',
  () =>
    withModel('kws_ref_model', async (session) => {
      for (const seed of [1, 2, 3]) {
        const inputs = inputsFor(session, seed);
        const inPool = await session.run(inputs);
        assert.equal(session.runSync?.(inputs), inPool);
        const there = [new Int8Array(12)];
        assert.is(session.runSync?.(inputs, there), there);
        assert.equal(there, inPool);
      }
      assert.not.equal(
        await session.run(inputsFor(session, 1)),
        await session.run(inputsFor(session, 2)),
      );
    }),
);

testWith(test, REAL, 'lets the event loop turn while it runs in the pool', () =>
  withModel('tf2_mobilenet_v2_1.0_224_ptq', async (session) => {
    let turns = 0;
    const turn = (): void => {
      turns += 1;
      timer = setImmediate(turn);
    };
    let timer = setImmediate(turn);
    await session.run(inputsFor(session, 1));
    clearImmediate(timer);
    assert.ok(turns > 1, `${turns} turns`);
  }),
);

testWith(test, REAL, 'does one run at a time, wherever', () =>
  withModel('vww_96_int8', async (session) => {
    const inputs = inputsFor(session, 1);
    const running = session.run(inputs);
    assert.throws(
      () => session.runSync?.(inputs),
      (error: { code?: string }) => error.code === 'TFLITE_BUSY',
    );
    assert.is((await refusal(session.run(inputs))).code, 'TFLITE_BUSY');
    await running;
    assert.equal(session.runSync?.(inputs), await running);
  }),
);

testWith(test, REAL, 'takes no array of another length, and not fewer arrays', () =>
  withModel('vww_96_int8', async (session) => {
    const short = await refusal(session.run([new Int8Array(27_647)]));
    assert.is(short.code, 'TFLITE_BAD_INPUT');
    assert.match(short.message, 'input 0 has 27648 bytes, not 27647');
    assert.is((await refusal(session.run([]))).code, 'TFLITE_BAD_INPUT');
    assert.is((await session.run(inputsFor(session, 1))).length, 1);
  }),
);

testWith(test, REAL, 'is closed after the run that is going on, and then for good', async () => {
  const session = await openNative(foreignModel('vww_96_int8'), OPTIONS);
  const inputs = inputsFor(session, 1);
  const going = session.run(inputs);
  await session.close();
  assert.is((await going).length, 1);
  assert.is((await refusal(session.run(inputs))).code, 'TFLITE_CLOSED');
  await session.close();
});

const UNFIT: Readonly<Record<string, string>> = {
  person_detect: 'TFLITE_MICRO_ONLY',
  person_detect_vela: 'TFLITE_CUSTOM_OPERATOR',
  'mobilenet_v1_0.25_128_quant_edgetpu': 'TFLITE_CUSTOM_OPERATOR',
};
for (const [name, code] of Object.entries(UNFIT))
  testWith(test, REAL, `refuses ${name} with ${code}`, async () => {
    assert.is((await refusal(openNative(foreignModel(name), OPTIONS))).code, code);
  });

testWith(
  test,
  ['addon', 'library'],
  'refuses the layers that version 2.9 computes wrong',
  async () => {
    const model = Buffer.from(PROBES.perChannelFullyConnected.model, 'base64');
    const { code } = await refusal(openNative(model, OPTIONS));
    assert.is(code, 'TFLITE_PER_CHANNEL_FULLY_CONNECTED');
  },
);

testWith(test, ['addon', 'library'], 'refuses bytes that are no model', async () => {
  const { code } = await refusal(openNative(new Uint8Array(100), OPTIONS));
  assert.is(code, 'TFLITE_NOT_A_MODEL');
});

testWith(test, ['addon', 'library'], 'takes no handle of one kind for one of the other', () => {
  const addon = loadAddon();
  const library = addon.openLibrary(OWN_LIBRARY);
  const model = Buffer.from(PROBES.fullyConnected.model, 'base64');
  const session = addon.openSession(library, model, 1, -1, null, [], 1);
  // What TypeScript forbids, a mistake in it could still do.
  const confused = addon as unknown as Record<string, (handle: unknown) => void>;
  assert.throws(() => confused['describeSession']?.(library), /not the handle/);
  assert.throws(() => confused['describeLibrary']?.(session), /not the handle/);
  assert.throws(() => confused['closeSession']?.({}), /not the handle/);
  addon.closeSession(session);
  assert.throws(() => addon.describeSession(session), /closed/);
});

testWith(
  test,
  REAL,
  'a thread that is ended in the middle of its runs takes nothing with it',
  async () => {
    for (let round = 0; round < 5; round += 1) {
      const worker = new Worker(TYPESCRIPT_WORKER, {
        eval: true,
        argv: [foreignModelPath('vww_96_int8')],
      });
      await once(worker, 'message');
      assert.is(await worker.terminate(), 1);
    }
    await withModel('vww_96_int8', async (session) => {
      assert.is((await session.run(inputsFor(session, 1))).length, 1);
    });
  },
);

testWith(
  test,
  REAL,
  'a process ends in the middle of a run, with models open, and prints nothing',
  () => {
    const args = ['--import', 'tsx', RUN_LOOP, foreignModelPath('vww_96_int8'), 'exit'];
    const { status, signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal({ status, signal, stderr }, { status: 7, signal: null, stderr: '' });
  },
);

test.run();
