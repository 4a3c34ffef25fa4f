/**
 * What page and server say to each other over `WS /ws` and `GET /api/session`: JSON, one message a
 * frame. The page imports the types only; what it sends is checked here.
 */
import type { ChatNote, ChatReply, Speaker } from '../actions/chat-port.ts';
import type { Language } from '../actions/asker.ts';
import type { Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import type { LiveChange, LiveThing } from './ports.ts';

/** The page makes the id and sends it again after a lost connection: the same id is never acted on twice. */
const messageId = z.string().regex(/^[A-Za-z0-9-]{8,64}$/);

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('chat'),
    id: messageId,
    text: z.string().trim().min(1).max(2_000),
  }),
  z.strictObject({
    type: z.literal('confirm'),
    id: messageId,
    token: z.string().min(1).max(128),
    answer: z.enum(['yes', 'no']),
  }),
]);

export type ClientMessage = z.infer<typeof clientMessageSchema>;

export type ServerMessage =
  | HelloMessage
  | { readonly type: 'reply'; readonly id: string; readonly reply: ChatReply }
  | { readonly type: 'note'; readonly note: ChatNote }
  | { readonly type: 'live'; readonly change: LiveChange }
  /** Answers the message `id`, or tells why the connection is about to close. */
  | { readonly type: 'error'; readonly id?: string; readonly error: Refusal }
  /** A sign of life, and the board's clock (epoch ms). */
  | { readonly type: 'tick'; readonly now: number };

/** The first message on every connection. */
export interface HelloMessage {
  readonly type: 'hello';
  readonly speaker: Pick<Speaker, 'person' | 'role'>;
  readonly title: string;
  /** The board's clock, epoch ms: the browser's may differ, and countdowns must not. */
  readonly now: number;
  readonly things: readonly LiveThing[];
}

/** What `GET /api/session` answers, signed in or not. */
export interface SessionAnswer {
  readonly claimed: boolean;
  readonly signedIn: boolean;
  readonly title: string;
  readonly language: Language;
}
