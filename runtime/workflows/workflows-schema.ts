/**
 * The form of `workflows.yaml`. Shapes only; how names go together is checked by `checks/`. The
 * descriptions become the editor's help and docs/workflows.md.
 */
import { duration, id } from '../config/fields.ts';
import { z } from '../core/schema.ts';
import { triggerForm } from './triggers/trigger-form.ts';
import { workflowName as name } from './workflow-name.ts';

/** Conditions and placeholders name steps by it, so it is a plain word. */
const stepId = name.regex(/^[^-]*$/, 'the id of a step has no -; write _ instead');

const approval = z.strictObject({
  role: z.enum(['operator', 'technician', 'admin']).default('operator').describe('Who may say yes'),
  within: duration.default(3_600_000).describe('Silence for so long is no'),
});

const step = z.strictObject({
  id: stepId.optional().describe('What other steps call it; default: its action'),
  action: name.describe(
    'What it does: an action people can say, or one of the actions of workflows',
  ),
  depends_on: z
    .union([name, z.array(name)])
    .optional()
    .describe('The steps that come before it, by id or action'),
  when: z
    .string()
    .optional()
    .describe('A condition in CEL; when it is false, the step is skipped')
    .meta({ examples: ['reading("tank.level") < 20', 'fetch_data.count > 0'] }),
  params: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Its arguments; {{step.field}} puts in what another step gave'),
  for_each: z
    .union([
      z
        .string()
        .regex(/^\{\{[^{}]*\}\}$/, 'this is no list')
        .meta({ examples: ['{{fetch_data.rows}}'] }),
      z.array(z.json()).min(1).max(1_000),
    ])
    .optional()
    .describe('A list: the step runs once for each entry, which is {{item}}')
    .meta({ examples: ['{{fetch_data.rows}}', [10, 20]] }),
  retry: z
    .strictObject({
      times: z.int().min(1).max(10).describe('How often more'),
      wait: duration.default(10_000).describe('Before the first retry; it doubles each time'),
    })
    .optional()
    .describe('For a step that failed; one that may have moved something is never repeated'),
  timeout: duration.optional().describe('How long it may take. Default: 1m'),
  on_error: z
    .enum(['stop', 'continue'])
    .default('stop')
    .describe('Whether the run ends when it fails'),
  approval: z
    .union([z.literal(true), approval])
    .optional()
    .describe('Asks people before it runs'),
});

const workflow = z.strictObject({
  name: name.describe('What people and other workflows call it'),
  title: z.string().min(1).max(80).optional().describe('What messages call it'),
  enabled: z.boolean().default(true).describe('Whether its triggers are armed'),
  on: id.optional().describe('The board that runs it, also with no network. Default: the gateway'),
  trigger: z
    .union([z.string(), triggerForm])
    .optional()
    .describe('When it runs: "cron 0 9 * * *", or a map; without one, when somebody says so'),
  notify: z.array(z.string().min(1)).default([]).describe('Platforms that hear how a run ended'),
  steps: z.array(step).min(1).max(100).describe('What it does'),
});

export const workflowsSchema = z.strictObject({
  workflows: z.array(workflow).max(1_000).default([]).describe('What the site does by itself'),
});

export type WorkflowsFile = z.infer<typeof workflowsSchema>;
export type WorkflowForm = WorkflowsFile['workflows'][number];
export type StepForm = WorkflowForm['steps'][number];
