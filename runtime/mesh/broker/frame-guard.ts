/**
 * Reads along on one connection, before anything is parsed: how long the next MQTT packet says it
 * is (MQTT 3.1.1 §2.2.3), and how many there were. aedes would collect a packet of 256 MB in memory
 * before it asks anybody.
 */

/** The largest thing sent here is a site bundle; a sealed command has 400 bytes. */
export const MAX_FRAME_BYTES = 256 * 1024;

/** §2.2.3: the length takes at most four bytes, seven bits in each. */
const MAX_LENGTH_BYTES = 4;

export class FrameGuard {
  /** Bytes of the current packet that are still to come, behind its head. */
  #left = 0;
  /** Bytes of the head that were read; 0 = between two packets. */
  #headBytes = 0;
  #length = 0;

  /** How many packets begin in this chunk; undefined when one is too long or its length is none. */
  accept(chunk: Uint8Array): number | undefined {
    let begun = 0;
    for (let offset = 0; offset < chunk.length;) {
      if (this.#left > 0) {
        const skipped = Math.min(this.#left, chunk.length - offset);
        this.#left -= skipped;
        offset += skipped;
        continue;
      }
      if (this.#headBytes === 0) begun += 1;
      if (!this.#takeHead(chunk[offset] ?? 0)) return undefined;
      offset += 1;
    }
    return begun;
  }

  #takeHead(byte: number): boolean {
    this.#headBytes += 1;
    // The first byte is type and flags.
    if (this.#headBytes === 1) return true;
    this.#length += (byte & 0x7f) * 128 ** (this.#headBytes - 2);
    if (this.#length > MAX_FRAME_BYTES) return false;
    if ((byte & 0x80) !== 0) return this.#headBytes <= MAX_LENGTH_BYTES;
    this.#left = this.#length;
    this.#headBytes = 0;
    this.#length = 0;
    return true;
  }
}
