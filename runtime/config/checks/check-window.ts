/** Can a reading ever be in the window that a rule names? */
import type { Condition } from '../devices-schema.ts';
import { keysAt, type Path } from '../form/value-at.ts';
import { checkValue } from './check-value.ts';
import type { PropertyFacts } from './property-facts.ts';
import type { SiteContext } from './site-context.ts';

const BOUNDS = ['is', 'min', 'max'];

export function checkWindow(
  { findings }: SiteContext,
  window: Condition,
  { path, facts }: { path: Path; facts: PropertyFacts },
): void {
  const { is, min, max } = window;
  const given = keysAt(findings.document.value, path);
  if (!given.some((key) => BOUNDS.includes(key)))
    findings.error({
      path,
      message: 'any reading would do',
      hint: `name one of ${BOUNDS.join(', ')}`,
    });
  if (is !== undefined) checkValue(findings, is, { path: [...path, 'is'], facts });
  for (const [key, bound] of Object.entries({ min, max })) {
    if (bound === undefined) continue;
    const place = [...path, key];
    if (facts.type === 'number') checkValue(findings, bound, { path: place, facts });
    else
      findings.error({
        path: place,
        part: 'key',
        message: `${key} does not fit: the reading is true or false`,
        hint: 'write is: true or is: false',
      });
  }
  if (min !== undefined && max !== undefined && min > max)
    findings.error({
      path: [...path, 'min'],
      message: 'no reading is above min and below max',
      hint: 'swap the two',
    });
}
