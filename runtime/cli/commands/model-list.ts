/** `boardtalk model list` */
import type { ListedModel, ModelProblem } from '../../inference/list-models.ts';
import type { OwnCommand } from '../command.ts';
import { modelDirectories, PLACE_OPTIONS } from './model-options.ts';

export const modelListCommand: OwnCommand = {
  name: 'model list',
  help: 'List the models of the site, of the data directory and of the program.',
  positional: [],
  options: PLACE_OPTIONS,
  async run(context, { options }) {
    const { listModels } = await import('../../inference/list-models.ts');
    const directories = modelDirectories(context, options);
    const models = await listModels(directories);
    context.output.answer({ ok: true, directories, models }, () =>
      models.length === 0 ? sayNone(directories) : models.map(sayModel).join('\n'),
    );
    return models.some(({ problem }) => problem !== undefined) ? 1 : 0;
  },
};

function sayNone(directories: readonly string[]): string {
  const places = directories.map((directory) => `  ${directory}`).join('\n');
  return `there is no model in\n${places}\nadd one with: boardtalk model add FILE --as ID`;
}

function sayModel({ id, title, kind, sizeBytes, directory, problem }: ListedModel): string {
  const size = sizeBytes === undefined ? '' : `, ${(sizeBytes / 1e3).toFixed(0)} kB`;
  const what = kind === undefined ? '' : ` (${kind}${size})`;
  const state = problem === undefined ? 'in order' : sayProblem(problem);
  return `${id}: ${title?.en ?? 'no card that can be read'}${what}\n  ${directory}/${id}\n  ${state}`;
}

function sayProblem({ code, message, hint }: ModelProblem): string {
  const told = `${code}: ${message.replaceAll('\n', '\n  ')}`;
  return hint === undefined ? told : `${told}\n  ${hint}`;
}
