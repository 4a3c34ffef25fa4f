/** A workflow without a mistake: what starts it, and its steps in an order in which they can run. */
import type { z } from '../core/schema.ts';
import type { Condition } from './condition.ts';
import type { approverSchema } from './question.ts';
import type { Template } from '../config/form/template.ts';
import type { CronTrigger } from './triggers/cron/cron-form.ts';
import type { EdgeTrigger } from './triggers/edge/edge-form.ts';
import type { EventTrigger } from './triggers/event/event-form.ts';
import type { MqttTrigger } from './triggers/mqtt/mqtt-form.ts';
import type { PhraseTrigger } from './triggers/phrase/phrase-form.ts';
import type { ReadingTrigger } from './triggers/reading/reading-form.ts';
import type { WebhookTrigger } from './triggers/webhook/webhook-form.ts';
import type { WorkflowTrigger } from './triggers/workflow/workflow-form.ts';

export interface Workflow {
  readonly name: string;
  readonly title: string;
  readonly isEnabled: boolean;
  /** The board that runs it, also with nobody else alive; absent: the gateway. */
  readonly on?: string | undefined;
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
  | EdgeTrigger
  | EventTrigger
  | PhraseTrigger
  | WebhookTrigger
  | MqttTrigger
  | WorkflowTrigger;

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

export type Approver = z.infer<typeof approverSchema>;
