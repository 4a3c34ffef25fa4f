/** A model of the kit, run by TensorFlow Lite itself. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { QuantizedModel } from '../../models/kit/int8/quantized-model.ts';
import { runQuantized } from '../../models/kit/int8/run-quantized.ts';
import { quantizeInput } from '../../models/kit/int8/quantize-input.ts';
import { writeQuantized } from '../../models/kit/tflite/write-quantized.ts';
import type { NetworkInput } from '../../models/kit/training/network.ts';
import { loadModel, type Backend } from '../../runtime/inference/tflite-node/tflite-node.ts';
import { inTempDirectory } from '../temp-directory.ts';

/** How far the library's integers are from the kit's own, at most; over all outputs and inputs. */
export async function farthest(
  model: QuantizedModel,
  inputs: readonly NetworkInput[],
  backend: Backend,
): Promise<number> {
  let most = 0;
  await inTempDirectory(async (directory) => {
    const path = join(directory, 'model.tflite');
    await writeFile(path, writeQuantized(model, 'a model of a test'));
    const loaded = await loadModel(path, { backend, isolate: 'none' });
    for (const input of inputs) {
      const entry = model.tensors[0];
      if (entry === undefined) throw new Error('the model takes nothing');
      const came = await loaded.run([quantizeInput(input, entry)]);
      const own = runQuantized(model, input);
      if (came.length !== model.outputs.length) throw new Error(`${came.length} outputs came`);
      model.outputs.forEach((place, index) => {
        most = Math.max(most, largestDifference(own[place] ?? [], came[index] ?? []));
      });
    }
    await loaded.close();
  });
  return most;
}

function largestDifference(own: ArrayLike<number>, came: ArrayLike<number | bigint>): number {
  if (own.length !== came.length) throw new Error(`${came.length} numbers came, not ${own.length}`);
  const differences = Array.from(own, (value, index) => Math.abs(value - Number(came[index])));
  return Math.max(0, ...differences);
}
