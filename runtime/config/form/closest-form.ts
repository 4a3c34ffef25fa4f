/** Of a value that may have several forms: which one was meant, by what is wrong with it in each. Pure. */
import type { z } from '../../core/schema.ts';

type Issue = z.core.$ZodIssue;
type IssueOf<Code extends Issue['code']> = Extract<Issue, { code: Code }>;

/** A wrong value as such, as against something wrong within it. */
export type WrongValue = IssueOf<'invalid_type' | 'invalid_value'>;

export type ClosestForm =
  /** The value has the kind of none of the forms: one issue for each. */
  | { readonly kind: 'none'; readonly issues: readonly WrongValue[] }
  /** Paths begin at the value. */
  | { readonly kind: 'form'; readonly issues: readonly Issue[] };

export function closestForm({ errors }: IssueOf<'invalid_union'>): ClosestForm {
  const first = errors.flatMap((issues) => issues.slice(0, 1)).filter(isWrongValue);
  if (first.length === errors.length) return { kind: 'none', issues: first };
  // What is no map cannot be what a map was meant to be, however little is wrong with it.
  const fitting = errors.filter((issues) => !issues.slice(0, 1).some(isWrongValue));
  const [closest = []] = fitting.sort((left, right) => distance(left) - distance(right));
  return { kind: 'form', issues: closest };
}

function isWrongValue(issue: Issue): issue is WrongValue {
  const isOne = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  return isOne && issue.path.length === 0;
}

/** Keys that a form does not know tell most; what is wrong deep within tells that the rest fits. */
function distance(issues: readonly Issue[]): number {
  return issues.reduce(
    (sum, issue) =>
      sum + (issue.code === 'unrecognized_keys' ? issue.keys.length * 100 : 10) - issue.path.length,
    0,
  );
}
