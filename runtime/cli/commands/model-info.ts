/** `boardtalk model info`: what a model's file says, whether it can run or not; and whether it runs here. */
import type { FoundModel } from '../../inference/find-model.ts';
import type { CommandContext, OwnCommand } from '../command.ts';
import { problemOf } from '../problem.ts';
import { namedModel, PLACE_OPTIONS, RUN_OPTIONS, runChoice } from './model-options.ts';
import { describeFile, sayFile, sayInfo } from './say-model.ts';

export const modelInfoCommand: OwnCommand = {
  name: 'model info',
  help: 'Say what is in a model and whether it runs here; if not, why.',
  positional: ['FILE|ID'],
  options: { ...PLACE_OPTIONS, ...RUN_OPTIONS },
  async run(context, given) {
    const choice = runChoice(given.options);
    const found = await namedModel(context, given);
    const file = describeFile(found);
    try {
      const { tryModel } = await import('../../inference/run-model.ts');
      const info = await tryModel(found, choice);
      context.output.answer(
        { ok: true, ...file, info },
        () => `${sayFile(found)}\n${sayInfo(info)}`,
      );
      return 0;
    } catch (error) {
      return tellWhyNot(context, found, error);
    }
  },
};

/** What the file says is told all the same: it is what helps to mend it. */
function tellWhyNot({ output }: CommandContext, found: FoundModel, error: unknown): 1 {
  output.failure(problemOf(error), describeFile(found), sayFile(found));
  return 1;
}
