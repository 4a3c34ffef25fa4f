/** External delegates: no accelerator is at hand, so a stub does what theirs do (`test/tflite/stub-delegate.c`). */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreignModel, foreignModelPath } from '../../../../test/foreign-models.ts';
import { compileShared, OWN_LIBRARY, refusal, testWith } from '../../../../test/native-rig.ts';
import { inTempDirectory } from '../../../../test/temp-directory.ts';
import type { Session } from '../session.ts';
import { loadModel } from '../tflite-node.ts';
import { openNative } from './native-session.ts';

const test = suite('delegates');
const NEEDS = ['addon', 'library', 'models', 'compiler'] as const;

const SOURCES = join(import.meta.dirname, '../../../../test/tflite');

async function withStub(use: (stub: string, directory: string) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const stub = join(directory, 'libstub.so.1');
    compileShared(join(SOURCES, 'stub-delegate.c'), stub);
    await use(stub, directory);
  });
}

function open(
  path: string,
  options: Record<string, string>,
  model = 'kws_ref_model',
): Promise<Session> {
  const delegate = { path, options };
  return openNative(foreignModel(model), {
    threads: 1,
    library: OWN_LIBRARY,
    isExpendable: true,
    delegate,
  });
}

const SILENCE = [new Int8Array(490)];

testWith(test, NEEDS, 'a delegate that takes the model computes it, and the info names it', () =>
  withStub(async (stub) => {
    const session = await open(stub, { mode: 'take', fill: '42' });
    const { kernels, share, downgrades } = session.info;
    assert.equal(
      { kernels, share, downgrades },
      {
        kernels: 'delegate:stub',
        share: { taken: 13, operators: 13 },
        downgrades: [],
      },
    );
    assert.equal(await session.run(SILENCE), [new Int8Array(12).fill(42)]);
    await session.close();
  }),
);

testWith(test, NEEDS, 'a delegate makes a model run that only it can run', () =>
  withStub(async (stub) => {
    const options = { mode: 'take', fill: '7' };
    const session = await open(stub, options, 'mobilenet_v1_0.25_128_quant_edgetpu');
    assert.is(session.info.kernels, 'delegate:stub');
    const answer = await session.run([new Uint8Array(128 * 128 * 3)]);
    assert.equal(answer, [new Uint8Array(1_001).fill(7)]);
    await session.close();
  }),
);

testWith(test, NEEDS, 'the delegate goes after all that it computes with', () =>
  withStub(async (stub, directory) => {
    const log = join(directory, 'log');
    const session = await open(stub, { mode: 'take', fill: '0', log });
    await session.run(SILENCE);
    await session.close();
    const events = readFileSync(log, 'utf8').trim().split('\n');
    assert.equal(events, ['created', 'prepared', 'invoked', 'kernel freed', 'destroyed']);
  }),
);

/** What the CPU says to the same input, whatever became of the delegate. */
async function answersLikeTheCpu(session: Session): Promise<void> {
  const plain = await openNative(foreignModel('kws_ref_model'), {
    threads: 1,
    library: OWN_LIBRARY,
    isExpendable: true,
  });
  assert.equal(await session.run(SILENCE), await plain.run(SILENCE));
  await Promise.all([session.close(), plain.close()]);
}

for (const [what, mode, reason] of [
  ['that has no device', 'refuse', 'the stub has no device'],
  ['that fails when it sees the model', 'fail', 'the stub fails as it was told to'],
  ['that takes no operator', 'idle', "takes none of the model's 13 operators"],
] as const)
  testWith(test, NEEDS, `without a delegate ${what}, XNNPACK runs the model, and it is said`, () =>
    withStub(async (stub) => {
      const session = await open(stub, { mode });
      assert.is(session.info.kernels, 'xnnpack');
      assert.is(session.info.downgrades.length, 1);
      assert.match(session.info.downgrades[0] ?? '', 'delegate stub');
      assert.match(session.info.downgrades[0] ?? '', reason);
      await answersLikeTheCpu(session);
    }),
  );

testWith(
  test,
  NEEDS,
  'a delegate that is not there, or is none, is told and not used',
  async () => {
    const missing = await open('/nowhere/libedgetpu.so.1', {});
    assert.match(
      missing.info.downgrades[0] ?? '',
      'without delegate edgetpu: /nowhere/libedgetpu.so.1',
    );
    await answersLikeTheCpu(missing);
    const none = await open(OWN_LIBRARY, {});
    assert.match(none.info.downgrades[0] ?? '', 'is no external delegate');
    await answersLikeTheCpu(none);
  },
);

testWith(
  test,
  NEEDS,
  'a model that only a delegate can run is refused with what became of it',
  () =>
    withStub(async (stub) => {
      const { code, message } = await refusal(open(stub, { mode: 'refuse' }, 'person_detect_vela'));
      assert.is(code, 'TFLITE_CUSTOM_OPERATOR');
      assert.match(message, 'ethos-u');
      assert.match(message, 'the stub has no device');
    }),
);

testWith(test, NEEDS, 'a delegate that crashes ends the process it is used in', () =>
  withStub(async (stub) => {
    const script = join(SOURCES, 'open-with-delegate.ts');
    const args = ['--import', 'tsx', script, foreignModelPath('kws_ref_model'), stub, 'crash'];
    assert.is(spawnSync(process.execPath, args).signal, 'SIGABRT');
    await Promise.resolve();
  }),
);

testWith(test, NEEDS, 'in a process of its own, the CPU computes after a delegate crashed it', () =>
  withStub(async (stub) => {
    const delegate = { path: stub, options: { mode: 'crash' } };
    const path = foreignModelPath('kws_ref_model');
    const model = await loadModel(path, { backend: 'native', delegate });
    assert.is(model.info.kernels, 'xnnpack');
    assert.equal(model.info.downgrades.length, 1);
    assert.match(model.info.downgrades[0] ?? '', /^without delegate stub: .*SIGABRT/);
    assert.is((await model.run(SILENCE)).length, 1);
    assert.is(model.restarts, 0);
    await model.close();
  }),
);

test.run();
