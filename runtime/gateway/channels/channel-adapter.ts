/**
 * What a messenger is to the core: it hears messages, sends texts, and says of both how it went. An
 * adapter translates and nothing else: who may speak, what is kept, in which order and how fast is
 * decided here once for all of them. Expected outcomes are returned; what it throws is a defect.
 */
import type { Rate } from '../../core/token-bucket.ts';

/** A message as a person wrote it, or a button that they pressed, in a chat of two. */
export interface ArrivedMessage {
  /** The platform's own id of the delivery: the same again is the same message. */
  readonly id: string;
  /** The platform's ids, which never change and nobody chooses. */
  readonly chat: string;
  readonly user: string;
  /** Epoch ms, by the clock of this node. */
  readonly at: number;
  /** `forwarded`: the words of somebody else; `other`: a picture, a voice, a file. */
  readonly kind: 'text' | 'button' | 'forwarded' | 'other';
  /** What was written, or the token of the button. */
  readonly text: string;
}

export interface Button {
  readonly label: string;
  /** ≤ 64 bytes, the least that a platform carries. */
  readonly token: string;
}

export interface Outgoing {
  readonly chat: string;
  /** Plain, and no longer than the platform takes. */
  readonly text: string;
  readonly buttons?: readonly Button[] | undefined;
}

export type Sent =
  | { readonly kind: 'sent' }
  /** It is certain that the platform did not take it, and may another time. */
  | ({ readonly kind: 'later' } & Trouble)
  /** It will not be taken another time either. */
  | { readonly kind: 'refused'; readonly why: string }
  /** Nobody can know whether the person has it. */
  | { readonly kind: 'unknown'; readonly why: string };

/** Why it does not go on, fit to be shown, without any secret. */
export interface Trouble {
  readonly why: string;
  /** What to do about it; absent: to wait. */
  readonly cure?: string;
  /** The platform said how long. */
  readonly retryAfterMs?: number;
}

export interface Hearing {
  /** Durable when it resolves: only then may the platform be told that they arrived. */
  accept(messages: readonly ArrivedMessage[]): Promise<void>;
  /** The platform has answered just now: an open socket is no proof of that. */
  alive(): void;
}

export interface ChannelAdapter {
  /** The site's account there, by its immutable id. */
  readonly account: string;
  /** How it hears: stands in the list of channels. */
  readonly mode: string;
  /** Of one message, in UTF-16 units. */
  readonly mostText: number;
  readonly chatRate: Rate;
  readonly accountRate: Rate;
  /** The chat of two with this person. */
  chatOf(user: string): string;
  /** Hears until that fails, and resolves with why; or until `signal`, when everything it began has ended. */
  listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined>;
  /** Ends by itself within some seconds, whatever the platform does. */
  send(message: Outgoing): Promise<Sent>;
}
