/** `boardtalk model bench` */
import type { ModelBench } from '../../inference/bench-model.ts';
import type { OwnCommand } from '../command.ts';
import {
  BATCH_OPTION,
  namedModel,
  oneOf,
  PLACE_OPTIONS,
  RUN_OPTIONS,
  runChoice,
} from './model-options.ts';
import { sayInfo } from './say-model.ts';

export const modelBenchCommand: OwnCommand = {
  name: 'model bench',
  help: 'Measure how long a model takes on this machine, in this process.',
  positional: ['FILE|ID'],
  options: {
    ...RUN_OPTIONS,
    ...BATCH_OPTION,
    against: { placeholder: 'WHAT', help: 'c: a C program on the same library, compiled for this' },
    ...PLACE_OPTIONS,
  },
  async run(context, given) {
    const against = oneOf(given.options, 'against', ['c'] as const);
    const { backend, threads, batch } = runChoice(given.options);
    const found = await namedModel(context, given);
    const { benchModel } = await import('../../inference/bench-model.ts');
    const bench = await benchModel(found, { backend, threads, batch, against });
    context.output.answer({ ok: true, model: found.name, ...bench }, () => sayBench(bench));
    return 0;
  },
};

function sayBench({ p50Ms, p99Ms, runs, ratio, batch, info }: ModelBench): string {
  const times = `half of ${runs} runs took less than ${p50Ms.toPrecision(3)} ms, 99 % less than ${p99Ms.toPrecision(3)} ms`;
  const compared =
    ratio === undefined ? [] : [`${ratio.toFixed(3)} times as long as the C program`];
  return [times, ...sayBatch(batch), ...compared, sayInfo(info)].join('\n');
}

function sayBatch(batch: ModelBench['batch']): readonly string[] {
  if (batch === undefined) return [];
  const { size, eachMs, ratio } = batch;
  const verdict = ratio < 0.95 ? 'it gains' : 'it gains nothing';
  return [
    `in batches of ${size}, each takes ${eachMs.toPrecision(3)} ms, ${ratio.toFixed(2)} times as long as alone: ${verdict}`,
  ];
}
