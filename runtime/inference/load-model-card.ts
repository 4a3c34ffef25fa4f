/** Finds the folders of models, and reads what stands in them: every mistake with its place. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../config/diagnostic.ts';
import type { Findings } from '../config/form/findings.ts';
import { quote } from '../config/form/quote.ts';
import { diagnosticsOf, readForm } from '../config/form/read-form.ts';
import { readSmallFile } from '../config/form/read-small-file.ts';
import { errorCode } from '../core/app-error.ts';
import { ID_PATTERN } from '../core/ids.ts';
import {
  LONGEST_LABEL,
  modelCardSchema,
  type CardFile,
  type Label,
  type ModelCard,
  type ModelOutput,
} from './model-card.ts';

const CARD = 'model.yaml';
const MAX_LABELS_BYTES = 2_000_000;

export interface ModelFolder {
  /** The name of the folder. */
  readonly id: string;
  /** The models directory that holds it. */
  readonly directory: string;
}

export interface LoadedCard {
  /** Present only when nothing is wrong. */
  readonly card?: ModelCard;
  /** Files are relative to the models directory. */
  readonly diagnostics: readonly Diagnostic[];
}

/** All folders in the given order; of one id, the first counts. A directory that is not there is empty. */
export async function findModelFolders(
  directories: readonly string[],
): Promise<readonly ModelFolder[]> {
  const folders = await Promise.all(directories.map(foldersIn));
  const found = new Map<string, ModelFolder>();
  for (const folder of folders.flat()) if (!found.has(folder.id)) found.set(folder.id, folder);
  return [...found.values()];
}

async function foldersIn(directory: string): Promise<readonly ModelFolder[]> {
  const names = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return [];
    throw error;
  });
  const ids = names.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // `models/kit/` and others like it are no models: a model has a card.
  const cards = await Promise.all(ids.map((id) => hasCard(join(directory, id))));
  const isModel = (id: string, index: number): boolean =>
    ID_PATTERN.test(id) && cards[index] === true;
  return ids
    .filter(isModel)
    .sort()
    .map((id) => ({ id, directory }));
}

async function hasCard(folder: string): Promise<boolean> {
  return (await readdir(folder).catch((): string[] => [])).includes(CARD);
}

export async function loadModelCard({ id, directory }: ModelFolder): Promise<LoadedCard> {
  const place = { directory, file: `${id}/${CARD}`, hintIfAbsent: 'a model has a model.yaml' };
  const form = await readForm(modelCardSchema, place);
  const { findings, value } = form;
  if (findings === undefined || value === undefined) return { diagnostics: diagnosticsOf(form) };
  checkNames(findings, value, id);
  const folder = join(directory, id);
  const output = await readOutput(findings, value, folder);
  const { diagnostics } = findings;
  if (diagnostics.length > 0 || output === undefined) return { diagnostics };
  const { file = `${id}.tflite`, ...rest } = value;
  return { card: { ...rest, path: join(folder, file), output }, diagnostics };
}

function checkNames(findings: Findings, card: CardFile, id: string): void {
  if (card.id !== id)
    findings.error({
      path: ['id'],
      message: `${quote(card.id)} is not the name of its folder`,
      hint: `write ${id}`,
    });
  if (!isPlainName(card.file ?? ''))
    findings.error({
      path: ['file'],
      message: `${quote(card.file)} leads out of the folder of the model`,
      hint: 'name a file in it',
    });
}

function isPlainName(name: string): boolean {
  return !/[/\\\0]/.test(name) && !['.', '..'].includes(name);
}

async function readOutput(
  findings: Findings,
  { output }: CardFile,
  folder: string,
): Promise<ModelOutput | undefined> {
  if (output.kind !== 'classes') return output;
  const { labels: given, ...rest } = output;
  if (typeof given !== 'string') return { ...rest, labels: given };
  const labels = isPlainName(given)
    ? await readLabels(join(folder, given))
    : 'is not in its folder';
  if (typeof labels !== 'string') return { ...rest, labels };
  const message = `the file of labels ${quote(given)} ${labels}`;
  findings.error({ path: ['output', 'labels'], message });
  return undefined;
}

/** One label a line; an empty last line is none. Or what is wrong with the file. */
export async function readLabels(path: string): Promise<readonly Label[] | string> {
  const { bytes, problem } = await readSmallFile(path, MAX_LABELS_BYTES);
  if (bytes === undefined) return problem;
  const lines = new TextDecoder().decode(bytes).trimEnd().split(/\r?\n/);
  if (lines[0] === '' && lines.length === 1) return 'is empty';
  const names = lines.map((line) => line.trim());
  const wrong = names.findIndex((name) => name === '' || name.length > LONGEST_LABEL);
  if (wrong === -1) return names.map((en) => ({ en }));
  const what = names[wrong] === '' ? 'no label' : `more than ${LONGEST_LABEL} characters`;
  return `has ${what} in line ${wrong + 1}`;
}
