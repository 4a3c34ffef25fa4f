/**
 * Solomon Systech SSD1306: a display of 128 × 64 or 128 × 32 dots. It shows a title and what the node
 * has to say: the claim code while nobody owns the site.
 *
 * Bus: I2C, 0x3C with SA0 at GND, 0x3D at VDD.
 * Data sheet: SSD1306 revision 1.1, and its application note (revision 0.4, "Software
 * Configuration"); commands by their numbers there.
 */
import { Lane } from '../../runtime/core/lane.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { i2cAddressOption, i2cBusOption } from '../../runtime/hal/driver-options.ts';
import type { I2cBus } from '../../runtime/hal/i2c.ts';
import { glyph } from './font.ts';

/** §8.1.5.2: the control byte; commands or data until the end of the transfer. */
const CONTROL = { commands: 0x00, data: 0x40 } as const;
/** §8.1.5.1, read mode, and table 9-1 "Read status register": bit 6 is 1 while the display is off. */
const STATUS_OFF = 1 << 6;
const DISPLAY_OFF = 0xae;
const DISPLAY_ON = 0xaf;
const WIDTH = 128;
/** A page is eight rows of dots. */
const ROWS_PER_PAGE = 8;
/** Five columns of a letter and one between two. */
const LETTER_WIDTH = 6;
const LETTERS = Math.floor(WIDTH / LETTER_WIDTH);

export const ssd1306 = defineDriver({
  id: 'ssd1306',
  title: 'SSD1306: small display',
  about: {
    bus: 'i2c',
    registers: 'none',
    wiring: { VCC: '3V3', GND: 'GND', SDA: 'SDA', SCL: 'SCL', SA0: 'GND for 0x3c, VDD for 0x3d' },
    verified: {
      level: 'simulated',
      source:
        'our own model of its memory, by SSD1306 revision 1.1; commands and their values as in Linux ssd1307fb.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({
    bus: i2cBusOption,
    address: i2cAddressOption([0x3c, 0x3d]),
    height: z.literal([64, 32]).default(64).describe('Rows of dots'),
    title: z.string().max(LETTERS).default('Boardtalk').describe('The first line'),
  }),
  channels: [{ name: 'on', type: 'boolean', writable: true }],
  claims: ({ bus, address }) => [formatClaim({ kind: 'i2c', bus, address })],

  open({ board, name, notices }, { bus: busId, address, height, title }) {
    const bus = board.i2c(busId);
    const lane = new Lane();
    const screen = new Screen(bus, address, height);
    const lines = (): readonly string[] => [title, ...notices()];
    return Promise.resolve({
      // What it shows is looked after with each sample, since the node may have something new to say.
      read: () =>
        lane.run(async () => {
          const [status = STATUS_OFF] = await bus.read(address, 1);
          const on = (status & STATUS_OFF) === 0;
          if (on) await screen.show(lines());
          else screen.forget();
          return { on };
        }),
      write: (channel, value) =>
        lane.run(async () => {
          if (channel !== 'on' || typeof value !== 'boolean') {
            const message = `${name}.${channel} cannot be ${String(value)}; "on" can be true or false`;
            throw new DriverError('DRIVER_BAD_WRITE', message);
          }
          if (value) await screen.turnOn(lines());
          else await screen.turnOff();
        }),
      registers: (_channel, value) => [
        bus.register(
          address,
          Uint8Array.of(CONTROL.commands, value === true ? DISPLAY_ON : DISPLAY_OFF),
        ),
      ],
      close: () => Promise.resolve(),
    });
  },
});

/** The dots of lines of text, page by page: a byte is eight dots of a column, the highest in bit 0. */
export function dotsOf(lines: readonly string[], pages: number): Uint8Array {
  const dots = new Uint8Array(pages * WIDTH);
  lines.slice(0, pages).forEach((line, page) => {
    Array.from(line)
      .slice(0, LETTERS)
      .forEach((letter, index) => {
        dots.set(glyph(letter), page * WIDTH + index * LETTER_WIDTH);
      });
  });
  return dots;
}

class Screen {
  readonly #bus: I2cBus;
  readonly #address: number;
  readonly #height: 64 | 32;
  #shown: string | undefined;

  constructor(bus: I2cBus, address: number, height: 64 | 32) {
    this.#bus = bus;
    this.#address = address;
    this.#height = height;
  }

  /** It may have lost its supply, and its dots with it. */
  forget(): void {
    this.#shown = undefined;
  }

  /** Dark until its memory is filled: after power-up there is noise in it. */
  async turnOn(lines: readonly string[]): Promise<void> {
    this.forget();
    await this.#command(DISPLAY_OFF, ...configurationOf(this.#height));
    await this.show(lines);
    await this.#command(DISPLAY_ON);
  }

  async turnOff(): Promise<void> {
    this.forget();
    await this.#command(DISPLAY_OFF);
  }

  /** Does nothing while it shows this already. */
  async show(lines: readonly string[]): Promise<void> {
    const text = lines.join('\n');
    if (text === this.#shown) return;
    const pages = this.#height / ROWS_PER_PAGE;
    const dots = dotsOf(lines, pages);
    // 21h, 22h: all columns, all pages, from the first on.
    await this.#command(0x21, 0, WIDTH - 1, 0x22, 0, pages - 1);
    for (let page = 0; page < pages; page += 1) {
      const row = dots.subarray(page * WIDTH, (page + 1) * WIDTH);
      await this.#bus.write(this.#address, Uint8Array.of(CONTROL.data, ...row));
    }
    this.#shown = text;
  }

  #command(...bytes: readonly number[]): Promise<void> {
    return this.#bus.write(this.#address, Uint8Array.of(CONTROL.commands, ...bytes));
  }
}

/** Application note, "Software Configuration", in its order; 12h are the COM pins of 64 rows, 02h of 32. */
function configurationOf(height: 64 | 32): readonly number[] {
  return [
    ...[0xa8, height - 1], // multiplex ratio
    ...[0xd3, 0x00], // display offset
    0x40, // start line
    0xa1, // segment remap: the connector is above
    0xc8, // COM scan direction, likewise
    ...[0xda, height === 64 ? 0x12 : 0x02], // COM pins
    ...[0x81, 0x7f], // contrast
    0xa4, // show the memory
    0xa6, // not inverted
    ...[0xd5, 0x80], // oscillator
    ...[0x20, 0x00], // horizontal addressing
    ...[0x8d, 0x14], // charge pump on
  ];
}
