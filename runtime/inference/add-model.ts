/** Makes a folder of a model of one file: copies it, writes the card with what can be known, and tries it before it counts. */
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errorCode } from '../core/app-error.ts';
import { ID_PATTERN, randomText } from '../core/ids.ts';
import { checkFit } from './check-fit.ts';
import { deriveCard, type DerivedCard } from './derive-card.ts';
import { InferenceError } from './errors.ts';
import { readFolder } from './find-model.ts';
import type { Label, ModelInput, ModelOutput } from './model-card.ts';
import { tryModel } from './run-model.ts';
import {
  readCheckedFile,
  readModelFile,
  TfliteError,
  whyNot,
  type ModelInfo,
} from './tflite-node/tflite-node.ts';

export interface NewModel {
  readonly path: string;
  readonly id: string;
  /** The directory of models that gets it; made where it is missing. */
  readonly directory: string;
  readonly labels?: readonly Label[] | undefined;
  readonly licence?: string | undefined;
  /** Takes the place of the model that has this id there. */
  readonly replace?: boolean | undefined;
}

export interface AddedModel extends DerivedCard {
  /** Its folder. */
  readonly folder: string;
  readonly sha256: string;
  /** What it was tried with. */
  readonly info: ModelInfo;
}

/** What stands in a card until somebody knows better; a licence cannot be seen in a file. */
const NO_LICENCE = 'not stated';

/** @throws InferenceError INFERENCE_CANNOT_ADD, INFERENCE_BAD_LABELS; TfliteError for a model that cannot run */
export async function addModel(model: NewModel): Promise<AddedModel> {
  const { id, path, directory, replace = false } = model;
  if (!ID_PATTERN.test(id))
    throw cannotAdd(`"${id}" is no id: small letters, digits and dashes, as in pump-2`);
  const { bytes, sha256 } = await readCheckedFile(path);
  const file = readModelFile(bytes);
  // Which library will run it, and with which delegate, is not decided here.
  const obstacle = whyNot(file, { hasDelegate: false, perChannelFullyConnected: true });
  if (obstacle !== undefined) throw new TfliteError(obstacle.code, obstacle.message);
  const derived = deriveCard(file, model.labels);
  checkFit(file, derived.output);
  const folder = join(directory, id);
  if (!replace && (await isThere(folder))) throw alreadyThere(folder);
  const half = `${folder}.${randomText(8)}.part`;
  try {
    await fill(join(half, id), path, cardText(model, derived, sha256));
    const info = await tryModel({ ...(await readFolder({ id, directory: half })), path }, {});
    if (replace) await moveAside(folder, join(half, 'before'));
    await rename(join(half, id), folder);
    return { ...derived, folder, sha256, info };
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errorCode(error))) throw error;
    throw alreadyThere(folder);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/** Beside its place, to be tried and then moved, so that nobody ever finds half a model. */
async function fill(folder: string, path: string, card: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copyFile(path, join(folder, `${basename(folder)}.tflite`), constants.COPYFILE_FICLONE);
  await writeFile(join(folder, 'model.yaml'), card);
}

async function moveAside(folder: string, to: string): Promise<void> {
  await rename(folder, to).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function alreadyThere(folder: string): InferenceError {
  const hint = 'Choose another id, or put it in its place with --replace.';
  return cannotAdd(`there is already something at ${folder}`, hint);
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
  return input.kind === 'image' ? `{ kind: image, fit: ${input.fit} }` : `{ kind: ${input.kind} }`;
}

function outputLines(output: ModelOutput): readonly string[] {
  if (output.kind !== 'classes') return [`  kind: ${output.kind}`];
  return [
    '  kind: classes',
    '  # threshold: 0.6 would say nothing of what it is less sure of',
    ...(output.softmax ? ['  softmax: true'] : []),
    '  labels:',
    ...output.labels.map((label) => `    - ${JSON.stringify(label)}`),
  ];
}
