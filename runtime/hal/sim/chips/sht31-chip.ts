/**
 * The registers of a Sensirion SHT3x-DIS, as far as its data sheet (version 7, §4) says what a
 * master sees: single shot without clock stretching, status register, soft reset.
 */
import type { Clock } from '../../../core/clock.ts';
import { crc8Sensirion } from '../../crc8.ts';
import type { I2cChip } from '../sim-i2c.ts';

const SINGLE_SHOT_HIGH = 0x2400;
const READ_STATUS = 0xf32d;
const CLEAR_STATUS = 0x3041;
const SOFT_RESET = 0x30a2;
/** Table 4: high repeatability, the longest. */
const MEASUREMENT_MS = 15.5;
/** Table 18, power-up: alert pending and reset detected. */
const STATUS_AFTER_RESET = 0x8010;
const STATUS_COMMAND_FAILED = 0x0002;

export interface Sht31Senses {
  readonly temperatureC: () => number;
  readonly humidityPercent: () => number;
}

export class Sht31Chip implements I2cChip {
  /** A fault: every checksum is wrong. */
  isCorrupt = false;
  readonly #senses: Sht31Senses;
  readonly #clock: Clock;
  #status = STATUS_AFTER_RESET;
  /** What the next read gives, and from when on. */
  #answer: { readonly words: readonly number[]; readonly readyMs: number } | undefined;

  constructor(senses: Sht31Senses, clock: Clock) {
    this.#senses = senses;
    this.#clock = clock;
  }

  write(bytes: Uint8Array): boolean {
    const [high = 0, low = 0] = bytes;
    this.#status &= ~STATUS_COMMAND_FAILED;
    switch ((high << 8) | low) {
      case SINGLE_SHOT_HIGH:
        this.#prepare(this.#measure(), MEASUREMENT_MS);
        break;
      case READ_STATUS:
        this.#prepare([this.#status], 0);
        break;
      case CLEAR_STATUS:
        this.#status = 0;
        break;
      case SOFT_RESET:
        this.#status = STATUS_AFTER_RESET;
        this.#answer = undefined;
        break;
      default:
        this.#status |= STATUS_COMMAND_FAILED;
    }
    return true;
  }

  /** §4.4: while there is nothing to read, the read header is not acknowledged. */
  read(length: number): Uint8Array | undefined {
    const answer = this.#answer;
    if (answer === undefined || this.#clock.monotonicMs() < answer.readyMs) return undefined;
    this.#answer = undefined;
    return Uint8Array.from(answer.words.flatMap((word) => this.#protect(word))).slice(0, length);
  }

  #prepare(words: readonly number[], delayMs: number): void {
    this.#answer = { words, readyMs: this.#clock.monotonicMs() + delayMs };
  }

  /** §4.13, solved for the raw signal. */
  #measure(): number[] {
    return [
      toWord((this.#senses.temperatureC() + 45) / 175),
      toWord(this.#senses.humidityPercent() / 100),
    ];
  }

  #protect(word: number): number[] {
    const bytes = [word >> 8, word & 0xff];
    const crc = crc8Sensirion(Uint8Array.from(bytes));
    return [...bytes, this.isCorrupt ? crc ^ 0xff : crc];
  }
}

function toWord(part: number): number {
  return Math.min(0xffff, Math.max(0, Math.round(part * 0xffff)));
}
