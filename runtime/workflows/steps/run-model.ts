/** `run_model`: what a model of the node says of numbers that a step before it gave, or that stand there. */
import { errorCode, errorMessage } from '../../core/app-error.ts';
import { nearest } from '../../core/nearest.ts';
import { z } from '../../core/schema.ts';
import { findModelIds } from '../../inference/model-folders.ts';
import type { ParamMistake, StepAction } from '../step-action.ts';

const MOST_NUMBERS = 100_000;

const params = z.strictObject({
  model: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'not the id of a model')
    .describe('Its id, as in: boardtalk model list')
    .meta({ examples: ['bearing'] }),
  input: z
    .array(z.union([z.number(), z.looseObject({ value: z.number() })]))
    .min(1)
    .max(MOST_NUMBERS)
    .describe('Numbers, or rows with a value')
    .meta({ examples: ['{{fetch_data.rows}}'] }),
});

/** @param directories of models, in the order they are searched */
export function runModelStep(directories: readonly string[]): StepAction {
  return {
    name: 'run_model',
    kind: 'read',
    help: 'Says what a model makes of numbers.',
    params,
    gives: ['label', 'score', 'value', 'isUnusual', 'labels', 'results', 'count'],
    check: ({ model }) => (typeof model === 'string' ? checkModel(model, directories) : []),
    run: async (given) => {
      const { model, input } = params.parse(given);
      const numbers = input.map((each) => (typeof each === 'number' ? each : each.value));
      const { runOnNumbers } = await import('../../inference/run-on-numbers.ts');
      try {
        const results = await runOnNumbers({ model, numbers, directories });
        return { ok: true, output: { ...results.at(-1), results, count: results.length } };
      } catch (error) {
        if (!(error instanceof Error && 'hint' in error)) throw error;
        const [message, hint] = [
          `the model "${model}": ${errorMessage(error)}`,
          String(error.hint),
        ];
        return { ok: false, refusal: { code: errorCode(error), message, hint } };
      }
    },
  };
}

function checkModel(model: string, directories: readonly string[]): readonly ParamMistake[] {
  if (model.includes('{{')) return [];
  const ids = findModelIds(directories);
  if (ids.includes(model)) return [];
  const near = nearest(model, ids);
  const others = ids.length === 0 ? 'boardtalk model add FILE' : `there are ${ids.join(', ')}`;
  const hint = near === undefined ? others : `did you mean "${near}"?`;
  return [{ path: ['model'], message: `there is no model "${model}"`, hint }];
}
