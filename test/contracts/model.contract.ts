/**
 * What a model owes whoever asks it, whichever back end computes and in whichever process. Models of
 * other people where there are some, and tiny ones that do on demand what real ones never do.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  dequantize,
  loadModel,
  quantize,
  TfliteError,
  type LoadOptions,
  type Model,
  type TensorData,
} from '../../runtime/inference/tflite-node/tflite-node.ts';
import { foreignModelPath } from '../foreign-models.ts';
import { GOLDEN_ANSWERS, hashOf, noiseFor } from '../golden-answers.ts';
import { testWith } from '../native-rig.ts';
import { inTempDirectory } from '../temp-directory.ts';
import { logarithmModel, spinModel } from '../tiny-models.ts';
import { codeOf, LONG, numberIn, only, type Facts, type Use, type Way } from './model-facts.ts';
import { IN_A_PROCESS, ON_CORRUPT_MODELS } from './model-process-facts.ts';

export function modelContract(test: Test, way: Way): void {
  const bench = new Bench(way);
  const name = `${way.backend}, ${way.isolate === 'process' ? 'process of its own' : 'in process'}`;
  const needs = way.backend === 'native' ? (['addon', 'library'] as const) : [];
  const facts = {
    ...EVERY_WAY,
    ...(way.isolate === 'process' ? IN_A_PROCESS : {}),
    ...(way.isolate === 'none' && way.backend === 'native' ? IN_THIS_THREAD : {}),
  };
  for (const [sentence, prove] of Object.entries(facts))
    testWith(test, needs, `${name}: ${sentence}`, () => prove(bench.use, way));
  const onForeign = {
    ...ON_REAL_MODELS,
    ...(way.isolate === 'process' ? ON_CORRUPT_MODELS : {}),
  };
  for (const [sentence, prove] of Object.entries(onForeign))
    testWith(test, [...needs, 'models'], `${name}: ${sentence}`, () => prove(bench.use, way));
  test.after(() => bench.clear());
}

/** The models of one way. */
class Bench {
  readonly #way: Way;
  readonly #directory = mkdtempSync(join(tmpdir(), 'boardtalk-models-'));
  readonly #shared = new Map<string, Model>();

