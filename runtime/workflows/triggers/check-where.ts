/** `where:` of a trigger: a condition over what it saw, so that what is not meant begins no run. */
import { isConditionMistake, parseCondition, type Condition } from '../condition.ts';
import type { TriggerPlace } from './trigger-place.ts';

/** undefined where there is none, or it is wrong, and that is told. */
export function checkWhere(
  { findings, path, context }: TriggerPlace,
  text: string | undefined,
): Condition | undefined {
  if (text === undefined) return undefined;
  const at = [...path, 'where'];
  const where = parseCondition(text, ['trigger']);
  if (isConditionMistake(where)) {
    const hint = 'it may speak of: trigger, and reading("thing.property")';
    findings.error({ path: at, message: `this condition is wrong: ${where.message}`, hint });
    return undefined;
  }
  for (const address of where.readings)
    if (!context.readings.has(address))
      findings.unknown('reading', address, { path: at, known: [...context.readings.keys()] });
  return where;
}
