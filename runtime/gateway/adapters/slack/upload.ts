/**
 * A file on its way to Slack (docs.slack.dev/reference/methods/files.getUploadURLExternal): a place for it, then its
 * bytes. Nobody sees it before it is shared, so whatever fails here may be tried again.
 */
import type { Secret } from '../../../config/secret.ts';
import { z } from '../../../core/schema.ts';
import type { FileOut, Outgoing, Trouble } from '../../channels/channel-adapter.ts';
import { escape, placeOf } from './render.ts';
import { unsaid, type SlackAnswer, type WebApi } from './web-api.ts';

export type Uploaded =
  | { readonly kind: 'uploaded'; readonly id: string }
  | ({ readonly kind: 'later' } & Trouble)
  /** The app may bring no files, or not this one. */
  | { readonly kind: 'refused' };

export interface UploadParts {
  readonly api: WebApi;
  readonly token: Secret;
  /** Whether the bytes may go to this address. */
  readonly isSlacks: (address: string) => boolean;
}

const placeSchema = z.object({ upload_url: z.url(), file_id: z.string() });

export async function upload(
  { name, type, base64, alt }: FileOut,
  { api, token, isSlacks }: UploadParts,
): Promise<Uploaded> {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const form = new URLSearchParams({ filename: name, length: String(bytes.length) });
  if (type !== 'text/csv') form.set('alt_txt', alt);
  const answer = await api.call('files.getUploadURLExternal', token, { form });
  if (answer.kind !== 'ok') return failed(answer);
  const place = placeSchema.safeParse(answer.body).data;
  if (place === undefined || !isSlacks(place.upload_url))
    return { kind: 'later', why: 'Slack named no place of its own for a file' };
  const put = await api.put(place.upload_url, bytes);
  return put.kind === 'ok' ? { kind: 'uploaded', id: place.file_id } : failed(put);
}

function failed(answer: Exclude<SlackAnswer, { kind: 'ok' }>): Uploaded {
  const isWanting = answer.kind === 'refused' && answer.why === 'missing_scope';
  return isWanting ? { kind: 'refused' } : unsaid(answer);
}

/** …/reference/methods/files.completeUploadExternal: `channels` takes a person's id as well, `channel_id` none. */
export function renderShare({ chat, text }: Outgoing, id: string, title: string): URLSearchParams {
  const { channel, thread_ts: thread } = placeOf(chat);
  const isPerson = /^[UW]/.test(channel);
  return new URLSearchParams({
    files: JSON.stringify([{ id, title }]),
    initial_comment: escape(text),
    [isPerson ? 'channels' : 'channel_id']: channel,
    ...(thread !== undefined && { thread_ts: thread }),
  });
}
