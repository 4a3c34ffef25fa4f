/**
 * The registers of a ROHM BH1750FVI (technical note 2009.04 rev. B): opcodes of one byte and one
 * result of 16 bits, which stays the old one until a measurement has ended. The measurement time
 * register is not modelled.
 */
import type { Clock } from '../../../core/clock.ts';
import type { I2cChip } from '../sim-i2c.ts';

const POWER_DOWN = 0x00;
const RESET = 0x07;
/** Page 5: opcode → counts per lux, and the longest measurement time of page 2. */
const MODES: ReadonlyMap<number, Mode> = new Map([
  [0x10, { isContinuous: true, countsPerLux: 1.2, measurementMs: 180 }],
  [0x11, { isContinuous: true, countsPerLux: 2.4, measurementMs: 180 }],
  [0x13, { isContinuous: true, countsPerLux: 1.2, measurementMs: 24 }],
  [0x20, { isContinuous: false, countsPerLux: 1.2, measurementMs: 180 }],
  [0x21, { isContinuous: false, countsPerLux: 2.4, measurementMs: 180 }],
  [0x23, { isContinuous: false, countsPerLux: 1.2, measurementMs: 24 }],
]);

interface Mode {
  readonly isContinuous: boolean;
  readonly countsPerLux: number;
  readonly measurementMs: number;
}

export class Bh1750Chip implements I2cChip {
  readonly #illuminanceLx: () => number;
  readonly #clock: Clock;
  #result = 0;
  #running: { readonly mode: Mode; readonly endsMs: number } | undefined;

  constructor(illuminanceLx: () => number, clock: Clock) {
    this.#illuminanceLx = illuminanceLx;
    this.#clock = clock;
  }

  write(bytes: Uint8Array): boolean {
    const opcode = bytes[0] ?? POWER_DOWN;
    const mode = MODES.get(opcode);
    if (mode !== undefined) this.#start(mode);
    if (opcode === POWER_DOWN) this.#running = undefined;
    if (opcode === RESET) this.#result = 0;
    return true;
  }

  read(length: number): Uint8Array {
    this.#finish();
    return Uint8Array.of(this.#result >> 8, this.#result & 0xff).slice(0, length);
  }

  #start(mode: Mode): void {
    this.#running = { mode, endsMs: this.#clock.monotonicMs() + mode.measurementMs };
  }

  #finish(): void {
    if (this.#running === undefined || this.#clock.monotonicMs() < this.#running.endsMs) return;
    const { mode } = this.#running;
    this.#result = Math.min(
      0xffff,
      Math.max(0, Math.round(this.#illuminanceLx() * mode.countsPerLux)),
    );
    if (mode.isContinuous) this.#start(mode);
    else this.#running = undefined;
  }
}
