/** Cuts a stream of bytes into lines. A line is bounded: what a peer never ends must not grow in memory. */
import { CliError } from './errors.ts';

const NEWLINE = 0x0a;

export class LineSplitter {
  readonly #maxBytes: number;
  #pieces: Uint8Array[] = [];
  #sizeBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Lines without their newline, as bytes: a character may be split between two chunks. @throws CliError CLI_LINE_TOO_LONG */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end));
      from = end + 1;
      yield this.#takeLine();
    }
    this.#keep(chunk.subarray(from));
  }

  #keep(piece: Uint8Array): void {
    this.#sizeBytes += piece.length;
    if (this.#sizeBytes > this.#maxBytes) {
      const allowed = `${String(this.#maxBytes)} bytes are allowed`;
      throw new CliError('CLI_LINE_TOO_LONG', `a message is too long; at most ${allowed}`);
    }
    this.#pieces.push(piece);
  }

  #takeLine(): Uint8Array {
    const line = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#sizeBytes = 0;
    return line;
  }
}
