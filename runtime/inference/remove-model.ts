/** Takes a model away again: its folder, with all that lies in it. */
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { randomText } from '../core/ids.ts';
import { InferenceError } from './errors.ts';
import { findModelFolders } from './load-model-card.ts';

/**
 * Moved away first, so that nobody ever finds half a model.
 * @param directory of models that holds it @returns its folder @throws InferenceError INFERENCE_NO_MODEL
 */
export async function removeModel(id: string, directory: string): Promise<string> {
  // What has no card is no model, and not ours to remove.
  const found = (await findModelFolders([directory])).some((folder) => folder.id === id);
  if (!found)
    throw new InferenceError('INFERENCE_NO_MODEL', `there is no model "${id}" in ${directory}`);
  const folder = join(directory, id);
  const away = `${folder}.${randomText(8)}.part`;
  await rename(folder, away);
  await rm(away, { recursive: true });
  return folder;
}
