/**
 * What keeps words of people, beside the journal: each can show what it has of somebody, and forget it. The
 * rooms that have them are named in app/kept-words.ts; docs/privacy.md says how long each of them keeps what.
 */
import type { Identity } from './identities.ts';

/** A person, by everything that they are known by. */
export interface Whose {
  readonly person: string;
  /** Their own: the page, the terminal, chats of two on messengers. */
  readonly chats: ReadonlySet<string>;
  readonly accounts: readonly Identity[];
}

export interface KeptWords {
  /** As it stands in an export: `tasks`. */
  readonly name: string;
  /** What JSON can hold. */
  show(whose: Whose): Promise<readonly unknown[]>;
  /** Durable when it resolves. @returns how many were forgotten */
  forget(whose: Whose): Promise<number>;
  /** Forgets what was said before this time, epoch ms. @returns how many */
  forgetBefore(before: number): Promise<number>;
}
