/** How long one run of a model takes in this process, by itself or against a C program on the same library. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { errorMessage } from '../core/app-error.ts';
import { InferenceError } from './errors.ts';
import type { FoundModel } from './find-model.ts';
import { openFound, tryModel, type OpenChoice, type RunChoice } from './run-model.ts';
import {
  ARRAY_OF,
  lengthOf,
  REFERENCE_PROGRAM,
  type Model,
  type ModelInfo,
} from './tflite-node/tflite-node.ts';

export interface ModelBench {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly runs: number;
  /** Of our time to that of the C program: the median of rounds taken in turn. */
  readonly ratio?: number;
  /** Where a batch was asked for: the time for each input in it, and that against the time of one alone. */
  readonly batch?: { readonly size: number; readonly eachMs: number; readonly ratio: number };
  readonly info: ModelInfo;
}

export interface BenchChoice extends Omit<RunChoice, 'step'> {
  readonly against?: 'c' | undefined;
}

/** The first runs fill caches, and wasm is compiled a second time after some hundreds of milliseconds. */
const WARM_UP_MS = 500;
const MEASURE_MS = 2_000;
const MAX_RUNS = 20_000;
/** In turn, so that whatever else the machine does hits both. */
const ROUNDS = 15;
const ROUND_MS = 60;

/** @throws InferenceError INFERENCE_NO_COMPILER, INFERENCE_NO_COMPARISON; TfliteError */
export async function benchModel(found: FoundModel, choice: BenchChoice): Promise<ModelBench> {
  const { against, batch, ...how } = choice;
  if (against === 'c' && how.backend === 'wasm') throw noComparison();
  const backend = against === 'c' ? 'native' : how.backend;
  // What is measured is in this process, and a model may end the process it is in.
  await tryModel(found, { ...how, backend });
  const model = await openFound(found, { ...how, backend, isolate: 'none' });
  try {
    const run = runner(model);
    await sample(run, WARM_UP_MS);
    const times = (await sample(run, MEASURE_MS)).sort((left, right) => left - right);
    const at = (share: number): number => times[Math.ceil(times.length * share) - 1] ?? Number.NaN;
    const together =
      batch === undefined ? {} : { batch: await benchBatch(found, run, { ...how, batch }) };
    const all = { p50Ms: at(0.5), p99Ms: at(0.99), runs: times.length, info: model.info };
    const measured = { ...all, ...together };
    if (against === undefined) return measured;
    const threads = how.threads ?? found.card?.threads ?? 1;
    const ratio = await ratioToC(run, {
      path: found.path,
      info: model.info,
      threads,
      p50Ms: at(0.5),
    });
    return { ...measured, ratio };
  } finally {
    await model.close();
  }
}

function noComparison(): InferenceError {
  const message = 'wasm cannot be measured against the C program, which has a native library';
  const hint = 'Leave out --against c, or --backend wasm.';
  return new InferenceError('INFERENCE_NO_COMPARISON', message, { hint });
}

type Run = () => Promise<unknown> | undefined;

/** In this thread where the library can, with arrays that are used again. */
function runner(model: Model): Run {
  const inputs = model.inputs.map((tensor) => new ARRAY_OF[tensor.dtype](lengthOf(tensor)));
  const outputs = model.outputs.map((tensor) => new ARRAY_OF[tensor.dtype](lengthOf(tensor)));
  const { runSync } = model;
  if (runSync === undefined) return () => model.run(inputs);
  return () => void runSync(inputs, outputs);
}

async function sample(run: Run, forMs: number): Promise<number[]> {
  const times: number[] = [];
  const endAt = performance.now() + forMs;
  while (performance.now() < endAt && times.length < MAX_RUNS) {
    const startedAt = performance.now();
    const going = run();
    if (going !== undefined) await going;
    times.push(performance.now() - startedAt);
  }
  return times;
}

/** In turn with one input alone, as against C. @throws TfliteError where the model takes no batch */
async function benchBatch(
  found: FoundModel,
  alone: Run,
  how: OpenChoice & { readonly batch: number },
): Promise<NonNullable<ModelBench['batch']>> {
  const { batch: size } = how;
  const model = await openFound(found, { ...how, isolate: 'none' });
  try {
    const run = runner(model);
    const warm = await sample(run, WARM_UP_MS);
    const count = Math.max(1, Math.round((ROUND_MS * warm.length) / WARM_UP_MS));
    const ratios: number[] = [];
    const each: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const eachMs = (await meanMs(run, count)) / size;
      each.push(eachMs);
      ratios.push(eachMs / (await meanMs(alone, count)));
    }
    return { size, eachMs: median(each), ratio: median(ratios) };
  } finally {
    await model.close();
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

interface Rival {
  readonly path: string;
  readonly info: ModelInfo;
  readonly threads: number;
  readonly p50Ms: number;
}

async function ratioToC(run: Run, rival: Rival): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'boardtalk-bench-'));
  try {
    const program = join(folder, 'reference');
    await compile(program);
    return await raceRounds(run, program, rival);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compile(program: string): Promise<void> {
  try {
    await promisify(execFile)('cc', ['-O2', '-o', program, REFERENCE_PROGRAM, '-ldl']);
  } catch (cause) {
    const message = `the C program to compare with cannot be compiled: ${errorMessage(cause)}`;
    throw new InferenceError('INFERENCE_NO_COMPILER', message, { cause });
  }
}

async function raceRounds(run: Run, program: string, rival: Rival): Promise<number> {
  const { path, info, threads, p50Ms } = rival;
  const child = spawn(program, [info.library, path, String(threads)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // That it ended is seen when no answer comes.
  child.on('error', ignore);
  child.stdin.on('error', ignore);
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const count = Math.max(1, Math.round(ROUND_MS / p50Ms));
  const ratios: number[] = [];
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      child.stdin.write(`${count}\n`);
      const cUs = await meanOfC(answers);
      const oursUs = (await meanMs(run, count)) * 1_000;
      // The first warms up.
      if (round > 0) ratios.push(oursUs / cUs);
    }
  } finally {
    child.stdin.end();
    child.kill();
  }
  return median(ratios);
}

function ignore(): void {
  // Nothing to do.
}

/** Microseconds. */
async function meanOfC(answers: AsyncIterator<string>): Promise<number> {
  const answer: IteratorResult<string, unknown> = await answers.next();
  const mean = answer.done === true ? Number.NaN : Number(answer.value);
  if (mean > 0) return mean;
  const message = 'the C program could not run this model';
  throw new InferenceError('INFERENCE_NO_COMPARISON', message);
}

async function meanMs(run: Run, count: number): Promise<number> {
  const startedAt = performance.now();
  for (let done = 0; done < count; done += 1) {
    const going = run();
    if (going !== undefined) await going;
  }
  return (performance.now() - startedAt) / count;
}
