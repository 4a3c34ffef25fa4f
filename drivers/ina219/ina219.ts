/**
 * Texas Instruments INA219: voltage, current and power of a supply up to 26 V.
 *
 * Bus: I2C, 0x40 to 0x4F with A1 and A0 at GND, VS, SDA or SCL.
 * Data sheet: SBOS448G, December 2015; its register names are used below. The chip measures the drop over a shunt; what
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
/** Configuration after reset: PGA /8, ±320 mV. */
const FULL_SCALE_V = 0.32;

export const CHIP: ShuntMonitorModel = {
  scale: 0.04096,
  // "FS0 is a void bit": it cannot be written.
  calibrationMask: 0xfffe,
  powerFactor: 20,
  // 32 V, ±320 mV, 12 bits, shunt and bus, continuous.
  configuration: 0x399f,
  // Electrical Characteristics: 586 µs at most for 12 bits; shunt and bus one after the other.
  conversionMs: 2,
  // Bits 15 to 3, 4 mV each.
  volts: (register) => (register >> 3) * 0.004,
  // Bit 0 of the bus voltage register: OVF.
  isOverflowing: (_registers, busVoltage) => Promise.resolve((busVoltage & 1) !== 0),
};

export const ina219 = defineDriver({
  id: 'ina219',
  title: 'TI INA219: voltage, current and power',
  about: {
    bus: 'i2c',
    wiring: {
      VCC: '3V3',
      GND: 'GND, common with the supply that is measured',
      SDA: 'SDA',
      SCL: 'SCL',
      'IN+ and IN−': 'across the shunt, in the positive line',
    },
    verified: { level: 'datasheet', source: 'TI SBOS448G: the worked example' },
  },
  options: z
    .strictObject({
      bus: i2cBusOption,
      address: i2cAddressOption(ADDRESSES),
      shunt: z
        .number()
        .positive()
        .default(0.1)
        .describe('Ohms; most modules have R100, that is 0.1'),
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
      `maxCurrent over this shunt drops more than the 320 mV that the chip measures`,
    )
    .refine(({ shunt }) => {
      const calibration = calibrationOf(CHIP, shunt);
      return calibration > 0 && calibration <= CHIP.calibrationMask;
    }, 'maxCurrent is too small for this shunt: the calibration register cannot hold it'),
  channels: [
    { name: 'voltage', type: 'number', unit: 'V', range: [0, 26], writable: false },
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
