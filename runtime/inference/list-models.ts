/** Every model there is, with what keeps it from running where something does. */
import { errorMessage } from '../core/app-error.ts';
import { readFolder } from './find-model.ts';
import { InferenceError } from './errors.ts';
import { findModelFolders, type ModelFolder } from './load-model-card.ts';
import type { Label } from './model-card.ts';
import { TfliteError, whyNot } from './tflite-node/tflite-node.ts';

export interface ListedModel {
  readonly id: string;
  /** The models directory that holds it. */
  readonly directory: string;
  /** Absent where its card cannot be read. */
  readonly title?: Label;
  /** Of what goes in and what comes out: `image → classes`. */
  readonly kind?: string;
  readonly sizeBytes?: number;
  /** Absent: nothing that can be seen without running it. */
  readonly problem?: { readonly code: string; readonly message: string };
}

export async function listModels(directories: readonly string[]): Promise<readonly ListedModel[]> {
  const folders = await findModelFolders(directories);
  return Promise.all(folders.map(async (folder) => ({ ...folder, ...(await lookAt(folder)) })));
}

async function lookAt(folder: ModelFolder): Promise<Omit<ListedModel, keyof ModelFolder>> {
  try {
    const { card, file, sizeBytes, input, output } = await readFolder(folder);
    const place = { hasDelegate: card?.delegate !== undefined, perChannelFullyConnected: true };
    const obstacle = whyNot(file, place);
    return {
      ...(card === undefined ? {} : { title: card.title }),
      kind: `${input.kind} → ${output.kind}`,
      sizeBytes,
      ...(obstacle === undefined ? {} : { problem: obstacle }),
    };
  } catch (error) {
    if (!(error instanceof InferenceError || error instanceof TfliteError)) throw error;
    return { problem: { code: error.code, message: errorMessage(error) } };
  }
}
