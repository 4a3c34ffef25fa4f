/** `boardtalk model …` as a person types it, on models and pictures that nobody here made, with the native library and without it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { suite } from 'uvu';
import { z } from '../../runtime/core/schema.ts';
import { foreignFile, foreignModelPath, testWithModels } from '../foreign-models.ts';

interface Context {
  /** Data directory, bad files, and a copy of the program without its native parts. */
  folder: string;
}

const test = suite<Context>('boardtalk model');

const DIST = resolve('dist');
const LIBRARIES = join(DIST, 'inference/tflite-node/native/lib');
const LABELS = foreignFile('imagenet_labels.txt');

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'boardtalk-models-'));
});

test.after(({ folder }) => {
  rmSync(folder, { recursive: true });
});

interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Around {
  readonly dist?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Of this machine's environment the program sees only PATH. */
function boardtalk(
  { folder }: Context,
  args: readonly string[],
  { dist = DIST, env = {} }: Around = {},
): Promise<End> {
  return new Promise((resolve) => {
    const program = [join(dist, 'boardtalk.js'), 'model', ...args, '--data', folder];
    const surroundings = { PATH: process.env['PATH'] ?? '', ...env };
    execFile(
      process.execPath,
      program,
      { cwd: folder, env: surroundings },
      (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), stdout, stderr });
      },
    );
  });
}

const answerSchema = z.looseObject({
  ok: z.boolean(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().min(1) }).optional(),
  info: z
    .looseObject({ backend: z.string(), kernels: z.string(), downgrades: z.array(z.string()) })
    .optional(),
});
const classesSchema = z.looseObject({
  results: z.array(
    z.looseObject({ classes: z.array(z.looseObject({ label: z.object({ en: z.string() }) })) }),
  ),
});

/** One JSON value on standard output and nothing on standard error, whatever happened. */
function answerOf({ stdout, stderr }: End): z.infer<typeof answerSchema> {
  assert.equal(stderr, '');
  return answerSchema.parse(JSON.parse(stdout));
}

async function topClass(
  context: Context,
  args: readonly string[],
  around?: Around,
): Promise<string> {
  const end = await boardtalk(context, ['run', ...args, '--json'], around);
  assert.equal(answerOf(end).ok, true, end.stdout);
  const { results } = classesSchema.parse(JSON.parse(end.stdout));
  return results[0]?.classes[0]?.label.en ?? 'nothing';
}

const V2 = foreignModelPath('tf2_mobilenet_v2_1.0_224_ptq');
const V1 = foreignModelPath('mobilenet_v1_0.25_128_quant');
const VWW = foreignModelPath('vww_96_int8');

testWithModels(test, 'names a military uniform and a cat', async (context) => {
  const [hopper, cat] = [foreignFile('grace_hopper.bmp'), foreignFile('cat.bmp')];
  assert.equal(await topClass(context, [V2, hopper, '--labels', LABELS]), 'military uniform');
  assert.match(await topClass(context, [V2, cat, '--labels', LABELS]), /\bcat\b/);
  assert.match(await topClass(context, [V1, cat, '--labels', LABELS]), /\bcat\b/);
});

testWithModels(
  test,
  'says person of a person and no person of a cat, in words too',
  async (context) => {
    assert.equal(await topClass(context, [VWW, foreignFile('grace_hopper.bmp')]), 'person');
    assert.equal(await topClass(context, [VWW, foreignFile('owl.jpg')]), 'no person');
    const { stdout } = await boardtalk(context, ['run', VWW, foreignFile('cat.bmp')]);
    assert.match(stdout, /^ *\d+\.\d %  no person\n/);
  },
);

testWithModels(
  test,
  'lives on where a model ends the process it is measured in',
  async (context) => {
    const end = await boardtalk(context, ['bench', foreignModelPath('corrupt/kws_a'), '--json']);
    const { ok, error } = answerOf(end);
    assert.deepEqual([end.code, ok, error?.code], [1, false, 'TFLITE_CRASHED']);
  },
);

testWithModels(test, 'measures no native library where wasm was asked for', async (context) => {
  const args = ['bench', VWW, '--backend', 'wasm', '--against', 'c', '--json'];
  const end = await boardtalk(context, args);
  assert.deepEqual([end.code, answerOf(end).error?.code], [1, 'INFERENCE_NO_COMPARISON']);
});

