/** Two pictures of a gauge whose values are known → a model of its own for that gauge, beside the one that it is made of. */
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../core/app-error.ts';
import { ID_PATTERN } from '../core/ids.ts';
import { nearest } from '../core/nearest.ts';
import { findUnit, unitSymbols } from '../core/units.ts';
import { InferenceError } from './errors.ts';
import type { FoundModel } from './find-model.ts';
import type { ModelCard } from './model-card.ts';
import { runModel } from './run-model.ts';

export interface KnownPicture {
  readonly path: string;
  /** What the gauge shows there. */
  readonly value: number;
}

export interface DialCalibration {
  /** What the new model is called. */
  readonly id: string;
  /** The models directory that gets it. */
  readonly directory: string;
  readonly pictures: readonly [KnownPicture, KnownPicture];
  readonly unit?: string | undefined;
}

export interface KnownPosition {
  /** 0 to 1, clockwise from straight down. */
  readonly turn: number;
  readonly value: number;
}

export interface CalibratedDial {
  readonly folder: string;
  readonly scale: readonly [KnownPosition, KnownPosition];
}

/** Nearer together, an error of reading them would grow too much: 20 degrees. */
const LEAST_TURN = 1 / 18;

/** @throws InferenceError INFERENCE_CANNOT_ADD, INFERENCE_UNREADABLE, INFERENCE_WRONG_INPUT; TfliteError */
export async function calibrateDial(
  found: FoundModel,
  { id, directory, pictures, unit }: DialCalibration,
): Promise<CalibratedDial> {
  const { card } = found;
  if (card?.output.kind !== 'dial')
    throw new InferenceError('INFERENCE_WRONG_INPUT', `${found.name} reads no gauges`);
  checkWords(card, { id, unit, pictures });
  const scale = [
    await positionOf(found, pictures[0]),
    await positionOf(found, pictures[1]),
  ] as const;
  const [one, other] = scale;
  if (Math.abs(one.turn - other.turn) < LEAST_TURN)
    throw cannotAdd(
      'the needle points the same way in both pictures, or nearly',
      'Take the second picture when the gauge shows something else, far from the first.',
    );
  const folder = join(directory, id);
  await write(folder, found.path, cardText(id, card, { scale, unit }));
  return { folder, scale };
}

async function positionOf(
  found: FoundModel,
  { path, value }: KnownPicture,
): Promise<KnownPosition> {
  const [result] = (await runModel(found, path)).results;
  if (result?.kind === 'dial' && result.turn !== undefined)
    return { turn: Number(result.turn.toFixed(4)), value };
  throw new InferenceError('INFERENCE_UNREADABLE', `no needle can be read in ${path}`);
}

/** What can be known before a picture is read. */
function checkWords(
  card: ModelCard,
  { id, unit, pictures: [one, other] }: Omit<DialCalibration, 'directory'>,
): void {
  if (!ID_PATTERN.test(id))
    throw cannotAdd(`"${id}" is no id`, 'Write small letters, digits and dashes: --as boiler');
  if (id === card.id)
    throw cannotAdd(
      `"${id}" is the model that it is made of, and would hide it`,
      'Give the gauge a name of its own: --as boiler',
    );
  if (one.value === other.value)
    throw cannotAdd(
      `both pictures are said to show ${one.value}`,
      'Say what each of them shows: low.jpg=0 high.jpg=10',
    );
  if (unit === undefined || findUnit(unit) !== undefined) return;
  const near = nearest(unit, unitSymbols);
  const meant = near === undefined ? '' : `Did you mean ${near}? `;
  const hint = `${meant}There are ${unitSymbols.join(', ')}.`;
  throw cannotAdd(`"${unit}" is no unit that is known here`, hint);
}

function cannotAdd(message: string, hint: string): InferenceError {
  return new InferenceError('INFERENCE_CANNOT_ADD', message, { hint });
}

/** Filled beside its place, and then moved: nobody ever finds half a model. */
async function write(folder: string, model: string, card: string): Promise<void> {
  const half = `${folder}.new`;
  try {
    await mkdir(half, { recursive: true });
    await copyFile(model, join(half, 'gauge.tflite'));
    await writeFile(join(half, 'model.yaml'), card);
    await rename(half, folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errorCode(error))) throw error;
    throw cannotAdd(
      `there is already something at ${folder}`,
      'Give another id with --as; or remove it first: boardtalk model remove ID.',
    );
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

interface Scale {
  readonly scale: CalibratedDial['scale'];
  readonly unit: string | undefined;
}

/** Whoever wants another one changes it in the card. */
function titlesOf(id: string, { title: { en, zh } }: ModelCard): ModelCard['title'] {
  return { en: `${id} (${en})`, ...(zh !== undefined && { zh: `${id}（${zh}）` }) };
}

/** JSON is YAML too. */
function cardText(id: string, card: ModelCard, { scale, unit }: Scale): string {
  const lines = {
    ...{ id, title: titlesOf(id, card), file: 'gauge.tflite' },
    ...{ sha256: card.sha256, licence: card.licence },
    ...{ source: card.source ?? card.id, trust: card.trust, input: card.input },
    output: { kind: 'dial', scale, ...(unit === undefined ? {} : { unit }) },
  };
  const text = Object.entries(lines).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  return `# Written by \`boardtalk model calibrate\`. What each key means: models/README.md\n${text.join('')}`;
}
