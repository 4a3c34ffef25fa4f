/** `boardtalk model run`: one model, one input, what it means. */
import { resolve } from 'node:path';
import type { Interpretation } from '../../inference/interpret-output.ts';
import type { ModelRuns } from '../../inference/run-model.ts';
import type { OwnCommand } from '../command.ts';
import {
  argument,
  BATCH_OPTION,
  LABELS_OPTION,
  namedModel,
  PLACE_OPTIONS,
  RUN_OPTIONS,
  runChoice,
} from './model-options.ts';
import { sayInfo, sayResult } from './say-model.ts';

export const modelRunCommand: OwnCommand = {
  name: 'model run',
  help: 'Run a model on a picture, or on numbers from a .bin, .json or .csv file.',
  positional: ['FILE|ID', 'INPUT'],
  options: {
    ...LABELS_OPTION,
    ...RUN_OPTIONS,
    ...BATCH_OPTION,
    step: { placeholder: 'N', help: 'How many numbers on the next window begins' },
    ...PLACE_OPTIONS,
  },
  async run(context, given) {
    const input = resolve(context.around.cwd, argument(given, 1, 'INPUT'));
    const choice = runChoice(given.options);
    const found = await namedModel(context, given);
    const { runModel } = await import('../../inference/run-model.ts');
    const runs = await runModel(found, input, choice);
    const error = meanError(runs.results);
    context.output.answer({ ok: true, model: found.name, ...runs, ...(error ?? {}) }, () =>
      sayRuns(runs),
    );
    return 0;
  },
};

interface ErrorRange {
  readonly error: { readonly mean: number; readonly least: number; readonly most: number };
}

function meanError(results: readonly Interpretation[]): ErrorRange | undefined {
  const errors = results.flatMap((result) =>
    result.kind === 'reconstruction' ? result.error : [],
  );
  if (errors.length === 0) return undefined;
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  return { error: { mean, least: Math.min(...errors), most: Math.max(...errors) } };
}

function sayRuns({ results, info, ms }: ModelRuns): string {
  const range = results.length > 1 ? meanError(results) : undefined;
  const told = range === undefined ? results.map(sayResult) : [sayRange(range, results.length)];
  return [...told, `took ${ms.toFixed(2)} ms`, sayInfo(info)].join('\n');
}

function sayRange({ error }: ErrorRange, count: number): string {
  const say = (value: number): string => value.toPrecision(4);
  const { mean, least, most } = error;
  return `reconstruction error over ${count} windows: mean ${say(mean)}, from ${say(least)} to ${say(most)}`;
}
