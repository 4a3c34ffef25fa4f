/** What is known of the site where a draft becomes a workflow, and what its steps are written as. */
import type { Speech } from '../../actions/speech.ts';
import type { Site } from '../../config/site.ts';
import type { Workflow } from '../workflow.ts';

export interface DraftSite {
  readonly site: Pick<Site, 'boards' | 'platforms'>;
  /** Files in `templates/`. */
  readonly templates: readonly string[];
  readonly workflows: readonly Workflow[];
  /** Names of what this draft must not replace. */
  readonly isTaken: (name: string) => boolean;
  readonly speech: Speech;
}

/** As `workflows.yaml` has it. */
export interface StepText {
  readonly id?: string;
  readonly action: string;
  readonly depends_on?: string | readonly string[];
  readonly approval?: true;
  readonly params: Readonly<Record<string, unknown>>;
}
