/** What is kept of a run that has ended: what people can ask of it, and no rows, lists or pictures. Pure. */
import type { Output } from '../step-action.ts';
import type { Run, StepRun } from './run.ts';

const MOST_TEXT = 2_000;

export function shortRun(run: Run): Run {
  const steps = Object.entries(run.steps).map(
    ([id, { output, items: _, ...step }]): [string, StepRun] => [
      id,
      output === undefined ? step : { ...step, output: shortOutput(output) },
    ],
  );
  return { ...run, steps: Object.fromEntries(steps) };
}

/** Numbers, words and texts, these no longer than people read them. */
export function shortOutput(output: Output): Record<string, string | number | boolean> {
  const kept: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(output))
    if (typeof value === 'string') kept[key] = value.slice(0, MOST_TEXT);
    else if (typeof value === 'number' || typeof value === 'boolean') kept[key] = value;
  return kept;
}
