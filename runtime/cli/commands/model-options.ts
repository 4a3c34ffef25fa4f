/** What the commands about models have in common: how one is named, and where it is looked for. */
import { join, resolve } from 'node:path';
import type { FoundModel } from '../../inference/find-model.ts';
import type { Label } from '../../inference/model-card.ts';
import type { RunChoice } from '../../inference/run-model.ts';
import type { CommandContext, GivenArguments } from '../command.ts';
import { CliError } from '../errors.ts';
import type { OptionSpecs } from '../parse-options.ts';
import { findConfigDirectory, findModelDirectories } from '../places.ts';

export const PLACE_OPTIONS: OptionSpecs = {
  config: { placeholder: 'DIR', help: 'The site directory, whose models/ is searched first' },
};

export const RUN_OPTIONS: OptionSpecs = {
  backend: { placeholder: 'WHICH', help: 'auto (default), native or wasm' },
  threads: { placeholder: 'N', help: 'Default 1; more only helps on cores that nothing else uses' },
};

export const BATCH_OPTION: OptionSpecs = {
  batch: { placeholder: 'N', help: 'How many inputs one run takes, where the model can' },
};

export const LABELS_OPTION: OptionSpecs = {
  labels: { placeholder: 'FILE', help: 'The names of the classes, one a line' },
};

type Place = Pick<CommandContext, 'around' | 'dataDirectory'>;
type Options = GivenArguments['options'];

export function modelDirectories(place: Place, options: Options): readonly string[] {
  const { around, dataDirectory } = place;
  return findModelDirectories({ config: options.get('config'), dataDirectory }, around);
}

/** The directory of models that is changed: of the data directory, or of the site that is named. */
export function directoryFor({ around, dataDirectory }: Place, options: Options): string {
  const config = options.get('config');
  const holder = config === undefined ? dataDirectory : findConfigDirectory(config, around);
  return join(holder, 'models');
}

/** The model that the first argument names: an id, or a file from where the person stands. */
export async function namedModel(place: Place, given: GivenArguments): Promise<FoundModel> {
  const { findModel } = await import('../../inference/find-model.ts');
  const named = argument(given, 0, 'FILE|ID');
  return findModel({
    named,
    path: resolve(place.around.cwd, named),
    directories: modelDirectories(place, given.options),
    labels: await givenLabels(place, given.options),
  });
}

export async function givenLabels(
  { around }: Place,
  options: Options,
): Promise<readonly Label[] | undefined> {
  const file = options.get('labels');
  if (file === undefined) return undefined;
  const { readLabels } = await import('../../inference/load-model-card.ts');
  const labels = await readLabels(resolve(around.cwd, file));
  if (typeof labels !== 'string') return labels;
  throw new CliError('CLI_BAD_ARGUMENTS', `the file of labels ${file} ${labels}`);
}

export function argument({ positionals }: GivenArguments, index: number, name: string): string {
  const given = positionals[index];
  if (given !== undefined) return given;
  throw new CliError('CLI_BAD_ARGUMENTS', `${name} is missing`);
}

export function runChoice(options: Options): RunChoice {
  return {
    backend: oneOf(options, 'backend', ['auto', 'native', 'wasm'] as const),
    threads: wholeNumber(options, 'threads'),
    step: wholeNumber(options, 'step'),
    batch: wholeNumber(options, 'batch'),
  };
}

export function oneOf<Word extends string>(
  options: Options,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const given = options.get(name);
  if (given === undefined) return undefined;
  const found = words.find((word) => word === given);
  if (found !== undefined) return found;
  throw new CliError(
    'CLI_BAD_ARGUMENTS',
    `--${name} is one of ${words.join(', ')}, not "${given}"`,
  );
}

function wholeNumber(options: Options, name: string): number | undefined {
  const given = options.get(name);
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,6}$/.test(given)) return Number(given);
  throw new CliError('CLI_BAD_ARGUMENTS', `--${name} is a whole number from 1, not "${given}"`);
}
