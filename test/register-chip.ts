/**
 * A chip made of a register table, for fixtures: the bytes of a data sheet behind an address. What
 * a chip does beside keeping bytes, its fixture says with `onWrite`.
 */
import type { I2cChip } from '../runtime/hal/sim/sim-i2c.ts';

export interface RegisterTable {
  /** Register → the bytes after reset, in the order of the wire. */
  readonly reset: Readonly<Record<number, readonly number[]>>;
  /** Bytes behind one register number; 1 when it does not say. */
  readonly width?: number;
  /** Does the pointer go on after each register? Asked at every byte; true when it does not say. */
  readonly isIncrementing?: (chip: RegisterChip) => boolean;
  /** After a register was written. */
  readonly onWrite?: (chip: RegisterChip, register: number) => void;
  /** Before a register is read. */
  readonly onRead?: (chip: RegisterChip, register: number) => void;
}

export class RegisterChip implements I2cChip {
  readonly #table: RegisterTable;
  readonly #registers = new Map<number, number[]>();
  #pointer = 0;

  constructor(table: RegisterTable) {
    this.#table = table;
    this.powerUp();
  }

  /** The supply came back: everything is as after reset. */
  powerUp(): void {
    this.#registers.clear();
    for (const [register, bytes] of Object.entries(this.#table.reset))
      this.#registers.set(Number(register), [...bytes]);
  }

  get(register: number): readonly number[] {
    return this.#registers.get(register) ?? Array.from({ length: this.#width }, () => 0);
  }

  byte(register: number): number {
    return this.get(register)[0] ?? 0;
  }

  set(register: number, ...bytes: readonly number[]): void {
    this.#registers.set(register, [...bytes]);
  }

  write([register = 0, ...bytes]: Uint8Array): boolean {
    this.#pointer = register;
    for (let start = 0; start < bytes.length; start += this.#width) {
      const written = this.#pointer;
      this.set(written, ...bytes.slice(start, start + this.#width));
      this.#advance();
      this.#table.onWrite?.(this, written);
    }
    return true;
  }

  read(length: number): Uint8Array {
    const bytes: number[] = [];
    while (bytes.length < length) {
      this.#table.onRead?.(this, this.#pointer);
      bytes.push(...this.get(this.#pointer));
      this.#advance();
    }
    return Uint8Array.from(bytes.slice(0, length));
  }

  get #width(): number {
    return this.#table.width ?? 1;
  }

  #advance(): void {
    if (this.#table.isIncrementing?.(this) ?? true) this.#pointer += 1;
  }
}
