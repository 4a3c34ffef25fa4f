/**
 * A message of Gotify (gotify.net/api-docs, "MessageExternal"), as the core knows it. The server says which
 * application sent it, by the token that it had: so a person is an application.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

/** gotify.net/docs/msgextras: of what a site sends; others who use it are passed over. */
export const OWN_MARK = 'boardtalk::message';

const messageSchema = z.object({
  id: z.int(),
  appid: z.int(),
  message: z.string(),
  date: z.string(),
  extras: z.record(z.string(), z.unknown()).nullish(),
});

export interface Heard {
  readonly id: number;
  /** Epoch ms, by the clock of the server. */
  readonly sentAt: number;
  /** Absent: it is of a site. */
  readonly message?: ArrivedMessage;
}

export interface Clocks {
  readonly now: number;
  /** How far the clock of the server is ahead of ours, ms. */
  readonly aheadMs: number;
}

/** undefined: it is no message. */
export function parseMessage(value: unknown, { now, aheadMs }: Clocks): Heard | undefined {
  const { data } = messageSchema.safeParse(value);
  if (data === undefined) return undefined;
  const { id, appid, date, extras } = data;
  const sentAt = Date.parse(date);
  const text = data.message.trim();
  if (Number.isNaN(sentAt)) return undefined;
  if (extras !== null && extras !== undefined && Object.hasOwn(extras, OWN_MARK))
    return { id, sentAt };
  const user = String(appid);
  return {
    ...{ id, sentAt },
    message: {
      ...{ id: String(id), chat: user, user, text },
      at: Math.min(sentAt - aheadMs, now),
      kind: text === '' ? 'other' : 'text',
    },
  };
}
