/**
 * Maxim DS18B20: a thermometer on a 1-wire bus, read through the kernel.
 *
 * Bus: 1-wire (kernel drivers w1-gpio and w1_therm), by its ROM id: `28-` and twelve hex digits.
 * Data sheet: 19-7487 rev. 6. The kernel converts, waits 750 ms, reads the scratchpad and checks
 * its CRC; this driver only believes it when the bytes are those of a thermometer that measured.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';

/** Table 1: the temperature register after power-up, +85 °C. A conversion that failed leaves it so. */
const POWER_ON = 0x0550;
/** "Configuration Register": bits 0 to 4 read as 1. A shorted bus reads as zeros, whose CRC is right. */
const CONFIGURATION_ONES = 0b1_1111;

export const ds18b20 = defineDriver({
  id: 'ds18b20',
  title: 'Maxim DS18B20: 1-wire thermometer',
  about: {
    bus: 'onewire',
    wiring: { VDD: '3V3', DQ: 'the 1-wire line, with 4.7 kohm to 3V3', GND: 'GND' },
    verified: {
      level: 'datasheet',
      source: 'Maxim 19-7487 rev. 6, table 1, in files of our own',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    id: z
      .string()
      .regex(/^28-[0-9a-f]{12}$/, 'an id is 28- and twelve hex digits, as in 28-000005e2fdc3')
      .describe('The ROM id, as `ls /sys/bus/w1/devices` shows it'),
  }),
  channels: [
    { name: 'temperature', type: 'number', unit: 'Cel', range: [-55, 125], writable: false },
  ],
  claims: ({ id }) => [formatClaim({ kind: 'onewire', id })],

  open({ board, name }, { id }) {
    const path = `bus/w1/devices/${id}/w1_slave`;
    return Promise.resolve({
      read: async () => ({ temperature: temperatureOf(await board.sysfs.read(path), name) }),
      close: () => Promise.resolve(),
    });
  },
});

/** From the text of `w1_slave`: nine bytes in hex, the CRC that the kernel computed, its verdict. */
export function temperatureOf(text: string, name: string): number {
  const [, hex, verdict] = /^((?:[0-9a-f]{2} ){9}): crc=[0-9a-f]{2} (YES|NO)/.exec(text) ?? [];
  if (hex === undefined)
    throw new DriverError('DRIVER_BAD_ANSWER', `${name} gave "${text.trim()}"`);
  if (verdict === 'NO') throw new DriverError('DRIVER_BAD_CRC', `${name} sent ${hex.trim()}`);
  const scratchpad = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  if ((scratchpad.readUInt8(4) & CONFIGURATION_ONES) !== CONFIGURATION_ONES) {
    const message = `${name} sent ${hex.trim()}, which no DS18B20 does; is the data line shorted?`;
    throw new DriverError('DRIVER_BAD_ANSWER', message);
  }
  if (scratchpad.readUInt16LE(0) === POWER_ON) {
    const message = `${name} shows 85 °C, its value after power-up, and has not measured`;
    throw new DriverError('DRIVER_NOT_MEASURED', message);
  }
  return temperatureC(scratchpad.readUInt16LE(0));
}

/** Figure 4: sixteenths of a degree, 16 bits, two's complement. */
export function temperatureC(register: number): number {
  return ((register << 16) >> 16) / 16;
}
