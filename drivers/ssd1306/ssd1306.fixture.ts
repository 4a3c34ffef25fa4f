/** An SSD1306 as far as a master sees it: revision 1.1, table 9-1 (commands), §8.1.5 (I2C), §8.7 (memory). */
import type { I2cChip } from '../../runtime/hal/sim/sim-i2c.ts';

/** Command → how many bytes of its own follow it. */
const ARGUMENTS: Readonly<Record<number, number>> = {
  0x20: 1,
  0x21: 2,
  0x22: 2,
  0x81: 1,
  0x8d: 1,
  0xa8: 1,
  0xd3: 1,
  0xd5: 1,
  0xda: 1,
};

export class Ssd1306Chip implements I2cChip {
  readonly memory = new Uint8Array(8 * 128).fill(0x55);
  isOn = false;
  /** Commands with their arguments, in the order they came. */
  readonly commands: number[][] = [];
  #position = 0;

  write([control, ...bytes]: Uint8Array): boolean {
    if (control === 0x40) {
      for (const byte of bytes) this.memory[this.#position++] = byte;
      return true;
    }
    while (bytes.length > 0) this.#run(bytes.splice(0, 1 + (ARGUMENTS[bytes[0] ?? 0] ?? 0)));
    return control === 0x00;
  }

  read(length: number): Uint8Array {
    return new Uint8Array(length).fill(this.isOn ? 0 : 0x40);
  }

  /** The dots of a page as text: eight rows, `#` is lit. */
  rows(page: number, columns: number): string[] {
    return Array.from({ length: 8 }, (_, row) =>
      Array.from({ length: columns }, (_unused, column) =>
        ((this.memory[page * 128 + column] ?? 0) >> row) & 1 ? '#' : '.',
      ).join(''),
    );
  }

  #run(command: number[]): void {
    this.commands.push(command);
    if (command[0] === 0xae || command[0] === 0xaf) this.isOn = command[0] === 0xaf;
    if (command[0] === 0x22) this.#position = (command[1] ?? 0) * 128;
  }
}
