/** What a person published, as the core knows it: plain text, or JSON of a program. */
import { createHash } from 'node:crypto';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

/** `at`: epoch ms or ISO 8601. */
const letterSchema = z.object({
  text: z.string(),
  id: z.string().min(1).max(200).optional(),
  at: z.union([z.number(), z.iso.datetime({ offset: true })]).optional(),
});

export interface Reading {
  readonly user: string;
  readonly payload: Uint8Array;
  /** Epoch ms, for what does not say when it was written. */
  readonly at: number;
  readonly now: number;
  /** For what has no id of its own. */
  readonly packetId: string;
}

export function parseMessage({ user, payload, at, now, packetId }: Reading): ArrivedMessage {
  const said = { id: packetId, chat: user, user, at };
  const text = textOf(payload);
  if (text === undefined) return { ...said, kind: 'other', text: '' };
  const letter = letterSchema.safeParse(parseBoundedJson(text));
  if (!letter.success) return { ...said, kind: 'text', text: text.trim() };
  const { id, text: words, at: written = at } = letter.data;
  const writtenAt = typeof written === 'number' ? written : Date.parse(written);
  return {
    ...said,
    ...(id !== undefined && { id: idOf(user, id) }),
    ...{ at: Math.min(writtenAt, now), kind: 'text', text: words.trim() },
  };
}

/** Ids of two people are never the same, nor is one that of a packet. */
function idOf(user: string, id: string): string {
  const hash = createHash('sha256').update(JSON.stringify([user, id]));
  return `own-${hash.digest('base64url')}`;
}

/** undefined: it is no text. */
function textOf(payload: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return undefined;
  }
}
