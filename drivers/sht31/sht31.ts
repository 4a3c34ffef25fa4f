/**
 * Sensirion SHT31-DIS (and SHT30, SHT35): air temperature and relative humidity.
 *
 * Bus: I2C, address 0x44 with ADDR low, 0x45 with ADDR high (data sheet, table 8).
 * Data sheet: "Datasheet SHT3x-DIS", version 7, December 2022; sections quoted below.
 * Every 16-bit word carries its own CRC-8. A wrong one is DRIVER_BAD_CRC and never a value.
 */
import { delay } from '../../runtime/core/clock.ts';
import { z } from '../../runtime/core/schema.ts';
import { checkedWords } from '../../runtime/hal/checked-words.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';

/** §4.3, table 9. */
const SINGLE_SHOT_HIGH_REPEATABILITY_NO_STRETCHING = Uint8Array.of(0x24, 0x00);
/** §2.2, table 4: 15.5 ms at most; read earlier, the chip does not acknowledge. */
const MEASUREMENT_MS = 16;

export const sht31 = defineDriver({
  id: 'sht31',
  title: 'Sensirion SHT3x: temperature and humidity',
  about: {
    bus: 'i2c',
    registers: 2,
    wiring: { VDD: '3V3', GND: 'GND', SDA: 'SDA', SCL: 'SCL', ADDR: 'GND for 0x44, 3V3 for 0x45' },
    verified: {
      level: 'datasheet',
      source: 'Datasheet SHT3x-DIS version 7, §4.12 and §4.13; command as in Linux sht3x.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({ bus: i2cBusOption, address: i2cAddressOption([0x44, 0x45]) }),
  channels: [
    { name: 'temperature', type: 'number', unit: 'Cel', range: [-40, 125], writable: false },
    { name: 'humidity', type: 'number', unit: '%RH', range: [0, 100], writable: false },
  ],
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, clock, name }, { bus: busId, address }) {
    const bus = board.i2c(busId);
    return Promise.resolve({
      read: async () => {
        await bus.write(address, SINGLE_SHOT_HIGH_REPEATABILITY_NO_STRETCHING);
        await delay(clock, MEASUREMENT_MS);
        const [temperature = NaN, humidity = NaN] = checkedWords(await bus.read(address, 6), name);
        return { temperature: temperatureC(temperature), humidity: humidityPercent(humidity) };
      },
      close: () => Promise.resolve(),
    });
  },
});

/** §4.13: T = −45 + 175 × S / (2¹⁶ − 1). */
export function temperatureC(signal: number): number {
  return -45 + (175 * signal) / 0xffff;
}

/** §4.13: RH = 100 × S / (2¹⁶ − 1). */
export function humidityPercent(signal: number): number {
  return (100 * signal) / 0xffff;
}
