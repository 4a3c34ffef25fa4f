/**
 * One process that loads one model with the built package, and says on standard output what that
 * took, and whether many runs leave anything behind. Without a loader of sources, which has more
 * memory than all that is measured.
 *
 *   node --expose-gc test/bench/one-model.mjs PACKAGE MODEL RUNS
 */
import { readFileSync } from 'node:fs';

const [packagePath, modelPath, runs] = process.argv.slice(2);

/** Resident set in KiB: VmRSS of proc(5). */
function residentKb() {
  globalThis.gc();
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}

async function timed(work) {
  const startedAt = performance.now();
  return [await work(), performance.now() - startedAt];
}

const { loadModel, lengthOf } = await import(packagePath);
const options = { backend: 'native', isolate: 'none' };
const atStartKb = residentKb();
const [model, firstLoadMs] = await timed(() => loadModel(modelPath, options));
const [again, loadMs] = await timed(() => loadModel(modelPath, options));
await again.close();
const inputs = model.inputs.map((tensor) => new Int8Array(lengthOf(tensor)));
await model.run(inputs);
const loadedKb = residentKb();

async function runMany(count) {
  for (let run = 0; run < count; run += 2) {
    model.runSync(inputs);
    await model.run(inputs);
  }
}
await runMany(runs / 10);
const warmKb = residentKb();
await runMany(Number(runs));
const afterRunsKb = residentKb();
for (let load = 0; load < 300; load += 1) await (await loadModel(modelPath, options)).close();
const afterLoadsKb = residentKb();
await model.close();

const { kernels } = model.info;
const memory = { atStartKb, loadedKb, warmKb, afterRunsKb, afterLoadsKb };
process.stdout.write(JSON.stringify({ kernels, firstLoadMs, loadMs, ...memory }));