  constructor(way: Way) {
    this.#way = way;
    writeFileSync(join(this.#directory, 'spin.tflite'), spinModel());
    writeFileSync(join(this.#directory, 'logarithm.tflite'), logarithmModel());
  }

  readonly use: Use = async (name, prove, own) => {
    const tiny = join(this.#directory, `${name}.tflite`);
    const path = existsSync(tiny) ? tiny : foreignModelPath(name);
    const shared = own === undefined ? this.#shared.get(name) : undefined;
    const model = shared ?? (await loadModel(path, { ...this.#way, ...own }));
    if (own === undefined) this.#shared.set(name, model);
    try {
      await prove(model);
    } finally {
      if (own !== undefined) await model.close();
    }
  };

  async clear(): Promise<void> {
    for (const model of this.#shared.values()) await model.close();
    rmSync(this.#directory, { recursive: true });
  }
}

const EVERY_WAY: Facts = {
  'runs that are asked for together are answered each with its own': (use) =>
    use('spin', async (model) => {
      const asked = [5, 1, LONG, 0, 3, 2];
      const answers = await Promise.all(asked.map((count) => model.run([Int32Array.of(count)])));
      assert.equal(
        answers.map(([answer]) => Number(answer?.[0])),
        asked,
      );
    }),

  'an array of another number, type or length is refused before anything runs': (use) =>
    use('spin', async (model) => {
      const wrong: TensorData[][] = [[], [Float32Array.of(1)], [Int32Array.of(1, 2)]];
      for (const arrays of [...wrong, [Int32Array.of(1), Int32Array.of(1)]])
        assert.is(await codeOf(model.run(arrays)), 'TFLITE_BAD_INPUT');
    }),

  'what is no number neither goes in nor comes out': (use) =>
    use('logarithm', async (model) => {
      const [one] = await model.run([Float32Array.of(Math.E)]);
      assert.ok(Math.abs(Number(one?.[0]) - 1) < 1e-5);
      for (const value of [Number.NaN, Infinity, -1])
        assert.is(await codeOf(model.run([Float32Array.of(value)])), 'TFLITE_NOT_FINITE');
    }),

  'a run that waits is called off, and the next is not': (use) =>
    use('spin', async (model) => {
      const first = model.run([Int32Array.of(LONG)]);
      const controller = new AbortController();
      const waiting = codeOf(model.run([Int32Array.of(1)], { signal: controller.signal }));
      const next = model.run([Int32Array.of(2)]);
      controller.abort();
      assert.is(await waiting, 'TFLITE_ABORTED');
      assert.equal([await first, await next].map(numberIn), [LONG, 2]);
      assert.is(
        await codeOf(model.run([Int32Array.of(1)], { signal: AbortSignal.abort() })),
        'TFLITE_ABORTED',
      );
    }),

  'a closed model answers no more, and may be closed again': (use) =>
    use(
      'spin',
      async (model) => {
        await model.close();
        await model.close();
        assert.is(await codeOf(model.run([Int32Array.of(1)])), 'TFLITE_CLOSED');
      },
      {},
    ),

  'no number of threads and no limit is taken that is none; a limit may be as long as it likes': (
    use,
  ) =>
    use(
      'spin',
      async (model) => {
        assert.is(numberIn(await model.run([Int32Array.of(7)])), 7);
        for (const bad of [{ threads: 0 }, { threads: 1e6 }, { timeoutMs: 0 }, { timeoutMs: NaN }])
          assert.is(
            await codeOf(use('spin', () => Promise.resolve(), bad)),
            'TFLITE_BAD_OPTION',
            JSON.stringify(bad),
          );
      },
      { timeoutMs: Infinity },
    ),

  'says which back end runs it, by which library': (use, { backend }) =>
    use('spin', async ({ info }) => {
      assert.is(info.backend, backend);
      assert.match(info.version, /^\d+\.\d+/);
      assert.ok(readFileSync(info.library).length > 0);
      return Promise.resolve();
    }),

  'a file that is not there, not the one that was meant, cut short or no model has its own code': (
    _,
    way,
  ) =>
    inTempDirectory(async (directory) => {
      const file = (bytes: Uint8Array): string => {
        const path = join(directory, 'model.tflite');
        writeFileSync(path, bytes);
        return path;
      };
      const load = (path: string, more: LoadOptions = {}): Promise<unknown> =>
        codeOf(loadModel(path, { ...way, ...more }));
      assert.is(await load(join(directory, 'none.tflite')), 'TFLITE_NO_FILE');
      assert.is(await load(directory), 'TFLITE_NO_FILE');
      const sha256 = 'ab'.repeat(32);
      assert.is(await load(file(spinModel()), { sha256 }), 'TFLITE_WRONG_HASH');
      assert.is(await load(file(spinModel().slice(0, 200))), 'TFLITE_TRUNCATED');
      assert.is(await load(file(new Uint8Array(500).fill(7))), 'TFLITE_NOT_A_MODEL');
      assert.is(await load(file(new Uint8Array())), 'TFLITE_TRUNCATED');
    }),
};

const IN_THIS_THREAD: Facts = {
  'a run in this thread answers at once, and not while another goes on': (use) =>
    use('spin', async (model) => {
      assert.is(numberIn(model.runSync?.([Int32Array.of(9)]) ?? []), 9);
      const run = model.run([Int32Array.of(LONG)]);
      assert.throws(
        () => model.runSync?.([Int32Array.of(1)]),
        (error: unknown) => error instanceof TfliteError && error.code === 'TFLITE_BUSY',
      );
      await run;
    }),

  'a run that takes too long fails in time, and a later one works': (use) =>
    use(
      'spin',
      async (model) => {
        assert.is(await codeOf(model.run([Int32Array.of(5_000_000)])), 'TFLITE_TIMEOUT');
        // The thread computes on: until it is free, others fail in time too.
        let code: unknown = 'TFLITE_TIMEOUT';
        while (code === 'TFLITE_TIMEOUT') code = await codeOf(model.run([Int32Array.of(1)]));
        assert.is(code, 'no error');
      },
      { timeoutMs: 50 },
    ),
};

const ON_REAL_MODELS: Facts = {
  'the int8 models of others are answered to the bit': async (use) => {
    for (const name of ['kws_ref_model', 'vww_96_int8', 'ad01_int8'] as const)
      await use(
        name,
        async (model) => {
          assert.is(model.info.kernels, 'xnnpack');
          const answer = await model.run(model.inputs.map(noiseFor));
          assert.is(hashOf(answer), GOLDEN_ANSWERS[name], name);
        },
        {},
      );
  },

  'inputs that go in together are answered as each alone, or refused where that cannot be': (
    use,
    way,
  ) =>
    use('kws_ref_model', async (model) => {
      const refused = (name: string): Promise<unknown> =>
        codeOf(loadModel(foreignModelPath(name), { ...way, batch: 3 }));
      assert.is(await refused('tf2_mobilenet_v2_1.0_224_ptq'), 'TFLITE_NOT_SUPPORTED');
      if (way.backend === 'wasm') {
        assert.is(await refused('kws_ref_model'), 'TFLITE_NOT_SUPPORTED');
        return;
      }
      const input = only(model.inputs);
      const noise = noiseFor({ ...input, shape: [3, ...input.shape.slice(1)] });
      const size = noise.length / 3;
      const alone: number[] = [];
      for (const at of [0, size, 2 * size]) {
        const answer = only(await model.run([noise.slice(at, at + size)]));
        alone.push(...Array.from(answer, Number));
      }
      await use(
        'kws_ref_model',
        async (together) => {
          assert.equal(only(together.outputs).shape, [3, 12]);
          assert.equal(together.info.share, model.info.share);
          assert.equal(Array.from(only(await together.run([noise])), Number), alone);
        },
        { batch: 3 },
      );
    }),

  'the answers of a model of a sine are a sine': (use) =>
    use('hello_world_int8', async (model) => {
      const [input, output] = [only(model.inputs), only(model.outputs)];
      for (const x of [0.5, 1.5, 3, 4.5, 6]) {
        const answer = only(await model.run([quantize([x], input)]));
        const y = Number(dequantize(answer, output)[0]);
        assert.ok(Math.abs(y - Math.sin(x)) < 0.1, `sin(${x}) = ${y}`);
      }
    }),

  'a model that needs what is not here is refused, with the reason': async (_, way) => {
    const codes = {
      person_detect_vela: 'TFLITE_CUSTOM_OPERATOR',
      'mobilenet_v1_0.25_128_quant_edgetpu': 'TFLITE_CUSTOM_OPERATOR',
      person_detect: 'TFLITE_MICRO_ONLY',
    };
    for (const [name, code] of Object.entries(codes))
      assert.is(await codeOf(loadModel(foreignModelPath(name), way)), code, name);
  },
};
