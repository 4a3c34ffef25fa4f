/**
 * Inference against a C program on the same library and model, in rounds that take turns, so that
 * whatever else the machine does meets all of them. Each number of a round is the mean of a batch.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  loadModel,
  type LoadOptions,
  type Model,
} from '../../runtime/inference/tflite-node/tflite-node.ts';
import { ARRAY_OF, lengthOf, type TensorData } from '../../runtime/inference/tflite-node/tensor.ts';
import { addonPath } from '../../runtime/inference/tflite-node/native/addon.ts';
import { foreignModelPath, hasForeignModels } from '../foreign-models.ts';
import { inTempDirectory } from '../temp-directory.ts';
import { compileReference, CReference } from './c-reference.ts';
import { quantile, type Row } from './row.ts';
import { timeTfjs } from './tfjs-tflite.ts';

const LIBRARY = join(dirname(addonPath()), 'libtensorflowlite_c.so');
const BUILT = join(import.meta.dirname, '../../dist/inference/tflite-node/tflite-node.js');
const ONE_MODEL = join(import.meta.dirname, 'one-model.mjs');

const ROUNDS = 200;
const RUNS_WITHOUT_GROWTH = 100_000;

/** So many runs a batch that one takes about a millisecond. */
const MODELS: Readonly<Record<string, number>> = {
  ad01_int8: 300,
  kws_ref_model: 20,
  vww_96_int8: 8,
  'tf2_mobilenet_v2_1.0_224_ptq': 1,
};

const TRUSTED = { backend: 'native', isolate: 'none' } as const;

export async function measureTflite(): Promise<readonly Row[]> {
  const missing = whatIsMissing();
  if (missing !== undefined) return [notMeasured('int8 inference', missing)];
  compileReference();
  const rows: Row[] = [];
  for (const [name, runs] of Object.entries(MODELS))
    rows.push(...(await againstC(name, runs)), await againstWasm(name, runs));
  const others = [await twoThreads(), ...oneModel(), await againstTfjs()];
  return [...rows, ...others];
}

function whatIsMissing(): string | undefined {
  if (!existsSync(addonPath()) || !existsSync(LIBRARY)) return 'the native part is not here';
  if (!hasForeignModels) return 'the models of other people are not here';
  return spawnSync('cc', ['--version']).status === 0 ? undefined : 'there is no C compiler';
}

function notMeasured(what: string, why: string): Row {
  return { what, measured: `not measured: ${why}`, budget: '-', raw: { why } };
}

/** What is timed: one batch of runs, in microseconds a run. */
type Contender = () => Promise<number>;

async function race<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
): Promise<Record<Name, number[]>> {
  const entries = Object.entries<Contender>(contenders);
  const times = Object.fromEntries(entries.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, contender] of entries) times[name]?.push(await contender());
  return times as Record<Name, number[]>;
}

/** Zeros: how long a dense int8 model takes does not depend on its input. */
function zeros(model: Pick<Model, 'inputs' | 'outputs'>, side: 'inputs' | 'outputs'): TensorData[] {
  return model[side].map((tensor) => new ARRAY_OF[tensor.dtype](lengthOf(tensor)));
}

function runsSync(model: Model, runs: number, outputs?: readonly TensorData[]): Contender {
  const inputs = zeros(model, 'inputs');
  return () => {
    const startedAt = performance.now();
    for (let run = 0; run < runs; run += 1) model.runSync?.(inputs, outputs);
    return Promise.resolve(((performance.now() - startedAt) * 1e3) / runs);
  };
}

function runsAsync(model: Model, runs: number): Contender {
  const inputs = zeros(model, 'inputs');
  return async () => {
    const startedAt = performance.now();
    for (let run = 0; run < runs; run += 1) await model.run(inputs);
    return ((performance.now() - startedAt) * 1e3) / runs;
  };
}

async function withModel<Result>(
  name: string,
  options: LoadOptions,
  use: (model: Model) => Promise<Result>,
): Promise<Result> {
  const model = await loadModel(foreignModelPath(name), options);
  try {
    return await use(model);
  } finally {
    await model.close();
  }
}

async function againstC(name: string, runs: number): Promise<readonly Row[]> {
  const reference = new CReference(LIBRARY, foreignModelPath(name), 1);
  const c: Contender = () => reference.time(runs);
  const rows = await withModel(name, TRUSTED, async (model) => [
    // By themselves: what others leave to the garbage collector it would do in the time of these.
    inThisThread(name, await race({ c, sync: runsSync(model, runs, zeros(model, 'outputs')) })),
    await elsewhere(name, c, { model, runs }),
  ]);
  reference.end();
  return rows;
}

function inThisThread(name: string, us: Record<'c' | 'sync', number[]>): Row {
  const [c, sync] = [quantile(us.c, 0.5), quantile(us.sync, 0.5)];
  return {
    what: `${name}, 1 thread: in this thread, against C (p50)`,
    measured: `${(sync / c).toFixed(3)}× of ${c.toFixed(1)} µs`,
    budget: '1.05×',
    raw: us,
  };
}

