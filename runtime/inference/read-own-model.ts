/** The bytes of a model that is run without a library, by whoever made it: found, its card read, its hash checked. */
import { formatDiagnostic } from '../config/diagnostic.ts';
import { InferenceError } from './errors.ts';
import { loadModelCard } from './load-model-card.ts';
import { findModelFolder } from './model-folders.ts';
import { readCheckedFile } from './tflite-node/tflite-node.ts';

/** @param directories the first that has it wins @throws InferenceError, TfliteError */
export async function readOwnModel(
  directories: readonly string[],
  id: string,
): Promise<Uint8Array> {
  const folder = await findModelFolder(directories, id);
  if (folder === undefined)
    throw new InferenceError(
      'INFERENCE_NO_MODEL',
      `there is no ${id} in ${directories.join(', ')}`,
    );
  const { card, diagnostics } = await loadModelCard(folder);
  if (card === undefined)
    throw new InferenceError('INFERENCE_BAD_CARD', diagnostics.map(formatDiagnostic).join('\n'));
  return (await readCheckedFile(card.path, card.sha256)).bytes;
}
