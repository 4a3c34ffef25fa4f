/**
 * The contract of what a step can do beside the actions of the catalogue: fetch data, write a report,
 * tell people. One file for each stands in `steps/`.
 */
import type { Path } from '../config/form/value-at.ts';
import type { SiteThing } from '../config/site.ts';
import type { z } from '../core/schema.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Question } from './question.ts';

export interface StepAction {
  /** As `workflows.yaml` writes it: `fetch_data`. */
  readonly name: string;
  readonly help: string;
  /** `read` may be done again after a restart; a `write` that a restart cut short is asked about. */
  readonly kind: 'read' | 'write';
  /** Of a write: done again with the same run and step, it is done once. */
  readonly isIdempotent?: true;
  /** Not for each entry of a list. */
  readonly isOnce?: true;
  readonly params: z.ZodType;
  /** The fields that later steps can name. */
  readonly gives: readonly string[];
  /** What a schema cannot see in the params as written, placeholders and all. */
  check?(
    params: Readonly<Record<string, unknown>>,
    site: StepSite,
    before: StepsBefore,
  ): readonly ParamMistake[];
  /** Of a write that is not idempotent, where it can be looked up: how it ended that a restart cut short. */
  recover?(
    step: Pick<StepContext, 'workflow' | 'run' | 'step'>,
  ): Promise<StepOutcome | 'none' | 'unknown'>;
  /** @param params filled, and parsed by the schema */
  run(params: unknown, step: StepContext): Promise<StepOutcome>;
}

/** What can be named. */
export interface StepSite {
  readonly platforms: readonly string[];
  /** Files in `templates/`. */
  readonly templates: readonly string[];
  readonly things: readonly SiteThing[];
  /** Ids of things that announce themselves: nobody knows what they are before. */
  readonly announced: readonly string[];
}

/** What a step can name of those that have run by then. */
export interface StepsBefore {
  /** Id → the fields that it gives; undefined: whatever its action answers. */
  readonly gives: ReadonlyMap<string, readonly string[] | undefined>;
  /** Ids of those that it waits for itself. */
  readonly dependsOn: readonly string[];
}

export interface ParamMistake {
  /** Within the params. */
  readonly path: Path;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Whatever the placeholder there stands for. */
  readonly isCertain?: true;
}

export interface StepContext {
  readonly workflow: string;
  readonly run: string;
  readonly step: string;
  /** What the steps before it gave, by their ids. */
  readonly outputs: Readonly<Record<string, Output>>;
  /** Ids of the steps that it waits for. */
  readonly dependsOn: readonly string[];
  /** What began the run, for the journal: `started by mei`, `by the clock`. */
  readonly cause: string;
  /** Who started the run; absent: nobody did. */
  readonly asked?: string | undefined;
  /** Who said yes to this step. */
  readonly approvedBy?: string | undefined;
  /** Epoch ms. */
  readonly now: number;
  readonly isDryRun: boolean;
  readonly signal: AbortSignal;
}

export type Output = Readonly<Record<string, unknown>>;

export type StepOutcome =
  | { readonly ok: true; readonly output: Output }
  /** Done at that time, epoch ms; nothing is held until then. */
  | { readonly ok: true; readonly until: number }
  /** Done when people have answered; that time is silence. */
  | { readonly ok: true; readonly until: number; readonly question: Question }
  | { readonly ok: false; readonly refusal: Refusal; readonly mayHaveMoved?: boolean };