/** The thread pool takes its time even with nothing to do, so that stands beside it. */
async function elsewhere(
  name: string,
  c: Contender,
  { model, runs }: { readonly model: Model; readonly runs: number },
): Promise<Row> {
  const us = await withModel(name, { backend: 'native', isolate: 'process' }, (there) =>
    race({
      c,
      pool: runsAsync(model, runs),
      empty: emptyJobs(runs),
      child: runsAsync(there, runs),
    }),
  );
  const base = quantile(us.c, 0.5);
  const more = (times: readonly number[]): string => `+${(quantile(times, 0.5) - base).toFixed(0)}`;
  const empty = quantile(us.empty, 0.5).toFixed(0);
  return {
    what: `${name}: in the thread pool (an empty job there); in a process of its own (p50)`,
    measured: `${more(us.pool)} µs (${empty} µs); ${more(us.child)} µs`,
    budget: '+20 µs; +300 µs',
    raw: us,
  };
}

const emptyJob = promisify(randomBytes);

function emptyJobs(runs: number): Contender {
  return async () => {
    const startedAt = performance.now();
    for (let run = 0; run < runs; run += 1) await emptyJob(1);
    return ((performance.now() - startedAt) * 1e3) / runs;
  };
}

async function againstWasm(name: string, runs: number): Promise<Row> {
  const us = await withModel(name, TRUSTED, (native) =>
    withModel(name, { backend: 'wasm', isolate: 'none' }, (wasm) =>
      race({ native: runsSync(native, runs), wasm: runsAsync(wasm, runs) }),
    ),
  );
  const [native, wasm] = [quantile(us.native, 0.5), quantile(us.wasm, 0.5)];
  return {
    what: `${name}: in wasm, against the native library (p50)`,
    measured: `${(wasm / native).toFixed(1)}× (${wasm.toFixed(0)} µs)`,
    budget: '4×',
    raw: us,
  };
}

/** Whether a second thread is worth it on this machine, as busy as it is. */
async function twoThreads(): Promise<Row> {
  const name = 'tf2_mobilenet_v2_1.0_224_ptq';
  const us = await withModel(name, TRUSTED, (one) =>
    withModel(name, { ...TRUSTED, threads: 2 }, (two) =>
      race({ one: runsSync(one, 1), two: runsSync(two, 1) }),
    ),
  );
  const [one, two] = [us.one, us.two].map((times) => ({
    p50: quantile(times, 0.5) / 1e3,
    p99: quantile(times, 0.99) / 1e3,
  })) as [{ p50: number; p99: number }, { p50: number; p99: number }];
  const both = ({ p50, p99 }: { p50: number; p99: number }): string =>
    `${p50.toFixed(1)}, ${p99.toFixed(1)} ms`;
  return {
    what: `${name}: 1 thread; 2 threads (p50, p99)`,
    measured: `${both(one)}; ${both(two)}`,
    budget: 'default 1',
    raw: us,
  };
}

interface OneModel {
  readonly kernels: string;
  readonly firstLoadMs: number;
  readonly loadMs: number;
  readonly atStartKb: number;
  readonly loadedKb: number;
  readonly warmKb: number;
  readonly afterRunsKb: number;
  readonly afterLoadsKb: number;
}

/** kws, the smallest that does something useful: 53 kB. */
function oneModel(): readonly Row[] {
  const args = ['--expose-gc', ONE_MODEL, BUILT, foreignModelPath('kws_ref_model')];
  const all = [...args, String(RUNS_WITHOUT_GROWTH)];
  const raw = JSON.parse(execFileSync(process.execPath, all, { encoding: 'utf8' })) as OneModel;
  const mb = (kb: number): string => `${((kb * 1_024) / 1e6).toFixed(1)} MB`;
  return [
    {
      what: 'kws_ref_model: loaded in a process that has loaded nothing; once more',
      measured: `${raw.firstLoadMs.toFixed(0)} ms; ${raw.loadMs.toFixed(1)} ms`,
      budget: '20 ms',
      raw,
    },
    {
      what: 'the same: memory of the process with it, beyond that without (all)',
      measured: `+${mb(raw.loadedKb - raw.atStartKb)} (${mb(raw.loadedKb)})`,
      budget: '+12 MB',
      raw,
    },
    {
      what: `the same: growth over ${RUNS_WITHOUT_GROWTH} runs; then over 300 loads`,
      measured: `${mb(raw.afterRunsKb - raw.warmKb)}; ${mb(raw.afterLoadsKb - raw.afterRunsKb)}`,
      budget: 'none',
      raw,
    },
  ];
}

async function againstTfjs(): Promise<Row> {
  const what = 'vww_96_int8: tfjs-tflite-node 0.0.2, 1 thread, against this (p50)';
  const [batches, runs, name] = [50, 8, 'vww_96_int8'];
  let tfjs: readonly number[] = [];
  try {
    await inTempDirectory((directory) => {
      const order = { model: foreignModelPath(name), shape: [1, 96, 96, 3], batches, runs };
      tfjs = timeTfjs(directory, order);
      return Promise.resolve();
    });
  } catch (error) {
    return notMeasured(what, error instanceof Error ? (error.message.split('\n')[0] ?? '') : '');
  }
  const { own } = await withModel(name, TRUSTED, (model) => race({ own: runsSync(model, runs) }));
  const ratio = quantile(tfjs, 0.5) / quantile(own, 0.5);
  const budget = '5×';
  return { what, measured: `${ratio.toFixed(1)}× slower`, budget, raw: { tfjs, own } };
}
