/**
 * Ten thousand models with a few bytes changed are given to the process that runs models. What becomes
 * of it does not matter: this process is still there at the end, and runs a good model.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import { ModelProcess } from '../../runtime/inference/tflite-node/isolation/model-process.ts';
import { PROBES } from '../../runtime/inference/tflite-node/native/probe-models.ts';
import type { Backend } from '../../runtime/inference/tflite-node/open-session.ts';
import { loadModel, TfliteError } from '../../runtime/inference/tflite-node/tflite-node.ts';
import { foreignModel, hasForeignModels } from '../foreign-models.ts';
import { mutantOf, seededRandom } from '../mutant.ts';
import { testWith } from '../native-rig.ts';
import { logarithmModel, spinModel } from '../tiny-models.ts';

const test = suite('mutated models');

/** Long enough for a process to start and try one. */
const LIMIT_MS = 5_000;

const SEED = Number(process.env['BOARDTALK_FUZZ_SEED'] ?? 20_260_301);

const FOREIGN = ['hello_world_int8', 'kws_ref_model', 'trained_lstm_int8'];

/** Real ones where there are some: they have more that can break. */
const originals: readonly Uint8Array[] = [
  ...(hasForeignModels ? FOREIGN.map(foreignModel) : []),
  Buffer.from(PROBES.convolution.model, 'base64'),
  Buffer.from(PROBES.fullyConnected.model, 'base64'),
  logarithmModel(),
];

testWith(test, ['addon', 'library'], '10,000 mutants on a native library end no runtime', () =>
  survive('native', 10_000),
);

test('200 mutants in wasm end no runtime', () => survive('wasm', 200));

async function survive(backend: Backend, count: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'boardtalk-fuzz-'));
  try {
    const halves = [0, 1].map((half) => {
      const path = join(directory, `mutant-${half}.tflite`);
      return tryAll(backend, count / 2, { path, seed: SEED + half });
    });
    const outcomes = (await Promise.all(halves)).flat();
    assert.equal(outcomes.length, count);
    process.stdout.write(`seed ${SEED}, ${count} mutants on ${backend}: ${tally(outcomes)}\n`);
    const good = join(directory, 'spin.tflite');
    writeFileSync(good, spinModel());
    const model = await loadModel(good, { backend });
    assert.equal((await model.run([Int32Array.of(5)]))[0]?.[0], 5);
    await model.close();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** One process for as many as it survives. @returns what became of each */
async function tryAll(
  backend: Backend,
  count: number,
  { path, seed }: { readonly path: string; readonly seed: number },
): Promise<readonly string[]> {
  const random = seededRandom(seed);
  const outcomes: string[] = [];
  let victim = new ModelProcess('a mutant');
  while (outcomes.length < count) {
    const original = originals[outcomes.length % originals.length] ?? spinModel();
    const bytes = mutantOf(original, random);
    writeFileSync(path, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const order = { kind: 'open', path, sha256, options: { backend, threads: 1 } } as const;
    outcomes.push(await victim.ask(order, LIMIT_MS).then(() => 'runs', codeOf));
    if (!victim.isAlive) victim = new ModelProcess('a mutant');
  }
  victim.kill(new TfliteError('TFLITE_CLOSED', 'all are tried'));
  await victim.gone();
  return outcomes;
}

function tally(outcomes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const list = [...counts].sort(([, left], [, right]) => right - left);
  return list.map(([outcome, times]) => `${outcome} ${times}`).join(', ');
}

function codeOf(error: unknown): string {
  if (error instanceof TfliteError) return error.code;
  throw error;
}

test.run();
