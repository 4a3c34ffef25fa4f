/** What has to be true of a model in a process of its own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { loadModel, TfliteError } from '../../runtime/inference/tflite-node/tflite-node.ts';
import { childrenOf } from '../bench/process-memory.ts';
import { foreignModelPath } from '../foreign-models.ts';
import { inTempDirectory } from '../temp-directory.ts';
import { FOREVER, logarithmModel, spinModel } from '../tiny-models.ts';
import { codeOf, numberIn, only, type Facts } from './model-facts.ts';

export const IN_A_PROCESS: Facts = {
  'a run that takes too long is ended, and the next one works; called off, it is so at once': (
    use,
  ) =>
    use(
      'spin',
      async (model) => {
        assert.is(await codeOf(model.run([Int32Array.of(FOREVER)])), 'TFLITE_TIMEOUT');
        assert.is(numberIn(await model.run([Int32Array.of(3)])), 3);
        assert.is(model.restarts, 1);
        const controller = new AbortController();
        const run = codeOf(model.run([Int32Array.of(FOREVER)], { signal: controller.signal }));
        controller.abort();
        assert.is(await run, 'TFLITE_ABORTED');
        assert.is(numberIn(await model.run([Int32Array.of(6)])), 6);
      },
      { timeoutMs: 300 },
    ),

  'the end of the process fails the run that goes on, and only that; closing leaves none behind': (
    use,
  ) => {
    const before = modelProcesses();
    return use(
      'spin',
      async (model) => {
        const lost = model.run([Int32Array.of(FOREVER)]).catch((error: unknown) => error);
        const waiting = model.run([Int32Array.of(4)]);
        killYoungest();
        const error = await lost;
        assert.instance(error, TfliteError);
        const { code, hint } = error as TfliteError;
        assert.is(code, 'TFLITE_CRASHED');
        assert.match(hint, 'ended from outside', 'and the model is not blamed');
        assert.is(numberIn(await waiting), 4);
        assert.is(model.restarts, 1);
        const last = codeOf(model.run([Int32Array.of(FOREVER)]));
        await model.close();
        assert.is(await last, 'TFLITE_CLOSED');
        assert.equal(modelProcesses(), before);
      },
      {},
    );
  },

  'a file that has changed since it was checked is not run': (_, way) =>
    inTempDirectory(async (directory) => {
      const path = join(directory, 'spin.tflite');
      writeFileSync(path, spinModel());
      const model = await loadModel(path, way);
      writeFileSync(path, logarithmModel());
      const lost = codeOf(model.run([Int32Array.of(FOREVER)]));
      killYoungest();
      assert.is(await lost, 'TFLITE_CRASHED');
      assert.is(await codeOf(model.run([Int32Array.of(1)])), 'TFLITE_WRONG_HASH');
      await model.close();
    }),

  'closing ends the pause before the next try, and who waits for it': (use) =>
    use(
      'spin',
      async (model) => {
        // The pauses double: 0, 100, 200, 400 ms, and then 800.
        for (let death = 0; death < 5; death += 1)
          assert.is(await codeOf(model.run([Int32Array.of(FOREVER)])), 'TFLITE_TIMEOUT');
        const waiting = codeOf(model.run([Int32Array.of(1)]));
        await new Promise(setImmediate);
        const startedAt = performance.now();
        await model.close();
        assert.is(await waiting, 'TFLITE_CLOSED');
        assert.ok(performance.now() - startedAt < 600);
      },
      { timeoutMs: 50 },
    ),

  'the process of a model sees nothing of what else the environment holds': async (_, way) => {
    process.env['BOARDTALK_TEST_PASSWORD'] = 'not for models';
    try {
      await inTempDirectory(async (directory) => {
        const path = join(directory, 'spin.tflite');
        writeFileSync(path, spinModel());
        const model = await loadModel(path, way);
        const [child = 0] = modelProcesses().slice(-1);
        const seen = readFileSync(`/proc/${child}/environ`, 'latin1');
        await model.close();
        assert.match(seen, 'PATH=');
        assert.not.match(seen, 'not for models');
      });
    } finally {
      delete process.env['BOARDTALK_TEST_PASSWORD'];
    }
  },

  'there is no run in this thread': (use) =>
    use('spin', async ({ runSync }) => {
      assert.is(runSync, undefined);
      return Promise.resolve();
    }),
};

/** What kills a process at its load or its first run. */
export const ON_CORRUPT_MODELS: Facts = {
  'a model that kills its process is refused, and this one lives': async (_, way) => {
    const before = modelProcesses();
    for (const name of ['corrupt/hello_world_a', 'corrupt/kws_a']) {
      const code = await codeOf(loadModel(foreignModelPath(name), way));
      assert.match(String(code), /^TFLITE_/);
    }
    assert.equal(modelProcesses(), before);
  },
};

/** Our children that run a model; the loader of TypeScript has one too. */
function modelProcesses(): readonly number[] {
  return childrenOf(process.pid).filter(isModelProcess);
}

function isModelProcess(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('isolation/child');
}

/** The one that was started last. */
function killYoungest(): void {
  process.kill(only(modelProcesses().slice(-1)), 'SIGKILL');
}
