/** An AHT20 as far as a master sees it: "DHT20 Data Sheet" §7.3 and §7.4. */
import { crc8Sensirion } from '../../runtime/hal/crc8.ts';
import type { FixtureChip } from '../../test/plugged-part.ts';

const CALIBRATED = 0x18;

export class Aht20Chip implements FixtureChip {
  isCorrupt = false;
  /** Still measuring when it is read. */
  isSlow = false;
  /** The five bytes of the next measurement: 20 bits of humidity, 20 bits of temperature. */
  data: readonly number[] = [0x80, 0x00, 0x05, 0xcc, 0xcd];
  #isCalibrated = false;
  #isMeasured = false;

  write([command]: Uint8Array): boolean {
    if (command === 0xbe) this.#isCalibrated = true;
    if (command === 0xac) this.#isMeasured = true;
    return command === 0xbe || command === 0xac;
  }

  read(length: number): Uint8Array {
    const status = (this.#isCalibrated ? CALIBRATED : 0) | (this.isSlow ? 0x80 : 0);
    const bytes = [status, ...(this.#isMeasured ? this.data : [0, 0, 0, 0, 0])];
    const crc = crc8Sensirion(Uint8Array.from(bytes));
    return Uint8Array.from([...bytes, this.isCorrupt ? crc ^ 0xff : crc].slice(0, length));
  }
}
