/**
 * The registers of a TI ADS1115 in single-shot mode (data sheet SBAS444E §8): a pointer, a
 * conversion register that changes only when a conversion ends, and a config register whose OS bit
 * tells when. Continuous mode and the comparator are not modelled.
 */
import type { Clock } from '../../../core/clock.ts';
import type { I2cChip } from '../sim-i2c.ts';

const CONVERSION = 0;
const CONFIG = 1;
/** Table 8-3: OS = idle, AIN0 against AIN1, ±2.048 V, single shot, 128 SPS. */
const CONFIG_AFTER_RESET = 0x8583;
const OS = 0x8000;
/** PGA[2:0] → full scale in volts. */
const FULL_SCALE_V = [6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256] as const;
/** DR[2:0] → samples per second. */
const SAMPLES_PER_SECOND = [8, 16, 32, 64, 128, 250, 475, 860] as const;

export class Ads1115Chip implements I2cChip {
  readonly #inputs: Readonly<Record<string, () => number>>;
  readonly #clock: Clock;
  #pointer = CONVERSION;
  #config = CONFIG_AFTER_RESET;
  #conversion = 0;
  #running: { readonly result: number; readonly endsMs: number } | undefined;

  /** `inputs`: the volts at `ain0`…`ain3`; a missing one is tied to ground. */
  constructor(inputs: Readonly<Record<string, () => number>>, clock: Clock) {
    this.#inputs = inputs;
    this.#clock = clock;
  }

  write(bytes: Uint8Array): boolean {
    const [pointer = CONVERSION, high, low] = bytes;
    this.#pointer = pointer & 3;
    if (this.#pointer === CONFIG && high !== undefined && low !== undefined)
      this.#configure((high << 8) | low);
    return true;
  }

  read(length: number): Uint8Array {
    this.#finish();
    const word = this.#pointer === CONFIG ? this.#readConfig() : this.#conversion;
    return Uint8Array.of(word >> 8, word & 0xff).slice(0, length);
  }

  /** OS written as 1 starts a conversion, unless one is running. */
  #configure(config: number): void {
    this.#finish();
    this.#config = config & ~OS;
    if ((config & OS) === 0 || this.#running !== undefined) return;
    const samplesPerSecond = SAMPLES_PER_SECOND[(config >> 5) & 7] ?? 128;
    const endsMs = this.#clock.monotonicMs() + 1_000 / samplesPerSecond;
    this.#running = { result: this.#convert(config), endsMs };
  }

  #readConfig(): number {
    return this.#config | (this.#running === undefined ? OS : 0);
  }

  #finish(): void {
    if (this.#running === undefined || this.#clock.monotonicMs() < this.#running.endsMs) return;
    this.#conversion = this.#running.result;
    this.#running = undefined;
  }

  /** §8.1.2 MUX[2:0]: 4…7 measure one input against ground, 0…3 the difference of two. §8.5.4: clips at full scale. */
  #convert(config: number): number {
    const mux = (config >> 12) & 7;
    const fullScale = FULL_SCALE_V[(config >> 9) & 7] ?? 2.048;
    const volts =
      mux >= 4
        ? this.#volts(mux - 4)
        : this.#volts(mux === 0 ? 0 : mux - 1) - this.#volts(mux === 0 ? 1 : 3);
    const code = Math.round((volts / fullScale) * 0x8000);
    return Math.min(0x7fff, Math.max(-0x8000, code)) & 0xffff;
  }

  #volts(input: number): number {
    return this.#inputs[`ain${String(input)}`]?.() ?? 0;
  }
}
