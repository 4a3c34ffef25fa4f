/** HMAC-SHA256 after RFC 2104, written out: what we sign is checked by something that we did not sign with. */
import { createHash } from 'node:crypto';

const BLOCK_BYTES = 64;

export function independentHmac(key: string, text: string): string {
  const long = Buffer.from(key);
  const short = long.length > BLOCK_BYTES ? sha256(long) : long;
  const padded = Buffer.concat([short], BLOCK_BYTES);
  const inner = sha256(
    padded.map((byte) => byte ^ 0x36),
    Buffer.from(text),
  );
  return sha256(
    padded.map((byte) => byte ^ 0x5c),
    inner,
  ).toString('hex');
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}
