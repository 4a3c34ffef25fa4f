/** `boardtalk model add`: makes a model one of the site's, or of this node's. */
import { resolve } from 'node:path';
import type { AddedModel } from '../../inference/add-model.ts';
import type { OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { argument, directoryFor, givenLabels, LABELS_OPTION } from './model-options.ts';

export const modelAddCommand: OwnCommand = {
  name: 'model add',
  help: 'Try a model, copy it into the data directory, or into the site with --config, and write its card.',
  positional: ['FILE'],
  options: {
    as: { placeholder: 'ID', help: 'What it is called from now on' },
    ...LABELS_OPTION,
    licence: { placeholder: 'TEXT', help: 'Under which it may be used' },
    replace: { help: 'Take the place of the model that has this id' },
    config: { placeholder: 'DIR', help: 'The site directory that gets it' },
  },
  async run(context, given) {
    const { around, output } = context;
    const path = resolve(around.cwd, argument(given, 0, 'FILE'));
    const { options } = given;
    const id = options.get('as');
    if (id === undefined) throw new CliError('CLI_BAD_ARGUMENTS', '--as ID is missing');
    const { addModel } = await import('../../inference/add-model.ts');
    const added = await addModel({
      ...{ id, path, directory: directoryFor(context, options), replace: options.has('replace') },
      labels: await givenLabels(context, options),
      licence: options.get('licence'),
    });
    const notices = noticesOf(added, options.has('licence'));
    output.answer({ ok: true, id, ...added, notices }, () => sayAdded(id, added, notices));
    return 0;
  },
};

function sayAdded(id: string, added: AddedModel, notices: readonly string[]): string {
  const { folder, input, output, isPersonDetector } = added;
  const what = isPersonDetector ? 'a person detector' : `${input.kind} → ${output.kind}`;
  return [
    `${id} is in ${folder}: ${what}`,
    ...notices,
    `try it with: boardtalk model run ${id} INPUT`,
  ].join('\n');
}

/** What its card leaves open, and what it is not good for. */
function noticesOf({ input, output, isNumbered }: AddedModel, hasLicence: boolean): string[] {
  const classes = output.kind === 'classes' ? output.labels.length : 0;
  return [
    ...(input.kind === 'vector'
      ? ['it takes numbers: no camera can be looked through with it']
      : []),
    ...(isNumbered
      ? [`its ${classes} classes have numbers for names: add it again with --labels FILE --replace`]
      : []),
    ...(hasLicence ? [] : ['its licence is not stated yet: write it into model.yaml']),
  ];
}
