/**
 * Models that were learned here, as they lie on the disk: `models/<thing>-<property>-anomaly/`, like
 * every other model, with what is usual in the card. A new one takes the place of the old in one
 * step: the card names its file, and the card is renamed.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Titles } from '../../config/site.ts';
import type { PropertyAddress } from '../../core/reading.ts';
import { writeFileDurably } from '../../state/durable-file.ts';
import { findModelFolders, loadModelCard } from '../load-model-card.ts';
import type { ModelCard, UsualCard } from '../model-card.ts';
import { modelIdOf } from './score-property.ts';
import type { TrainedModel } from './train-messages.ts';

/** One that is in order, as far as its card tells. */
export interface FoundUsual {
  readonly card: ModelCard;
  readonly watches: UsualCard;
}

export interface UsualPlan extends PropertyAddress {
  readonly title: Titles;
  /** The past it learned from, epoch ms. */
  readonly from: number;
  readonly to: number;
}

/** All of a models directory that say what is usual of something; what else is wrong there, `model list` says. */
export async function findUsual(directory: string): Promise<readonly FoundUsual[]> {
  const folders = await findModelFolders([directory]);
  const found = await Promise.all(folders.map((folder) => loadModelCard(folder)));
  return found.flatMap(({ card }) => {
    const watches = card?.output.kind === 'reconstruction' ? card.output.watches : undefined;
    return card === undefined || watches === undefined ? [] : [{ card, watches }];
  });
}

/** Whole or not at all, also when the power goes. */
export async function writeUsual(
  directory: string,
  plan: UsualPlan,
  learned: TrainedModel,
): Promise<void> {
  const id = modelIdOf(plan);
  const folder = join(directory, id);
  await mkdir(folder, { recursive: true });
  const sha256 = createHash('sha256').update(learned.bytes).digest('hex');
  const file = `${sha256.slice(0, 12)}.tflite`;
  await writeFileDurably(join(folder, file), learned.bytes);
  await writeFileDurably(
    join(folder, 'model.yaml'),
    cardText(id, plan, { ...learned, file, sha256 }),
  );
  const others = (await readdir(folder)).filter((name) => ![file, 'model.yaml'].includes(name));
  await Promise.all(others.map((name) => rm(join(folder, name), { force: true })));
}

/** JSON is YAML too, and quotes whatever stands in a name. */
function cardText(
  id: string,
  { thing, property, title, from, to }: UsualPlan,
  learned: TrainedModel & { readonly file: string; readonly sha256: string },
): string {
  const { file, sha256, scale, typical, usual, windows } = learned;
  const days = Number(((to - from) / 86_400_000).toFixed(1));
  const source = `learned on this node from ${days} days of ${thing}.${property}: ${windows.taught} windows taught, ${windows.heldOut} held against it`;
  const watches: UsualCard = { thing, property, from, to, typical, usual, scale };
  const lines = {
    ...{ id, title, file, sha256, licence: 'yours', source, trust: 'own' },
    input: { kind: 'vector' },
    output: { kind: 'reconstruction', threshold: typical * usual ** 2, watches },
  };
  const text = Object.entries(lines).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  return `# Written by \`boardtalk model train anomaly\`. What each key means: models/README.md\n${text.join('')}`;
}
