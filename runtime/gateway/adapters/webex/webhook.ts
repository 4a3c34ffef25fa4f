/**
 * The webhook of this site at Webex (developer.webex.com/docs/api/v1/webhooks): made where there is none, and
 * switched on again where Webex has switched it off because nobody answered for a while.
 */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import type { Trouble } from '../../channels/channel-adapter.ts';
import type { WebexApi } from './webex-api.ts';

export interface Webhook {
  /** To which Webex posts. */
  readonly address: string;
  readonly secret: Secret;
}

const NAME = 'Boardtalk';

const listSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      targetUrl: z.string(),
      resource: z.string(),
      event: z.string(),
      status: z.string(),
      filter: z.string().optional(),
      secret: z.string().optional(),
    }),
  ),
});

/** undefined: it is there, and as it has to be. */
export async function keepWebhook(
  api: WebexApi,
  { address, secret }: Webhook,
  signal: AbortSignal,
): Promise<Trouble | undefined> {
  const listed = await api.call('webhooks?max=100', { signal });
  if (listed.kind !== 'ok') return listed;
  const all = listSchema.safeParse(listed.json).data?.items;
  if (all === undefined) return { why: 'Webex did not say which webhooks there are' };
  const own = all.find(
    ({ targetUrl, resource, event, filter }) =>
      targetUrl === address && resource === 'messages' && event === 'created' && !filter,
  );
  const wanted = { name: NAME, targetUrl: address, secret: secret.reveal() };
  if (own === undefined) {
    const json = { ...wanted, resource: 'messages', event: 'created' };
    const made = await api.call('webhooks', { json, signal });
    return made.kind === 'ok' ? undefined : made;
  }
  if (own.status === 'active' && own.secret === secret.reveal()) return undefined;
  const json = { ...wanted, status: 'active' };
  const path = `webhooks/${encodeURIComponent(own.id)}`;
  const changed = await api.call(path, { method: 'PUT', json, signal });
  return changed.kind === 'ok' ? undefined : changed;
}
