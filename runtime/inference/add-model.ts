/** Makes a folder of a model of one file: copies it, and writes the card with what can be known. */
import { constants } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../core/app-error.ts';
import { ID_PATTERN, randomText } from '../core/ids.ts';
import { deriveCard, type DerivedCard } from './derive-card.ts';
import { InferenceError } from './errors.ts';
import type { Label, ModelInput, ModelOutput } from './model-card.ts';
import { readCheckedFile, readModelFile, TfliteError, whyNot } from './tflite-node/tflite-node.ts';

export interface NewModel {
  readonly path: string;
  readonly id: string;
  /** The directory of models that gets it; made where it is missing. */
  readonly directory: string;
  readonly labels?: readonly Label[] | undefined;
  readonly licence?: string | undefined;
}

export interface AddedModel extends DerivedCard {
  /** Its folder. */
  readonly folder: string;
  readonly sha256: string;
}

/** What stands in a card until somebody knows better; a licence cannot be seen in a file. */
const NO_LICENCE = 'not stated';

/** @throws InferenceError INFERENCE_CANNOT_ADD; TfliteError for a model that cannot run */
export async function addModel(model: NewModel): Promise<AddedModel> {
  const { id, path, directory } = model;
  if (!ID_PATTERN.test(id))
    throw cannotAdd(`"${id}" is no id: small letters, digits and dashes, as in pump-2`);
  const { bytes, sha256 } = await readCheckedFile(path);
  const file = readModelFile(bytes);
  // Which library will run it, and with which delegate, is not decided here.
  const obstacle = whyNot(file, { hasDelegate: false, perChannelFullyConnected: true });
  if (obstacle !== undefined) throw new TfliteError(obstacle.code, obstacle.message);
  const derived = deriveCard(file, model.labels);
  const folder = join(directory, id);
  await place(folder, path, cardText(model, derived, sha256));
  return { ...derived, folder, sha256 };
}

/** Filled beside its place and then moved, so that nobody ever finds half a model. */
async function place(folder: string, path: string, card: string): Promise<void> {
  const half = `${folder}.${randomText(8)}.part`;
  const id = folder.slice(folder.lastIndexOf('/') + 1);
  await mkdir(half, { recursive: true });
  try {
    await copyFile(path, join(half, `${id}.tflite`), constants.COPYFILE_FICLONE);
    await writeFile(join(half, 'model.yaml'), card);
    await rename(half, folder);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errorCode(error))) throw error;
    const hint = 'Choose another id, or remove that folder first.';
    throw cannotAdd(`there is already something at ${folder}`, hint);
  }
}

function cannotAdd(message: string, hint?: string): InferenceError {
  return new InferenceError('INFERENCE_CANNOT_ADD', message, hint === undefined ? {} : { hint });
}

/** JSON is YAML too, and quotes whatever stands in a name. */
function cardText(
  { id, licence = NO_LICENCE }: NewModel,
  { input, output, isPersonDetector }: DerivedCard,
  sha256: string,
): string {
  const title = isPersonDetector ? { en: 'person detector', zh: '人员检测' } : { en: id };
  return `# What each key means: models/README.md
id: ${id}
title: ${JSON.stringify(title)}
sha256: ${sha256}
licence: ${JSON.stringify(licence)}
input: ${inputText(input)}
output:
${outputLines(output).join('\n')}
`;
}

function inputText(input: ModelInput): string {
  return input.kind === 'image' ? `{ kind: image, fit: ${input.fit} }` : '{ kind: vector }';
}

function outputLines(output: ModelOutput): readonly string[] {
  if (output.kind !== 'classes') return [`  kind: ${output.kind}`];
  return [
    '  kind: classes',
    ...(output.softmax ? ['  softmax: true'] : []),
    '  labels:',
    ...output.labels.map((label) => `    - ${JSON.stringify(label)}`),
  ];
}
