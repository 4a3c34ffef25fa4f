/** What the checks of a workflow know of the node and its site. */
import type { z } from '../core/schema.ts';
import type { StepAction, StepSite } from './step-action.ts';

export interface CheckContext extends StepSite {
  /** By name; actions of the catalogue are called with `-` or `_`. */
  readonly actions: ReadonlyMap<string, KnownAction>;
  /** Ids. */
  readonly boards: readonly string[];
  /** What is wrong with a sentence that should start a workflow. */
  readonly judgePhrase: (text: string) => PhraseMistake | undefined;
  /** Address → type. */
  readonly readings: ReadonlyMap<string, 'boolean' | 'number'>;
  /** Names of workflows that stand elsewhere. */
  readonly others?: readonly string[];
}

export interface PhraseMistake {
  readonly message: string;
  readonly hint?: string | undefined;
}

export interface KnownAction {
  readonly params: z.ZodType;
  /** Absent: whatever the action answers. */
  readonly gives?: readonly string[];
  readonly isOnce?: true;
  readonly check?: StepAction['check'];
}
