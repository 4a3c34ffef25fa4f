/**
 * Microchip MCP23017: sixteen lines, each an output or an input with a pull-up.
 *
 * Bus: I2C, 0x20 to 0x27 by A2, A1, A0.
 * Data sheet: DS20001952; register names and addresses for IOCON.BANK = 0, as after reset. What is
 * read is the level at the pins, also of outputs: a short is seen.
 */
import { Lane } from '../../runtime/core/lane.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';
import { bitsOf, linesOption, portLines, withBit } from '../../runtime/hal/port-bits.ts';
import { Registers } from '../../runtime/hal/registers.ts';

/** "Register addresses (IOCON.BANK = 0)". The register of port B follows that of port A. */
const REGISTER = { IODIR: 0x00, IOCON: 0x0a, GPPU: 0x0c, GPIO: 0x12, OLAT: 0x14 } as const;
/**
 * IOCON: BANK would make other registers of these addresses, SEQOP would stop the pointer at the
 * first; bit 0 is "unimplemented: read as 0".
 */
const IOCON_WRONG = (1 << 7) | (1 << 5) | 1;
const PORTS = [portLines('a'), portLines('b')] as const;
const LINES = PORTS.flat();

export const mcp23017 = defineDriver({
  id: 'mcp23017',
  title: 'Microchip MCP23017: sixteen lines over I2C',
  about: {
    bus: 'i2c',
    wiring: {
      VDD: '3V3',
      VSS: 'GND',
      SDA: 'SDA',
      SCL: 'SCL',
      'A0, A1, A2': 'GND or VDD: address 0x20 and their number',
      RESET: 'VDD, over 10 kohm',
      'A7, B7': 'outputs only: as inputs they can disturb the bus (data sheet, revision D)',
    },
    verified: {
      level: 'datasheet',
      source:
        'Microchip DS20001952: registers and addresses, on our own model of the chip; the same in Linux pinctrl-mcp23s08.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    bus: i2cBusOption,
    address: i2cAddressOption([0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27]),
    outputs: linesOption(LINES).describe('The lines that are written; all others are inputs'),
    pullUps: linesOption(LINES).describe('The inputs with the 100 kohm of the chip to plus'),
    activeLow: linesOption(LINES).describe('The lines whose low level is true'),
  }),
  channels: ({ outputs }) =>
    LINES.map((name) => ({ name, type: 'boolean', writable: outputs.includes(name) })),
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, name }, { bus: busId, address, outputs, pullUps, activeLow }) {
    const bus = board.i2c(busId);
    const chip = new Registers(bus, address);
    const lane = new Lane();
    const electrical = (line: string, value: boolean): boolean =>
      value !== activeLow.includes(line);
    return Promise.resolve({
      read: () =>
        lane.run(async () => {
          await setPullUps(chip, name, pullUps);
          const directions = await chip.read(REGISTER.IODIR, PORTS.length);
          const levels = await chip.read(REGISTER.GPIO, PORTS.length);
          return Object.fromEntries(
            LINES.filter((line) => !(outputs.includes(line) && isSet(directions, line))).map(
              (line) => [line, electrical(line, isSet(levels, line))],
            ),
          );
        }),
      write: (channel, value) =>
        lane.run(async () => {
          if (!outputs.includes(channel) || typeof value !== 'boolean') {
            const message = `${name}.${channel} cannot be ${String(value)}; outputs are: ${outputs.join(', ')}`;
            throw new DriverError('DRIVER_BAD_WRITE', message);
          }
          await drive(chip, channel, electrical(channel, value));
        }),
      registers: (channel, value) => {
        const { port, bit } = placeOf(channel);
        const byte = withBit(0, bit, electrical(channel, value === true));
        return [bus.register(address, Uint8Array.of(REGISTER.OLAT + port, byte), 1 << bit)];
      },
      close: () => Promise.resolve(),
    });
  },
});

/** Latch first, then direction, so that a line never shows a level that nobody wrote. */
async function drive(chip: Registers, line: string, level: boolean): Promise<void> {
  const { port, bit } = placeOf(line);
  const latch = await chip.byte(REGISTER.OLAT + port);
  await chip.write(REGISTER.OLAT + port, withBit(latch, bit, level));
  const direction = await chip.byte(REGISTER.IODIR + port);
  if ((direction & (1 << bit)) !== 0)
    await chip.write(REGISTER.IODIR + port, withBit(direction, bit, false));
}

/** A chip that lost its supply has forgotten them; an input would float. @throws DriverError DRIVER_BAD_ANSWER */
async function setPullUps(
  chip: Registers,
  name: string,
  pullUps: readonly string[],
): Promise<void> {
  const wanted = PORTS.map((lines) => bitsOf(lines, pullUps));
  // IOCON stands at two addresses, and the pull-ups behind it.
  const [first = 0, second = 0, ...found] = await chip.read(REGISTER.IOCON, 2 + PORTS.length);
  if (((first | second) & IOCON_WRONG) !== 0) {
    const said = first.toString(16);
    const message = `${name} has 0x${said} in IOCON: another program set it, or the bus is stuck`;
    throw new DriverError('DRIVER_BAD_ANSWER', message);
  }
  if (!wanted.every((bits, port) => bits === found[port]))
    await chip.write(REGISTER.GPPU, ...wanted);
}

function isSet(ports: Buffer, line: string): boolean {
  const { port, bit } = placeOf(line);
  return (ports.readUInt8(port) & (1 << bit)) !== 0;
}

function placeOf(line: string): { readonly port: number; readonly bit: number } {
  const port = PORTS.findIndex((lines) => lines.includes(line));
  return { port, bit: PORTS[port]?.indexOf(line) ?? 0 };
}
