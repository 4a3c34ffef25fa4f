/** A step as it stands in the file, with what the others call it. */
import type { Findings } from '../../config/form/findings.ts';
import type { Path } from '../../config/form/value-at.ts';
import type { CheckContext } from '../check-context.ts';
import type { StepForm } from '../workflows-schema.ts';

export interface NamedStep {
  readonly id: string;
  readonly form: StepForm;
  readonly path: Path;
}

/** Where what is checked stands, and what it is held against. */
export interface CheckPlace {
  readonly findings: Findings;
  readonly path: Path;
  readonly context: CheckContext;
}
