/**
 * Whole numbers as few bytes, and the bytes as text, because the store keeps text. Small numbers
 * are one byte, so what is written here should be differences. Not a format for others to read.
 */

/** Beyond it a difference of two, doubled for its sign, is no safe integer any more. */
export const LARGEST_WHOLE = 2 ** 50;

export class ByteTextWriter {
  readonly #bytes: number[] = [];

  /** LEB128: seven bits a byte, the lowest first. */
  unsigned(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#bytes.push(rest);
  }

  /** 0, -1, 1, -2 … become 0, 1, 2, 3 …: small numbers of either sign stay small. */
  signed(value: number): void {
    this.unsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  text(): string {
    return Buffer.from(this.#bytes).toString('base64');
  }
}

export class ByteTextReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(text: string) {
    this.#bytes = Buffer.from(text, 'base64');
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  unsigned(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.#bytes[this.#at] ?? 0;
      this.#at += 1;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
