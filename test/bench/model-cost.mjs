/**
 * One process that loads one model many times with the built package, and says on standard output
 * what each further one takes: memory is too small, and the process too restless, to be seen on one.
 *
 *   node --expose-gc test/bench/model-cost.mjs PACKAGE MODEL LOADS
 */
import { readFileSync } from 'node:fs';

const [packagePath, modelPath, loads] = process.argv.slice(2);
const { ARRAY_OF, lengthOf, loadModel } = await import(packagePath);

/** Resident set in KiB: VmRSS of proc(5). */
function residentKb() {
  globalThis.gc();
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}

async function load() {
  const model = await loadModel(modelPath, { backend: 'native', isolate: 'none' });
  const inputs = model.inputs.map((tensor) => new ARRAY_OF[tensor.dtype](lengthOf(tensor)));
  model.runSync(inputs);
  return { model, inputs };
}

const [first, second] = [await load(), await load()];
const beforeKb = residentKb();
const more = [];
for (let done = 0; done < loads; done += 1) more.push(await load());
const eachKb = (residentKb() - beforeKb) / loads;
const { model, inputs } = first;
const times = [];
const endAt = performance.now() + 2_000;
while (performance.now() < endAt) {
  const startedAt = performance.now();
  model.runSync(inputs);
  times.push(performance.now() - startedAt);
}
times.sort((left, right) => left - right);
const p50Ms = times[Math.ceil(times.length / 2) - 1];
for (const { model } of [first, second, ...more]) await model.close();
process.stdout.write(JSON.stringify({ eachKb, p50Ms, kernels: model.info.kernels }));
