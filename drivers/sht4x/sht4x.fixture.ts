/** An SHT4x as far as a master sees it: "Datasheet SHT4x", "Command Overview" and "Checksum Calculation". */
import { crc8Sensirion } from '../../runtime/hal/crc8.ts';
import type { FixtureChip } from '../../test/plugged-part.ts';

export class Sht4xChip implements FixtureChip {
  isCorrupt = false;
  /** The signals that the next measurement finds. */
  words: readonly [temperature: number, humidity: number] = [0x6666, 0x8000];
  #measured: readonly number[] | undefined;

  write([command]: Uint8Array): boolean {
    if (command !== 0xfd) return false;
    this.#measured = this.words;
    return true;
  }

  read(length: number): Uint8Array | undefined {
    const bytes = this.#measured?.flatMap((word) => this.#protect(word));
    this.#measured = undefined;
    return bytes && Uint8Array.from(bytes.slice(0, length));
  }

  #protect(word: number): number[] {
    const bytes = [word >> 8, word & 0xff];
    const crc = crc8Sensirion(Uint8Array.from(bytes));
    return [...bytes, this.isCorrupt ? crc ^ 0xff : crc];
  }
}
