/** A workflow without a mistake: what starts it, and its steps in an order in which they can run. */
import type { PropertyAddress } from '../core/reading.ts';
import type { Condition } from './condition.ts';
import type { CronFields } from './cron.ts';
import type { Template } from '../config/form/template.ts';

export interface Workflow {
  readonly name: string;
  readonly title: string;
  readonly isEnabled: boolean;
  readonly trigger: Trigger;
  /** Names of platforms. */
  readonly notify: readonly string[];
  /** Each stands behind all that it depends on. */
  readonly steps: readonly Step[];
  /** Changes with whatever stands in it: a run goes on only with the workflow that it began with. */
  readonly version: string;
}

export type Trigger =
  /** Somebody says so. */
  | { readonly kind: 'manual' }
  | CronTrigger
  | ReadingTrigger
  | { readonly kind: 'workflow'; readonly name: string; readonly ended: 'done' | 'failed' | 'any' };

export interface CronTrigger {
  readonly kind: 'cron';
  readonly expression: string;
  readonly fields: CronFields;
  /** IANA; absent: the site's. */
  readonly timezone?: string | undefined;
  /** What became due while the node was away. */
  readonly missed: 'skip' | 'once' | 'all';
  /** How late a missed one is still run. */
  readonly graceMs: number;
}

export interface ReadingTrigger {
  readonly kind: 'reading';
  readonly reading: PropertyAddress;
  /** In the unit of the reading. */
  readonly crossing:
    | { readonly kind: 'above'; readonly limit: number }
    | { readonly kind: 'below'; readonly limit: number }
    | { readonly kind: 'is'; readonly value: boolean };
  readonly forMs: number;
  readonly hysteresis: number;
}

export interface Step {
  /** A word that conditions and placeholders can say. */
  readonly id: string;
  readonly action: string;
  /** Ids of steps. */
  readonly dependsOn: readonly string[];
  readonly when?: Condition | undefined;
  readonly params: Template;
  readonly forEach?: Template | undefined;
  readonly retry?: { readonly times: number; readonly waitMs: number } | undefined;
  readonly timeoutMs: number;
  readonly isFatal: boolean;
  readonly approval?: { readonly role: Approver; readonly withinMs: number } | undefined;
}

export type Approver = 'operator' | 'technician' | 'admin';
