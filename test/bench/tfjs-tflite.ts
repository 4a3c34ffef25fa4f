/** The package that others use for this, installed where it installs within its time. */
import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = [
  ...['tfjs-tflite-node@0.0.2', '@tensorflow/tfjs-core@3.21.0'],
  '@tensorflow/tfjs-backend-cpu@3.21.0',
];
const PATIENCE_MS = 180_000;

/** int8 goes in as int32: it has no other integers. */
const PROGRAM = `
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { loadTFLiteModel } = require('tfjs-tflite-node');
(async () => {
  const [path, shape, batches, runs] = JSON.parse(process.argv[2]);
  const model = await loadTFLiteModel(path, { numThreads: 1 });
  const input = tf.zeros(shape, 'int32');
  const times = [];
  for (let batch = 0; batch < batches; batch += 1) {
    const startedAt = performance.now();
    for (let run = 0; run < runs; run += 1) {
      const output = model.predict(input);
      output.dataSync();
      output.dispose();
    }
    times.push(((performance.now() - startedAt) * 1e3) / runs);
  }
  process.stdout.write(JSON.stringify(times));
})();
`;

export interface TfjsOrder {
  readonly model: string;
  readonly shape: readonly number[];
  readonly batches: number;
  readonly runs: number;
}

/** Microseconds a run, for each batch. @throws Error where it does not install or run */
export function timeTfjs(directory: string, { model, shape, batches, runs }: TfjsOrder): number[] {
  const quiet: ExecFileSyncOptions = {
    cwd: directory,
    timeout: PATIENCE_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  };
  execFileSync(
    'npm',
    ['install', '--prefix', directory, '--no-audit', '--no-fund', ...PACKAGES],
    quiet,
  );
  const program = join(directory, 'tfjs.cjs');
  writeFileSync(program, PROGRAM);
  const order = JSON.stringify([model, shape, batches, runs]);
  const answer = String(execFileSync(process.execPath, [program, order], quiet));
  return JSON.parse(answer.slice(answer.indexOf('['))) as number[];
}
