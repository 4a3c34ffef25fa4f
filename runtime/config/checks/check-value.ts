/** Tells when a property could never have a value that a rule names. What is unknown of it is not checked. */
import type { Value } from '../../core/reading.ts';
import type { Findings } from '../form/findings.ts';
import { quote } from '../form/quote.ts';
import type { Path } from '../form/value-at.ts';
import { formatRange, isInRange, type PropertyFacts } from './property-facts.ts';

export function checkValue(
  findings: Findings,
  value: Value,
  { path, facts }: { path: Path; facts: PropertyFacts | undefined },
): void {
  if (facts === undefined) return;
  if (typeof value !== facts.type) {
    const wanted = facts.type === 'boolean' ? 'true or false' : 'a number';
    findings.error({ path, message: `expected ${wanted}, found ${quote(value)}` });
    return;
  }
  if (typeof value !== 'number' || facts.range === undefined || isInRange(value, facts)) return;
  const message = `${quote(value)} is out of range`;
  findings.error({
    path,
    message,
    hint: `the property goes ${formatRange(facts.range, facts.unit)}`,
  });
}
