/**
 * NXP and TI PCF8574, PCF8574A: eight quasi-bidirectional lines, each an output or an input.
 *
 * Bus: I2C, PCF8574 at 0x20 to 0x27, PCF8574A at 0x38 to 0x3F, by A2, A1, A0.
 * Data sheet: NXP PCF8574/74A revision 5; TI SCPS068. It has no registers: a byte that is written
 * drives the lines whose bits are 0 and lets go of the others, which a weak current source pulls up;
 * a byte that is read is the levels of the lines. After power-up all are let go.
 */
import { Lane } from '../../runtime/core/lane.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';
import { bitsOf, linesOption, portLines, withBit } from '../../runtime/hal/port-bits.ts';

const LINES = portLines('p');
const ADDRESSES = [
  0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f,
] as const;

export const pcf8574 = defineDriver({
  id: 'pcf8574',
  title: 'PCF8574: eight lines over I2C',
  about: {
    bus: 'i2c',
    registers: 'none',
    wiring: {
      VDD: '3V3',
      VSS: 'GND',
      SDA: 'SDA',
      SCL: 'SCL',
      'A0, A1, A2': 'GND or VDD: address 0x20 (PCF8574A: 0x38) and their number',
    },
    verified: {
      level: 'simulated',
      source: 'our own model of its one byte, by NXP PCF8574/74A revision 5',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    bus: i2cBusOption,
    address: i2cAddressOption(ADDRESSES),
    outputs: linesOption(LINES).describe('The lines that are written; all others are inputs'),
    activeLow: linesOption(LINES).describe('The lines whose low level is true'),
  }),
  channels: ({ outputs }) =>
    LINES.map((name) => ({ name, type: 'boolean', writable: outputs.includes(name) })),
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, name }, { bus: busId, address, outputs, activeLow }) {
    const bus = board.i2c(busId);
    const lane = new Lane();
    const inverted = bitsOf(LINES, activeLow);
    const inputs = 0xff & ~bitsOf(LINES, outputs);
    // Nothing is known of what was told before: what is low was, as far as the levels say.
    let told = 0;
    const levels = async (): Promise<number> => (await bus.read(address, 1))[0] ?? NaN;
    const electrical = (bit: number, value: boolean): boolean =>
      value !== ((inverted & (1 << bit)) !== 0);
    return Promise.resolve({
      read: async () => {
        const logical = (await levels()) ^ inverted;
        return Object.fromEntries(LINES.map((line, bit) => [line, (logical & (1 << bit)) !== 0]));
      },
      write: (channel, value) =>
        lane.run(async () => {
          const bit = LINES.indexOf(channel);
          if (!outputs.includes(channel) || typeof value !== 'boolean') {
            const message = `${name}.${channel} cannot be ${String(value)}; outputs are: ${outputs.join(', ')}`;
            throw new DriverError('DRIVER_BAD_WRITE', message);
          }
          // An output is low because it was told so, or because something pulls it down: that must not
          // become an order. A chip that lost its supply has let go of all, and is told none again.
          const others = (await levels()) | told | inputs;
          const byte = withBit(others, bit, electrical(bit, value));
          await bus.write(address, Uint8Array.of(byte));
          told = byte;
        }),
      registers: (channel, value) => {
        const bit = LINES.indexOf(channel);
        const byte = withBit(inputs, bit, electrical(bit, value === true));
        return [bus.register(address, Uint8Array.of(byte), inputs | (1 << bit))];
      },
      close: () => Promise.resolve(),
    });
  },
});
