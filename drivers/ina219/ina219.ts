/**
 * Texas Instruments INA219: voltage, current and power of a supply up to 26 V.
 *
 * Bus: I2C, 0x40 to 0x4F with A1 and A0 at GND, VS, SDA or SCL.
 * Data sheet: SBOS448G, December 2015; its register names are used below. The chip measures the drop over a shunt; what
 * that means in amperes stands in its calibration register, which is written at the first reading
 * and again whenever the chip lost its supply.
 */
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { Registers } from '../../runtime/hal/registers.ts';
import { ShuntMonitor, type ShuntMonitorModel } from '../../runtime/hal/shunt-monitor.ts';
import { shuntOptions } from '../../runtime/hal/shunt-options.ts';

export const CHIP: ShuntMonitorModel = {
  scale: 0.04096,
  // "FS0 is a void bit": it cannot be written.
  calibrationMask: 0xfffe,
  powerFactor: 20,
  // 32 V, ±320 mV, 12 bits, shunt and bus, continuous.
  configuration: 0x399f,
  // Electrical Characteristics: 586 µs at most for 12 bits; shunt and bus one after the other.
  conversionMs: 2,
  // PGA /8: ±320 mV in steps of 10 µV.
  fullScale: { volts: 0.32, code: 32_000 },
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
    verified: {
      level: 'datasheet',
      source: 'TI SBOS448G: the worked example; constants as in Linux ina2xx.c',
      date: '2026-11-26',
    },
  },
  options: shuntOptions(CHIP),
  channels: [
    { name: 'voltage', type: 'number', unit: 'V', range: [0, 26], writable: false },
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
