/** Ids: `[a-z0-9-]+` everywhere, so that none ever needs escaping in a topic, a path or a URL. */
import { createHash, randomBytes } from 'node:crypto';

export const ID_PATTERN = /^[a-z0-9][a-z0-9-]*$/;

/** Crockford's alphabet in lower case: no i, l, o, u, so that ids can be read aloud. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** `task-01k2…`: sortable by time (48 bits of epoch ms), then 50 random bits. Fit for an idempotency key. */
export function createId(prefix: string, now: number): string {
  return `${prefix}-${encodeTime(now)}${randomText(10)}`;
}

/** No further is a row ahead of a clock that was set back. */
const MOST_AHEAD_MS = 1_000;

/** Ids as of `createId` that sort as they were given out, also those of one millisecond. */
export class IdRow {
  readonly #prefix: string;
  #at = 0;
  #last = '';

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  next(now: number): string {
    const isSetBack = this.#at - now > MOST_AHEAD_MS;
    this.#at = isSetBack ? now : Math.max(this.#at, now);
    const id = createId(this.#prefix, this.#at);
    if (isSetBack || id > this.#last) return (this.#last = id);
    // One of the next millisecond stands behind all of this one.
    this.#at += 1;
    return (this.#last = createId(this.#prefix, this.#at));
  }
}

/** As `createId`, but the same for the same `key` at the same time: what is told twice gets one id. */
export function datedId(prefix: string, at: number, key: string): string {
  const digest = createHash('sha256').update(key).digest().subarray(0, 10);
  return `${prefix}-${encodeTime(at)}${textOf(digest)}`;
}

/** `length` random characters of 5 bits each. */
export function randomText(length: number): string {
  return textOf(randomBytes(length));
}

function textOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => ALPHABET[byte & 31]).join('');
}

function encodeTime(now: number): string {
  let rest = now;
  let text = '';
  for (let digit = 0; digit < 10; digit += 1) {
    text = (ALPHABET[rest % 32] ?? '0') + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
