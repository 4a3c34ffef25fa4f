/** A step as it will be done: with its params filled, once for each entry of its list where it has one. Pure. */
import { fillTemplate } from '../../config/form/template.ts';
import type { Step } from '../workflow.ts';

/** @param values by the first word of a path */
export function filledSteps(
  step: Step,
  values: Readonly<Record<string, unknown>>,
): readonly Step[] {
  const { forEach, params } = step;
  const fill = (more: object = {}): Step => ({
    ...{ ...step, forEach: undefined },
    params: { source: fillTemplate(params, { ...values, ...more }), placeholders: [] },
  });
  if (forEach === undefined) return [fill()];
  const list = fillTemplate(forEach, values);
  return Array.isArray(list) ? list.map((item: unknown) => fill({ item })) : [step];
}
