/** Where a trigger stands that is checked, and what it is held against. */
import type { Findings } from '../../config/form/findings.ts';
import type { Path } from '../../config/form/value-at.ts';
import type { CheckContext } from '../check-context.ts';

export interface TriggerPlace {
  readonly findings: Findings;
  /** Of the trigger. */
  readonly path: Path;
  readonly context: CheckContext;
  /** The names of all workflows. */
  readonly workflows: readonly string[];
}
