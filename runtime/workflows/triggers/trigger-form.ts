/** What starts a workflow, as `workflows.yaml` writes it: exactly one kind, with the keys that belong to it. One folder for each. */
import { quote } from '../../config/form/quote.ts';
import { z } from '../../core/schema.ts';
import type { Trigger } from '../workflow.ts';
import { checkCron, cronForm } from './cron/cron-form.ts';
import { checkEdge, edgeForm } from './edge/edge-form.ts';
import { checkEvent, eventForm } from './event/event-form.ts';
import { checkMqtt, mqttForm } from './mqtt/mqtt-form.ts';
import { checkPhrase, phraseForm } from './phrase/phrase-form.ts';
import { checkReading, readingForm } from './reading/reading-form.ts';
import type { TriggerPlace } from './trigger-place.ts';
import { checkWebhook, webhookForm } from './webhook/webhook-form.ts';
import { checkWorkflow, workflowForm } from './workflow/workflow-form.ts';

/** By the key that names the kind. */
const FORMS = {
  cron: cronForm,
  reading: readingForm,
  edge: edgeForm,
  event: eventForm,
  phrase: phraseForm,
  webhook: webhookForm,
  mqtt: mqttForm,
  workflow: workflowForm,
} as const;

type Kind = keyof typeof FORMS;

export const triggerForm = z.strictObject({
  ...cronForm.shape,
  ...readingForm.shape,
  ...edgeForm.shape,
  ...eventForm.shape,
  ...phraseForm.shape,
  ...webhookForm.shape,
  ...mqttForm.shape,
  ...workflowForm.shape,
});

type TriggerForm = z.infer<typeof triggerForm>;

const WORDS = /^cron\s+(.*)$/s;

export function checkTrigger(
  place: TriggerPlace,
  trigger: string | TriggerForm | undefined,
): Trigger | undefined {
  if (trigger === undefined) return { kind: 'manual' };
  if (typeof trigger === 'string') return checkWords(place, trigger);
  const kind = checkKind(place, trigger);
  switch (kind) {
    case undefined:
      return undefined;
    case 'cron':
      return checkCron({ ...place, path: [...place.path, 'cron'] }, trigger);
    case 'reading':
      return checkReading(place, trigger);
    case 'edge':
      return checkEdge(place, trigger);
    case 'event':
      return checkEvent(place, trigger);
    case 'phrase':
      return checkPhrase(place, trigger);
    case 'webhook':
      return checkWebhook(place, trigger);
    case 'mqtt':
      return checkMqtt(place, trigger);
    case 'workflow':
      return checkWorkflow(place, trigger);
  }
}

/** `cron 0 9 * * *` */
function checkWords(place: TriggerPlace, text: string): Trigger | undefined {
  const [, cron] = WORDS.exec(text) ?? [];
  if (cron !== undefined) return checkCron(place, { cron });
  place.findings.error({
    path: place.path,
    message: `${quote(text)} starts nothing`,
    hint: `write "cron 0 9 * * *", or a map with one of: ${KINDS.join(', ')}`,
  });
  return undefined;
}

function checkKind({ findings, path }: TriggerPlace, trigger: TriggerForm): Kind | undefined {
  const given = KINDS.filter((kind) => trigger[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    const message =
      kind === undefined ? 'this starts nothing' : `a trigger is one of ${given.join(', ')}`;
    const hint = `write one of: ${KINDS.join(', ')}`;
    if (!findings.isDamaged(path)) findings.error({ path, message, hint });
    return undefined;
  }
  const foreign = Object.entries(trigger).filter(
    ([key, value]) => value !== undefined && !(key in FORMS[kind].shape),
  );
  for (const [key] of foreign)
    findings.error({
      ...{ path: [...path, key], part: 'key' },
      message: `"${key}" does not go with "${kind}"`,
    });
  return kind;
}

const KINDS = keysOf(FORMS);

function keysOf<K extends string>(table: Readonly<Record<K, unknown>>): readonly K[];
function keysOf(table: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(table);
}
