/** From the folder of the model to the second reader. */
import { readQuantized } from '../../../models/kit/tflite/read-quantized.ts';
import type { QuantizedModel } from '../../../models/kit/int8/quantized-model.ts';
import { sizeOf } from '../../../models/kit/shape.ts';
import { InferenceError } from '../../inference/errors.ts';
import { readOwnModel } from '../../inference/read-own-model.ts';
import { INTENT_FEATURES } from './intent-features.ts';
import { opinionOf } from './model-reader.ts';
import { ACTS, INTENTS, type SecondReader } from './opinion.ts';

/**
 * The first directory that has it wins. The whole file is held, half a megabyte, and read where it
 * lies: no library is asked, so it answers at once, within the sentence.
 * @throws InferenceError, TfliteError, KitError: there is none, or it is not the one that was made
 */
export async function openSecondReader(directories: readonly string[]): Promise<SecondReader> {
  const model = readQuantized(await readOwnModel(directories, 'intent'));
  checkEnds(model);
  return { read: (words) => opinionOf(model, words) };
}

function checkEnds({ tensors, outputs }: QuantizedModel): void {
  const sizes = [0, ...outputs].map((place) => sizeOf(tensors[place]?.shape ?? [0]));
  const wanted = [INTENT_FEATURES, ACTS.length, INTENTS.length];
  if (sizes.join() === wanted.join()) return;
  const message = `the model goes from ${sizes.join(' to ')}, and not from ${wanted.join(' to ')}`;
  throw new InferenceError('INFERENCE_WRONG_INPUT', message);
}