testWithModels(
  test,
  'prints how well the frames of a healthy machine are reconstructed',
  async (context) => {
    const frames = foreignFile('ad01_normal_id_01.bin');
    const args = ['run', foreignModelPath('ad01_int8'), frames, '--step', '128'];
    const { stdout } = await boardtalk(context, args);
    assert.match(stdout, /^reconstruction error over 196 windows: mean \d+\.\d+, from /);
  },
);

const isNative = existsSync(join(LIBRARIES, process.arch, 'tflite.node'));
const foreignLibrary = ['x64', 'arm64']
  .filter((arch) => arch !== process.arch)
  .map((arch) => join(LIBRARIES, arch, 'libtensorflowlite_c.so'))
  .find((path) => existsSync(path));

function testNative(sentence: string, run: (context: Context) => Promise<void>): void {
  if (isNative && foreignLibrary !== undefined) testWithModels(test, sentence, run);
  else test.skip(`${sentence} (SKIPPED: the native part was not built here)`);
}

testNative('gives windows to the model in batches, with the same answers', async (context) => {
  const frames = foreignFile('ad01_normal_id_01.bin');
  const args = ['run', foreignModelPath('ad01_int8'), frames, '--step', '128', '--json'];
  const errorOf = async (...more: readonly string[]): Promise<unknown> => {
    const end = await boardtalk(context, [...args, ...more]);
    const { results } = z
      .looseObject({ results: z.array(z.looseObject({ error: z.number() })) })
      .parse(JSON.parse(end.stdout));
    return results;
  };
  // 196 windows: the last batch is not full.
  assert.deepEqual(await errorOf('--batch', '5'), await errorOf());
});

testNative('says of each model what a batch gains, or that it takes none', async (context) => {
  const bench = async (model: string): Promise<End> =>
    boardtalk(context, ['bench', foreignModelPath(model), '--batch', '4', '--json']);
  const { batch } = z
    .looseObject({ batch: z.object({ size: z.number(), eachMs: z.number(), ratio: z.number() }) })
    .parse(JSON.parse((await bench('kws_ref_model')).stdout));
  assert.ok(batch.size === 4 && batch.eachMs > 0 && batch.ratio > 0, JSON.stringify(batch));
  const { error } = answerOf(await bench('tf2_mobilenet_v2_1.0_224_ptq'));
  assert.equal(error?.code, 'TFLITE_NOT_SUPPORTED');
  assert.match(error.message, /does not take 4 inputs at once: /);
  assert.match(error.hint, /batch of 1/);
});

testWithModels(
  test,
  'adds a person detector in one command, lists it, and runs it by its id',
  async (context) => {
    const added = await boardtalk(context, ['add', VWW, '--as', 'person']);
    assert.equal(added.code, 0, added.stderr);
    assert.match(added.stdout, /a person detector\n/);
    const { stdout } = await boardtalk(context, ['list']);
    assert.match(
      stdout,
      /^person: person detector \(image → classes, 333 kB\)\n.*\n {2}in order$/m,
    );
    assert.equal(await topClass(context, ['person', foreignFile('grace_hopper.bmp')]), 'person');
    assert.equal(answerOf(await boardtalk(context, ['info', 'person', '--json'])).ok, true);
  },
);

/** Which file, made how, gets which code. */
const BAD: Readonly<Record<string, (context: Context) => string>> = {
  TFLITE_NO_FILE: ({ folder }) => join(folder, 'nowhere.tflite'),
  TFLITE_TRUNCATED: ({ folder }) => written(folder, readFileSync(VWW).subarray(0, 100_000)),
  TFLITE_NOT_A_MODEL: ({ folder }) => written(folder, Buffer.alloc(4_000, 'random')),
  TFLITE_CUSTOM_OPERATOR: () => foreignModelPath('person_detect_vela'),
  TFLITE_MICRO_ONLY: () => foreignModelPath('person_detect'),
  TFLITE_CRASHED: () => foreignModelPath('corrupt/kws_a'),
};

