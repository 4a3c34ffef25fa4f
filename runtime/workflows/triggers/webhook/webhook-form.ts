/** `{ webhook: { secret: env:DOOR_HOOK } }`: what may stand there, and what it means. */
import { Secret } from '../../../config/secret.ts';
import { isPlaceholder, isReference } from '../../../config/secrets.ts';
import { z } from '../../../core/schema.ts';
import type { Condition } from '../../condition.ts';
import { checkWhere } from '../check-where.ts';
import type { TriggerPlace } from '../trigger-place.ts';
import { whereForm } from '../where-form.ts';

export interface WebhookTrigger {
  readonly kind: 'webhook';
  /** Where the secret is, or the secret itself. */
  readonly secret: Secret;
  readonly where?: Condition | undefined;
}

export const webhookForm = z.strictObject({
  webhook: z
    .strictObject({
      secret: z
        .string()
        .min(1)
        .describe('What requests are signed with: env:NAME, file:PATH or credential:NAME')
        .meta({ examples: ['env:DOOR_HOOK'] }),
    })
    .optional()
    .describe('A signed request to /api/hooks/NAME, where NAME is the workflow'),
  ...whereForm.shape,
});

export function checkWebhook(
  place: TriggerPlace,
  { webhook, where: text }: z.infer<typeof webhookForm>,
): WebhookTrigger | undefined {
  const where = checkWhere(place, text);
  if (webhook === undefined || (text !== undefined && where === undefined)) return undefined;
  const { secret } = webhook;
  const path = [...place.path, 'webhook', 'secret'];
  if (isPlaceholder(secret)) {
    const hint = 'write env:NAME, and set it to 32 random characters';
    place.findings.error({ path, message: 'this stands for a secret, and is none', hint });
    return undefined;
  }
  if (!isReference(secret)) {
    const hint = 'write env:NAME, file:PATH or credential:NAME';
    place.findings.warning({ path, message: 'a secret stands in this file', hint });
  }
  return { kind: 'webhook', secret: new Secret(secret), where };
}
