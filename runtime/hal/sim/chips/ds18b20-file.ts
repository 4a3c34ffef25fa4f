/**
 * A Maxim DS18B20 as the kernel shows it: the text of `w1_slave` (Linux drivers/w1/slaves/w1_therm.c,
 * `w1_slave_show`): the nine bytes of the scratchpad twice, once with the verdict on their CRC, once
 * with the temperature. The 750 ms that the kernel waits for a conversion are left out.
 */
import { crc8Maxim } from '../../crc8.ts';
import type { SysfsFile } from '../sim-sysfs.ts';

/** Data sheet 19-7487 rev. 6, figure 9: alarm limits, 12 bits, and three reserved bytes as they are after power-up. */
const SCRATCHPAD_REST = [0x4b, 0x46, 0x7f, 0xff, 0x0c, 0x10] as const;

export class Ds18b20File implements SysfsFile {
  /** A fault: the checksum does not fit the bytes. */
  isCorrupt = false;
  readonly #temperatureC: () => number;

  constructor(temperatureC: () => number) {
    this.#temperatureC = temperatureC;
  }

  read(): string {
    const raw = Math.round(this.#temperatureC() * 16);
    const data = [raw & 0xff, (raw >> 8) & 0xff, ...SCRATCHPAD_REST];
    const computed = crc8Maxim(Uint8Array.from(data));
    const sent = this.isCorrupt ? computed ^ 0xff : computed;
    const bytes = [...data, sent].map(hex).join(' ');
    const verdict = sent === computed ? 'YES' : 'NO';
    return `${bytes} : crc=${hex(computed)} ${verdict}\n${bytes} t=${String(Math.trunc((raw * 1_000) / 16))}\n`;
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
