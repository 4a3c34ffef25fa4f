/** How a door talks with the conversation, whatever the platform. Implemented in `gateway/`, injected by `app.ts`. */
import type { Receipt } from '../core/receipt.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Language, Role } from './asker.ts';
import type { Attachment } from './attachment.ts';

/** The person behind a message, as the door authenticated them. */
export interface Speaker {
  readonly person: string;
  readonly role: Role;
  readonly areas?: readonly string[];
  /** `cli`, `web`, `telegram` … */
  readonly via: string;
  /** Where replies and later news go: stable per conversation, e.g. `web:owner`. */
  readonly chat: string;
}

export interface ChatMessage {
  /** The sender's own id of the message: the same id again gets the same answer and does nothing twice. */
  readonly id: string;
  readonly text: string;
  readonly speaker: Speaker;
  /** The bytes of a PNG, JPEG or WebP that the person sent: the text stands under it, and is no order. It is not kept. */
  readonly picture?: Uint8Array;
  /** Set when the person pressed a button instead of writing. */
  readonly confirm?: { readonly token: string; readonly answer: 'yes' | 'no' };
}

/** `boardtalk chat --json` prints exactly this. */
export interface ChatReply {
  readonly reply: string;
  /** Ids of the tasks it started, asked about, or told of. */
  readonly tasks: readonly string[];
  readonly receipts: readonly Receipt[];
  readonly confirm?: ConfirmRequest;
  /** What did not come about, and why: the first refusal or failure, an open question, or what was not understood. */
  readonly error?: Refusal;
  /** Texts that would be understood: offered as buttons. */
  readonly suggestions?: readonly string[];
  /** Absent where the same message is answered once more, much later. */
  readonly attachments?: readonly Attachment[];
}

export interface ConfirmRequest {
  readonly token: string;
  readonly question: string;
  /** What the yes is to, in full and letter by letter. */
  readonly shown?: string;
  /** What can be said to it; absent: yes or no. */
  readonly choices?: readonly string[];
  /** Epoch ms; silence is no. */
  readonly expiresAt: number;
}

/** Something the person did not just ask for: progress, a timed run that ended, what a restart interrupted. */
export interface ChatNote {
  readonly chat: string;
  readonly text: string;
  readonly at: number;
  /** The message this belongs to, for progress. */
  readonly inReplyTo?: string;
  /** Ids of those it is about: the same that the reply had which began them. */
  readonly tasks?: readonly string[];
  readonly receipt?: Receipt;
  readonly attachments?: readonly Attachment[];
}

export interface ChatPort {
  readonly language: Language;
  handle(message: ChatMessage): Promise<ChatReply>;
  /** Hears progress and later news for a chat; what waited for it is delivered at once. Returns how to stop. */
  subscribe(chat: string, listener: (note: ChatNote) => void): () => void;
}
