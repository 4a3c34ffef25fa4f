/**
 * The seal of a backup: AES-256-GCM (NIST SP 800-38D) with a key from the passphrase by scrypt
 * (RFC 7914). The body is sealed in chunks, so that no end of it is believed before it is proven
 * and memory stays small:
 *
 *   length, 4 bytes; its highest bit marks the last chunk │ that many bytes │ tag, 16 bytes
 *
 * The nonce is the number of the chunk: no two chunks have one key and one nonce, because every
 * backup has a salt of its own. The tag also covers the header and the mark, so that chunks cannot
 * be moved, left out, or cut off.
 */
import { createCipheriv, createDecipheriv, createHmac, scrypt, timingSafeEqual } from 'node:crypto';
import { StateError } from '../errors.ts';

const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;
const CHUNK_BYTES = 65_536;
const LAST = 2 ** 31;

/** 32 MiB and a tenth of a second on a small board, for every guess. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1_048_576 };

export function deriveKey(passphrase: string, salt: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 32, SCRYPT, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

export function keyCheck(key: Uint8Array): string {
  return createHmac('sha256', key).update('boardtalk backup check v1').digest('base64');
}

export function isKeyOf(key: Uint8Array, check: string): boolean {
  const [own, other] = [Buffer.from(keyCheck(key)), Buffer.from(check)];
  return own.length === other.length && timingSafeEqual(own, other);
}

/** @param header covered by every tag */
export async function* sealChunks(
  key: Uint8Array,
  header: Uint8Array,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let index = 0;
  let waiting = Buffer.alloc(0);
  for await (const piece of source) {
    waiting = Buffer.concat([waiting, piece]);
    // The last chunk has to be marked, so one is always held back.
    for (; waiting.length > CHUNK_BYTES; index += 1) {
      yield seal({ key, header, index, isLast: false }, waiting.subarray(0, CHUNK_BYTES));
      waiting = waiting.subarray(CHUNK_BYTES);
    }
  }
  yield seal({ key, header, index, isLast: true }, waiting);
}

/** @throws StateError `STATE_BACKUP_DAMAGED` for whatever was not sealed with this key, as it stands */
export async function* unsealChunks(
  key: Uint8Array,
  header: Uint8Array,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let index = 0;
  let isOver = false;
  let waiting = Buffer.alloc(0);
  for await (const piece of source) {
    waiting = Buffer.concat([waiting, piece]);
    for (let size = sizeOf(waiting); size !== undefined; size = sizeOf(waiting)) {
      if (isOver) throw damaged('something follows its end');
      isOver = (waiting[0] ?? 0) >= 128;
      yield unseal({ key, header, index, isLast: isOver }, waiting.subarray(4, size));
      waiting = waiting.subarray(size);
      index += 1;
    }
  }
  if (!isOver || waiting.length > 0) throw damaged('it is cut short');
}

interface Place {
  readonly key: Uint8Array;
  readonly header: Uint8Array;
  readonly index: number;
  readonly isLast: boolean;
}

function seal({ key, header, index, isLast }: Place, content: Uint8Array): Uint8Array {
  const length = lengthOf(content.length, isLast);
  const cipher = createCipheriv(CIPHER, key, nonceOf(index));
  cipher.setAAD(Buffer.concat([header, length]));
  const sealed = [cipher.update(content), cipher.final()];
  return Buffer.concat([length, ...sealed, cipher.getAuthTag()]);
}

function unseal({ key, header, index, isLast }: Place, sealed: Uint8Array): Uint8Array {
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, nonceOf(index), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.concat([header, lengthOf(end, isLast)]));
  decipher.setAuthTag(sealed.subarray(end));
  const content = decipher.update(sealed.subarray(0, end));
  try {
    decipher.final();
  } catch (cause) {
    throw damaged(`chunk ${String(index)} is not as it was written`, cause);
  }
  return content;
}

/** Of the whole first chunk, or undefined while not all of it is there. */
function sizeOf(waiting: Buffer): number | undefined {
  if (waiting.length < 4) return undefined;
  const length = waiting.readUInt32BE(0) % LAST;
  if (length > CHUNK_BYTES) throw damaged('a chunk has no possible length');
  const size = 4 + length + TAG_BYTES;
  return waiting.length < size ? undefined : size;
}

function lengthOf(bytes: number, isLast: boolean): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes + (isLast ? LAST : 0));
  return length;
}

function nonceOf(index: number): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 8);
  return nonce;
}

function damaged(what: string, cause?: unknown): StateError {
  return new StateError('STATE_BACKUP_DAMAGED', `the backup is damaged: ${what}`, { cause });
}