function written(folder: string, bytes: Uint8Array): string {
  const path = join(folder, 'bad.tflite');
  writeFileSync(path, bytes);
  return path;
}

async function codeOf(context: Context, args: readonly string[], around?: Around): Promise<string> {
  const end = await boardtalk(context, [...args, '--json'], around);
  assert.equal(end.code, 1, end.stdout);
  const { ok, error } = answerOf(end);
  assert.equal(ok, false);
  return error?.code ?? 'none';
}

for (const [code, make] of Object.entries(BAD))
  testWithModels(test, `says ${code} of a file that is so`, async (context) => {
    assert.equal(await codeOf(context, ['info', make(context)]), code);
  });

testWithModels(
  test,
  'says that a model of its own is not the file that was added',
  async (context) => {
    await boardtalk(context, ['add', foreignModelPath('hello_world_int8'), '--as', 'sine']);
    cpSync(foreignModelPath('hello_world_float'), join(context.folder, 'models/sine/sine.tflite'));
    assert.equal(await codeOf(context, ['info', 'sine']), 'TFLITE_WRONG_HASH');
    assert.match(
      (await boardtalk(context, ['list'])).stdout,
      /sine: .*\n.*\n {2}TFLITE_WRONG_HASH/,
    );
  },
);

testWithModels(test, 'tells the id that was meant', async (context) => {
  const { code, stderr } = await boardtalk(context, ['info', 'pers0n']);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /there is no model "pers0n".*\nhint: Did you mean person\?\nINFERENCE_NO_MODEL/s,
  );
});

testNative('says that a library is for another machine, and does without it', async (context) => {
  const around = { env: { TFLITE_LIB: foreignLibrary ?? '' } };
  const native = ['info', VWW, '--backend', 'native'];
  assert.equal(await codeOf(context, native, around), 'TFLITE_LIBRARY_WRONG_ARCHITECTURE');
  const { info } = answerOf(await boardtalk(context, ['info', VWW, '--json'], around));
  assert.equal(info?.backend, 'wasm');
});

testNative('measures a model against the C program, compiled at that moment', async (context) => {
  const args = ['bench', foreignModelPath('kws_ref_model'), '--against', 'c', '--json'];
  const end = await boardtalk(context, args);
  const bench = z
    .looseObject({ p50Ms: z.number(), p99Ms: z.number(), ratio: z.number() })
    .parse(JSON.parse(end.stdout));
  assert.ok(bench.p50Ms > 0 && bench.p99Ms >= bench.p50Ms && bench.ratio > 0, end.stdout);
  assert.equal(answerOf(end).info?.kernels, 'xnnpack');
});

testNative('says so where there is no compiler to measure against', async (context) => {
  const args = ['bench', VWW, '--against', 'c'];
  const around = { env: { PATH: context.folder } };
  assert.equal(await codeOf(context, args, around), 'INFERENCE_NO_COMPILER');
});

/** As a board gets it where `make build` had neither a compiler nor the network. */
function withoutNative({ folder }: Context): Around {
  const dist = join(folder, 'dist');
  if (!existsSync(dist))
    cpSync(DIST, dist, { recursive: true, filter: (path) => !path.startsWith(LIBRARIES) });
  return { dist, env: { PATH: folder } };
}

testWithModels(
  test,
  'sees the same without compiler and library, by wasm, with one notice',
  async (context) => {
    const around = withoutNative(context);
    const hopper = foreignFile('grace_hopper.bmp');
    assert.equal(
      await topClass(context, [V2, hopper, '--labels', LABELS], around),
      'military uniform',
    );
    assert.equal(await topClass(context, [VWW, hopper], around), 'person');
    const { info } = answerOf(await boardtalk(context, ['info', VWW, '--json'], around));
    assert.equal(info?.backend, 'wasm');
    assert.equal(info.downgrades.length, 1, info.downgrades.join('\n'));
  },
);

for (const code of ['TFLITE_TRUNCATED', 'TFLITE_CUSTOM_OPERATOR', 'TFLITE_MICRO_ONLY'])
  testWithModels(test, `says ${code} without a library too`, async (context) => {
    const path = BAD[code]?.(context) ?? '';
    assert.equal(await codeOf(context, ['info', path], withoutNative(context)), code);
  });

test.run();
