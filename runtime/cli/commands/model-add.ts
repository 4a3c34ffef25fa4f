/** `boardtalk model add`: makes a model one of the site's, or of this node's. */
import { join, resolve } from 'node:path';
import type { OwnCommand } from '../command.ts';
import { CliError } from '../errors.ts';
import { findConfigDirectory } from '../places.ts';
import { argument, givenLabels, LABELS_OPTION } from './model-options.ts';

export const modelAddCommand: OwnCommand = {
  name: 'model add',
  help: 'Copy a model into the data directory, or into the site with --config, and write its card.',
  positional: ['FILE'],
  options: {
    as: { placeholder: 'ID', help: 'What it is called from now on' },
    ...LABELS_OPTION,
    licence: { placeholder: 'TEXT', help: 'Under which it may be used' },
    config: { placeholder: 'DIR', help: 'The site directory that gets it' },
  },
  async run(context, given) {
    const { around, dataDirectory, output } = context;
    const path = resolve(around.cwd, argument(given, 0, 'FILE'));
    const { options } = given;
    const id = options.get('as');
    if (id === undefined) throw new CliError('CLI_BAD_ARGUMENTS', '--as ID is missing');
    const config = options.get('config');
    const holder = config === undefined ? dataDirectory : findConfigDirectory(config, around);
    const { addModel } = await import('../../inference/add-model.ts');
    const added = await addModel({
      ...{ id, path, directory: join(holder, 'models') },
      labels: await givenLabels(context, options),
      licence: options.get('licence'),
    });
    const { folder, sha256, input, output: gives, isPersonDetector } = added;
    output.answer({ ok: true, id, folder, sha256, input, output: gives, isPersonDetector }, () =>
      [
        `${id} is in ${folder}: ${isPersonDetector ? 'a person detector' : `${input.kind} → ${gives.kind}`}`,
        ...(options.has('licence')
          ? []
          : ['its licence is not stated yet: write it into model.yaml']),
        `try it with: boardtalk model run ${id} INPUT`,
      ].join('\n'),
    );
    return 0;
  },
};
