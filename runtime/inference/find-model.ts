/** A model as people name it, an id or a file, with all that is known before it runs. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { formatDiagnostic } from '../config/diagnostic.ts';
import { nearest } from '../core/nearest.ts';
import { deriveCard } from './derive-card.ts';
import { InferenceError } from './errors.ts';
import { findModelFolders, loadModelCard, type ModelFolder } from './load-model-card.ts';
import type { Label, ModelCard, ModelInput, ModelOutput } from './model-card.ts';
import { readCheckedFile, readModelFile, type ModelFile } from './tflite-node/tflite-node.ts';

export interface FoundModel {
  /** Its id, or the name of its file. */
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly file: ModelFile;
  /** Absent where a file was named: then what goes in and out is derived from it. */
  readonly card?: ModelCard;
  readonly input: ModelInput;
  readonly output: ModelOutput;
}

export interface ModelQuestion {
  /** An id, or a file. */
  readonly named: string;
  /** Where that file would be. */
  readonly path: string;
  /** The directories of models, in the order they are searched. */
  readonly directories: readonly string[];
  /** Instead of those of its card. */
  readonly labels?: readonly Label[] | undefined;
}

/** @throws InferenceError INFERENCE_NO_MODEL, INFERENCE_BAD_CARD; TfliteError of its file */
export async function findModel(question: ModelQuestion): Promise<FoundModel> {
  const { named, path, directories, labels } = question;
  const folders = await findModelFolders(directories);
  const folder = folders.find(({ id }) => id === named);
  if (folder !== undefined) return readFolder(folder, labels);
  if (!/[./]/.test(named) && !(await exists(path))) throw unknown(named, folders);
  const checked = await readChecked(path);
  return { ...checked, name: basename(path), ...deriveCard(checked.file, labels) };
}

/** @throws as `findModel` */
export async function readFolder(
  folder: ModelFolder,
  labels?: readonly Label[],
): Promise<FoundModel> {
  const card = await readCard(folder);
  const { input, output: own } = card;
  const output = labels !== undefined && own.kind === 'classes' ? { ...own, labels } : own;
  return { ...(await readModel(card)), name: card.id, card, input, output };
}

/** @throws InferenceError INFERENCE_BAD_CARD with every mistake in it */
export async function readCard(folder: ModelFolder): Promise<ModelCard> {
  const { card, diagnostics } = await loadModelCard(folder);
  if (card !== undefined) return card;
  const told = diagnostics.map(formatDiagnostic).join('\n');
  throw new InferenceError('INFERENCE_BAD_CARD', `in ${folder.directory}:\n${told}`);
}

/** The file that a card is of. @throws TfliteError of that file */
export function readModel({ path, sha256 }: ModelCard): Promise<CheckedModel> {
  return readChecked(path, sha256);
}

type CheckedModel = Pick<FoundModel, 'path' | 'sha256' | 'sizeBytes' | 'file'>;

async function readChecked(path: string, expected?: string): Promise<CheckedModel> {
  const { bytes, sha256 } = await readCheckedFile(path, expected);
  return { path, sha256, sizeBytes: bytes.length, file: readModelFile(bytes) };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function unknown(named: string, folders: readonly ModelFolder[]): InferenceError {
  const ids = folders.map(({ id }) => id);
  const near = nearest(named, ids);
  const others = ids.length === 0 ? '' : `; there are ${ids.join(', ')}`;
  const add = `Add it with: boardtalk model add FILE --as ${named}`;
  const details = { hint: near === undefined ? add : `Did you mean ${near}?` };
  return new InferenceError('INFERENCE_NO_MODEL', `there is no model "${named}"${others}`, details);
}
