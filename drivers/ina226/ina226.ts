/**
 * Texas Instruments INA226: voltage, current and power of a supply up to 36 V, sixteen bits.
 *
 * Bus: I2C, 0x40 to 0x4F with A1 and A0 at GND, VS, SDA or SCL.
 * Data sheet: SBOS547B, September 2024; its register names are used below. The chip measures the drop over a shunt; what
 * that means in amperes stands in its calibration register, which is written at the first reading
 * and again whenever the chip lost its supply.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';
import { Registers } from '../../runtime/hal/registers.ts';
import {
  calibrationOf,
  ShuntMonitor,
  type ShuntMonitorModel,
} from '../../runtime/hal/shunt-monitor.ts';

const ADDRESSES = [
  0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f,
] as const;
/** Shunt voltage register: 7FFFh × 2.5 µV. */
const FULL_SCALE_V = 0.081_92;
const MASK_ENABLE = 0x06;
/** Bit 2 of Mask/Enable: math overflow flag. */
const OVF = 1 << 2;

export const CHIP: ShuntMonitorModel = {
  scale: 0.00512,
  calibrationMask: 0x7fff,
  powerFactor: 25,
  // No averaging, 1.1 ms each, shunt and bus, continuous.
  configuration: 0x4127,
  // Electrical Characteristics: 1.21 ms at most; shunt and bus one after the other.
  conversionMs: 3,
  volts: (register) => register * 0.001_25,
  isOverflowing: async (registers) => ((await registers.word(MASK_ENABLE)) & OVF) !== 0,
};

export const ina226 = defineDriver({
  id: 'ina226',
  title: 'TI INA226: voltage, current and power',
  about: {
    bus: 'i2c',
    wiring: {
      VCC: '3V3',
      GND: 'GND, common with the supply that is measured',
      SDA: 'SDA',
      SCL: 'SCL',
      'IN+ and IN−': 'across the shunt, in the positive line',
    },
    verified: { level: 'datasheet', source: 'TI SBOS547B: the worked example' },
  },
  options: z
    .strictObject({
      bus: i2cBusOption,
      address: i2cAddressOption(ADDRESSES),
      shunt: z
        .number()
        .positive()
        .default(0.1)
        .describe('Ohms; most modules have R100, that is 0.1; some R002, 0.002'),
      maxCurrent: z
        .number()
        .positive()
        .optional()
        .describe('Amperes; default: all the shunt allows'),
    })
    .transform(({ shunt, maxCurrent, ...rest }) => ({
      ...rest,
      shunt: { ohms: shunt, maxAmperes: maxCurrent ?? FULL_SCALE_V / shunt },
    }))
    .refine(
      ({ shunt }) => shunt.maxAmperes * shunt.ohms <= FULL_SCALE_V * (1 + Number.EPSILON),
      `maxCurrent over this shunt drops more than the 81.92 mV that the chip measures`,
    )
    .refine(({ shunt }) => {
      const calibration = calibrationOf(CHIP, shunt);
      return calibration > 0 && calibration <= CHIP.calibrationMask;
    }, 'maxCurrent is too small for this shunt: the calibration register cannot hold it'),
  channels: [
    { name: 'voltage', type: 'number', unit: 'V', range: [0, 36], writable: false },
    { name: 'current', type: 'number', unit: 'A', writable: false },
    { name: 'power', type: 'number', unit: 'W', writable: false },
  ],
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, clock, name }, { bus, address, shunt }) {
    const registers = new Registers(board.i2c(bus), address);
    const monitor = new ShuntMonitor(CHIP, shunt, { registers, clock });
    return Promise.resolve({
      read: () => monitor.read(name),
      close: () => Promise.resolve(),
    });
  },
});
