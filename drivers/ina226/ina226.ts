/**
 * Texas Instruments INA226: voltage, current and power of a supply up to 36 V, sixteen bits.
 *
 * Bus: I2C, 0x40 to 0x4F with A1 and A0 at GND, VS, SDA or SCL.
 * Data sheet: SBOS547B, September 2024; its register names are used below. The chip measures the drop over a shunt; what
 * that means in amperes stands in its calibration register, which is written at the first reading
 * and again whenever the chip lost its supply.
 */
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { Registers } from '../../runtime/hal/registers.ts';
import { ShuntMonitor, type ShuntMonitorModel } from '../../runtime/hal/shunt-monitor.ts';
import { shuntOptions } from '../../runtime/hal/shunt-options.ts';

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
  // 7FFFh × 2.5 µV.
  fullScale: { volts: 0.081_92, code: 0x7fff },
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
    verified: {
      level: 'datasheet',
      source: 'TI SBOS547B: the worked example; constants as in Linux ina2xx.c',
      date: '2026-11-26',
    },
  },
  options: shuntOptions(CHIP),
  channels: [
    { name: 'voltage', type: 'number', unit: 'V', range: [0, 36], writable: false },
    { name: 'current', type: 'number', unit: 'A', writable: false },
    { name: 'power', type: 'number', unit: 'W', writable: false },
  ],
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, clock, name }, { bus, address, shunt }) {
    const registers = new Registers(board.i2c(bus), address);
    const monitor = new ShuntMonitor(CHIP, shunt, { registers, clock, name });
    return Promise.resolve({
      read: () => monitor.read(),
      trouble: (channel) => monitor.trouble(channel),
      close: () => Promise.resolve(),
    });
  },
});
