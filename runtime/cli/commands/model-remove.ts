/** `boardtalk model remove` */
import type { OwnCommand } from '../command.ts';
import { argument, directoryFor } from './model-options.ts';

export const modelRemoveCommand: OwnCommand = {
  name: 'model remove',
  help: 'Remove a model from the data directory, or from the site with --config.',
  positional: ['ID'],
  options: { config: { placeholder: 'DIR', help: 'The site directory that has it' } },
  async run(context, given) {
    const id = argument(given, 0, 'ID');
    const { removeModel } = await import('../../inference/remove-model.ts');
    const folder = await removeModel(id, directoryFor(context, given.options));
    context.output.answer({ ok: true, id, folder }, () => `${id} is gone from ${folder}`);
    return 0;
  },
};
