/**
 * Sensirion SHT40, SHT41, SHT45: air temperature and relative humidity.
 *
 * Bus: I2C; the address is part of the order code: 0x44 (SHT4x-A), 0x45 (-B), 0x46 (-C).
 * Data sheet: "Datasheet SHT4x"; its headings are quoted below. Both words carry a CRC-8 of their
 * own; a wrong one is DRIVER_BAD_CRC and never a value.
 */
import { delay } from '../../runtime/core/clock.ts';
import { z } from '../../runtime/core/schema.ts';
import { checkedWords } from '../../runtime/hal/checked-words.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';

/** "Command Overview": measure T & RH with high precision (high repeatability). */
const MEASURE_HIGH_PRECISION = Uint8Array.of(0xfd);
/** "Timing Specifications": 8.3 ms at most for high repeatability; read earlier, the chip does not acknowledge. */
const MEASUREMENT_MS = 9;

export const sht4x = defineDriver({
  id: 'sht4x',
  title: 'Sensirion SHT4x: temperature and humidity',
  about: {
    bus: 'i2c',
    registers: 'none',
    wiring: { VDD: '3V3', VSS: 'GND', SDA: 'SDA', SCL: 'SCL' },
    verified: {
      level: 'datasheet',
      source:
        'Sensirion Datasheet SHT4x: conversions at their ends, CRC(0xBEEF); command and CRC as in Linux sht4x.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({ bus: i2cBusOption, address: i2cAddressOption([0x44, 0x45, 0x46]) }),
  channels: [
    { name: 'temperature', type: 'number', unit: 'Cel', range: [-40, 125], writable: false },
    { name: 'humidity', type: 'number', unit: '%RH', range: [0, 100], writable: false },
  ],
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, clock, name }, { bus: busId, address }) {
    const bus = board.i2c(busId);
    return Promise.resolve({
      read: async () => {
        await bus.write(address, MEASURE_HIGH_PRECISION);
        await delay(clock, MEASUREMENT_MS);
        const [temperature = NaN, humidity = NaN] = checkedWords(await bus.read(address, 6), name);
        return { temperature: temperatureC(temperature), humidity: humidityPercent(humidity) };
      },
      close: () => Promise.resolve(),
    });
  },
});

/** "Conversion of Signal Output": T = −45 + 175 × S / (2¹⁶ − 1). */
export function temperatureC(signal: number): number {
  return -45 + (175 * signal) / 0xffff;
}

/** "Conversion of Signal Output": RH = −6 + 125 × S / (2¹⁶ − 1), cropped to 0 to 100 %RH. */
export function humidityPercent(signal: number): number {
  return Math.min(100, Math.max(0, -6 + (125 * signal) / 0xffff));
}
