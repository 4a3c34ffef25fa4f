/** What of the book is in force. Shapes only: reading it takes the checks, and those are loaded when there is something to read. */
import type { Workflow } from '../workflow.ts';

export interface MadeWorkflows {
  readonly workflows: readonly Workflow[];
  /** Name → why it is not in force. */
  readonly resting: ReadonlyMap<string, string>;
}

export const NOTHING_MADE: MadeWorkflows = { workflows: [], resting: new Map() };
