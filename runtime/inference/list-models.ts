/** Every model there is, with what keeps it from running where something does. */
import { errorMessage } from '../core/app-error.ts';
import { checkFit } from './check-fit.ts';
import { InferenceError } from './errors.ts';
import { readCard, readModel } from './find-model.ts';
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
  readonly problem?: ModelProblem;
}

export interface ModelProblem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

export async function listModels(directories: readonly string[]): Promise<readonly ListedModel[]> {
  const folders = await findModelFolders(directories);
  return Promise.all(folders.map(async (folder) => ({ ...folder, ...(await lookAt(folder)) })));
}

async function lookAt(folder: ModelFolder): Promise<Omit<ListedModel, keyof ModelFolder>> {
  let known: Pick<ListedModel, 'title' | 'kind' | 'sizeBytes'> = {};
  try {
    const card = await readCard(folder);
    const { title, input, output } = card;
    known = { title, kind: `${input.kind} → ${output.kind}` };
    const { file, sizeBytes } = await readModel(card);
    known = { ...known, sizeBytes };
    checkFit(file, output);
    const place = { hasDelegate: card.delegate !== undefined, perChannelFullyConnected: true };
    const problem = whyNot(file, place);
    return problem === undefined ? known : { ...known, problem };
  } catch (error) {
    if (!(error instanceof InferenceError || error instanceof TfliteError)) throw error;
    const { code, hint } = error;
    return { ...known, problem: { code, message: errorMessage(error), hint } };
  }
}
