/**
 * Opens a model twice, runs both without end in the thread pool, and leaves one more to the garbage
 * collector: to be ended in the middle of that, as a thread or, with `exit`, as a process by itself.
 *
 *   node --import tsx test/tflite/run-loop.ts MODEL [exit]
 */
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { openNative } from '../../runtime/inference/tflite-node/native/native-session.ts';
import { lengthOf } from '../../runtime/inference/tflite-node/tensor.ts';

const [path = '', mode] = process.argv.slice(2);
const model = readFileSync(path);

async function runWithoutEnd(): Promise<never> {
  const session = await openNative(model, { threads: 1, isExpendable: true });
  const inputs = session.inputs.map((tensor) => new Int8Array(lengthOf(tensor)));
  for (let runs = 1; ; runs += 1) {
    await session.run(inputs);
    if (runs !== 20) continue;
    parentPort?.postMessage('running');
    if (mode === 'exit')
      setImmediate(() => {
        process.exit(7);
      });
  }
}

await openNative(model, { threads: 1, isExpendable: true });
await Promise.all([runWithoutEnd(), runWithoutEnd()]);
