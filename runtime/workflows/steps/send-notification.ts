/**
 * `send_notification`: tells the people behind one platform of the site what a step before it gave, or a text.
 * A run tells each of its notifications once, whatever cuts it short.
 */
import { suggest } from '../../config/form/suggest.ts';
import { z } from '../../core/schema.ts';
import type { PlatformNews, PlatformNotice } from '../../tasks/events/platform-news.ts';
import { refuseWorkflow, WORKFLOW_ERRORS } from '../errors.ts';
import { picturesIn } from '../report/pictures-in.ts';
import type {
  ParamMistake,
  StepAction,
  StepContext,
  StepOutcome,
  StepsBefore,
  StepSite,
} from '../step-action.ts';

export interface SendNotificationParts {
  readonly news: Pick<PlatformNews, 'tell'>;
}

const params = z.strictObject({
  platform: z.string().min(1).describe('A platform of platform.yaml'),
  channel: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Where on it: the id of a person, or of a messenger a room as the platform names it; else everybody there hears it',
    ),
  text: z
    .union([z.string(), z.number(), z.boolean()])
    .optional()
    .describe('What to tell; default: the text of the step before it'),
});

export function sendNotificationStep({ news }: SendNotificationParts): StepAction {
  return {
    name: 'send_notification',
    help: 'Tells the people behind a platform what came out.',
    kind: 'write',
    isIdempotent: true,
    params,
    gives: ['id', 'platform'],
    check: checkNotification,
    run: (given, step) => send(params.parse(given), step, news),
  };
}

function checkNotification(
  { platform, text }: Readonly<Record<string, unknown>>,
  { platforms }: StepSite,
  { gives, dependsOn }: StepsBefore,
): readonly ParamMistake[] {
  const mistakes: ParamMistake[] = [];
  if (typeof platform === 'string' && !platforms.includes(platform)) {
    const hint = suggest(platform, platforms) ?? 'platform.yaml has no supported_platforms';
    mistakes.push({ path: ['platform'], message: `there is no platform "${platform}"`, hint });
  }
  const hasText = dependsOn.some((id) => gives.get(id)?.includes('text') ?? true);
  if (text === undefined && !hasText)
    mistakes.push({
      path: [],
      message: 'there is no text to tell',
      hint: WORKFLOW_ERRORS.WORKFLOW_NOTHING_TO_SAY,
      isCertain: true,
    });
  return mistakes;
}

async function send(
  { platform, channel, text }: z.infer<typeof params>,
  step: StepContext,
  news: SendNotificationParts['news'],
): Promise<StepOutcome> {
  const { workflow, run, isDryRun } = step;
  const id = `${run}.${step.step}`;
  const told =
    text === undefined ? toldBefore(step) : ({ status: 'done', output: String(text) } as const);
  if (told === undefined)
    return refused(
      'WORKFLOW_NOTHING_TO_SAY',
      `"${step.step}" has no text, nor has what it depends on`,
    );
  if (isDryRun) {
    const what = text === undefined ? 'what the step before it says' : told.output;
    return { ok: true, output: { id, platform, text: `would tell ${platform}: ${what}` } };
  }
  const task = { id: run, name: workflow, ...told };
  const pictures = picturesIn(step.dependsOn.map((before) => step.outputs[before]));
  const notice = { id, task, pictures, ...(channel === undefined ? {} : { channel }) };
  const isTold = await news.tell(platform, notice);
  return isTold
    ? { ok: true, output: { id, platform } }
    : refused('WORKFLOW_PARAMS', `"${platform}" is no platform of this site, or nobody is there`);
}

/** What a step before it gave; or why it failed, where the run went on all the same. */
function toldBefore({
  dependsOn,
  outputs,
}: StepContext):
  { readonly status: PlatformNotice['task']['status']; readonly output: string } | undefined {
  const given = dependsOn.map((id) => outputs[id] ?? {});
  const text = given.map((output) => output['text']).find((one) => typeof one === 'string');
  if (text !== undefined) return { status: 'done', output: text };
  const error = given.map((output) => output['error']).find((one) => typeof one === 'string');
  return error === undefined ? undefined : { status: 'failed', output: error };
}

function refused(code: Parameters<typeof refuseWorkflow>[0], message: string): StepOutcome {
  return { ok: false, refusal: refuseWorkflow(code, message) };
}
