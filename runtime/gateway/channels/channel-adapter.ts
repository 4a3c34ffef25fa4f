/**
 * What a messenger is to the core: it hears messages, sends texts, and says of both how it went. An
 * adapter translates and nothing else: who may speak, what is kept, in which order and how fast is
 * decided here once for all of them. Expected outcomes are returned; what it throws is a defect.
 */
import type { Rate } from '../../core/token-bucket.ts';
import type { HookAnswer, HookRequest } from './hook-request.ts';

/** A message as a person wrote it, or a button that they pressed. */
export interface ArrivedMessage {
  /** The platform's own id of the delivery: the same again is the same message. */
  readonly id: string;
  /** Where it was written, and where it is answered: `GROUP/THREAD` where the platform has threads. */
  readonly chat: string;
  /** The platform's id of the person, which never changes and nobody chooses. */
  readonly user: string;
  /** Epoch ms, by the clock of this node. */
  readonly at: number;
  /** `forwarded`: the words of somebody else; `file`: a picture that the adapter can fetch; `other`: a voice, anything else. */
  readonly kind: 'text' | 'button' | 'forwarded' | 'file' | 'other';
  /** What was written, without the name of this account; or the token of the button; of a file, what stands under it. */
  readonly text: string;
  /** Of the kind `file`. */
  readonly file?: FileIn | undefined;
  /** Others read along. `addressed`: it was written to this account: by its name, or in reply. Absent: a chat of two. */
  readonly group?: 'addressed' | 'overheard' | undefined;
}

/** A picture of a person: only where it is, for it is fetched when its turn comes, and never kept. */
export interface FileIn {
  /** For `fetchFile`, of any form; ≤ 2000 characters. */
  readonly ref: string;
}

/** What becomes of a picture that is asked for. */
export type Fetched =
  /** As they came: what they are is found out by whoever reads them. ≤ 10 MB */
  | { readonly kind: 'fetched'; readonly bytes: Uint8Array }
  /** Another time it may be had. */
  | ({ readonly kind: 'later' } & Trouble)
  | { readonly kind: 'refused'; readonly why: string };

export interface Button {
  readonly label: string;
  /** ≤ 64 bytes, the least that a platform carries. */
  readonly token: string;
}

/** What goes out as a file: pictures, and tables for a spreadsheet. */
export const FILE_TYPES = ['image/png', 'image/jpeg', 'text/csv'] as const;
export type FileType = (typeof FILE_TYPES)[number];

export interface FileOut {
  /** `tank-level.png` */
  readonly name: string;
  readonly type: FileType;
  readonly base64: string;
  /** What it shows, for whoever cannot see it. */
  readonly alt: string;
}

export interface Outgoing {
  readonly chat: string;
  /** Plain, complete by itself, and no longer than the platform takes. */
  readonly text: string;
  /** Only where the adapter can: see `Traits`. */
  readonly buttons?: readonly Button[] | undefined;
  /** A message of its own: the text is what stands below it. */
  readonly file?: FileOut | undefined;
}

export type Sent =
  /** @param ref by which the platform knows the message, for `edit` */
  | { readonly kind: 'sent'; readonly ref?: string | undefined }
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
  readonly cure?: string | undefined;
  /** The platform said how long. */
  readonly retryAfterMs?: number | undefined;
}

export interface Hearing {
  /**
   * Durable when it resolves: only then may the platform be told that they arrived.
   * @param cursor how far was heard, kept together with the messages: `cursor` after the next start
   */
  accept(messages: readonly ArrivedMessage[], cursor?: string): Promise<void>;
  /** What was given with the last messages, also before a restart; undefined: nothing was heard yet. */
  readonly cursor: string | undefined;
  /** The platform has answered just now: an open socket is no proof of that. */
  alive(): void;
}

/** What the platform can do; the core does without the rest. */
export interface Traits {
  /** How it hears: `long polling`. Stands in the list of channels. */
  readonly mode: string;
  /** The most of one message, in the platform's own unit. */
  readonly text: TextLimit;
  readonly chatRate: Rate;
  readonly accountRate: Rate;
  /** Buttons under one message; 0: none. */
  readonly mostButtons: number;
  /** Files that it shows; the others are said in words. */
  readonly files: readonly FileType[];
  /** What is sent twice with the same key is shown once: then a message may be sent again whose answer was lost. */
  readonly isIdempotent: boolean;
  /** For so long after it was first sent; default: for longer than anything is tried. */
  readonly keyKnownForMs?: number;
  /** Of a platform that works something is heard at least so often; default: 3 min, and of one that posts to this site nothing. */
  readonly longestQuietMs?: number;
  /** Anybody can write in another's name (mail, SMS): whoever is known there only reads. */
  readonly isForgeable: boolean;
  /** Each message costs the site money: said to people of the site, few strangers, and places that the site names. */
  readonly isPaid?: true;
}

export interface TextLimit {
  readonly most: number;
  readonly unit: 'utf-16' | 'code points' | 'bytes';
}

export interface ChannelAdapter {
  /** The site's account there, by what never changes and is known without asking: of its token, or the host of its server. */
  readonly account: string;
  readonly traits: Traits;
  /** The chat of two with this person, where news reach them; undefined: not before they write. */
  chatOf(user: string): string | undefined;
  /** Hears until that fails, and resolves with why; or until `signal`, when everything it began has ended. */
  listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined>;
  /**
   * Asks the platform whether all that the site says of this account is right, and takes nothing in. undefined:
   * it is. Absent: to hear something of it is the proof.
   */
  probe?(signal: AbortSignal): Promise<Trouble | undefined>;
  /**
   * Ends by itself within some seconds, whatever the platform does.
   * @param key the same for the same message, also after a restart; any length
   */
  send(message: Outgoing, key: string): Promise<Sent>;
  /** Puts another text in the place of a message. @param ref of `Sent` */
  edit?(ref: string, message: Outgoing): Promise<Sent>;
  /** Shows for some seconds that an answer is being written; what goes wrong with it is nobody's trouble. */
  typing?(chat: string): Promise<void>;
  /**
   * Brings a picture that somebody wrote, from the platform's own host and from nowhere else, whatever a message
   * says of where it is. Absent: pictures arrive as `other`. @param ref of `FileIn`
   */
  fetchFile?(ref: string, signal: AbortSignal): Promise<Fetched>;
  /** What the platform posts to this site: it is heard only after it was verified, on the bytes as they came. */
  receive?(request: HookRequest, hearing: Hearing): Promise<HookAnswer>;
}
