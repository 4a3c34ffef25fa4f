/**
 * One simulated pin: on the inside the line that a driver holds, on the outside the level that the
 * plant puts on it. An output's register is a file, because registers outlive the process.
 */
import { HalError } from '../errors.ts';
import type { Edge, GpioLine, LineOptions } from '../gpio.ts';
import type { RegisterFile } from './register-file.ts';

export class SimPin {
  readonly name: string;
  readonly register: RegisterFile;
  readonly #monotonicMs: () => number;
  /** undefined: nothing drives the wire, the bias decides. */
  #driven: boolean | undefined;
  #holder: SimLine | undefined;

  constructor(name: string, register: RegisterFile, monotonicMs: () => number) {
    this.name = name;
    this.register = register;
    this.#monotonicMs = monotonicMs;
  }

  get consumer(): string | undefined {
    return this.#holder?.options.consumer;
  }

  /** The electrical level of the output register. */
  get output(): boolean {
    return this.register.read() === '1';
  }

  /** The electrical level at the input. */
  get input(): boolean {
    return this.#driven ?? this.#holder?.options.bias === 'pull-up';
  }

  /** The world outside puts a level on the wire, or lets go of it. */
  drive(level: boolean | undefined): void {
    const before = this.input;
    this.#driven = level;
    if (this.input !== before) this.#holder?.notice(this.input, this.#monotonicMs());
  }

  /** The caller has made sure that nobody holds it. */
  hold(options: LineOptions): GpioLine {
    const line = new SimLine(this, options, () => {
      this.#holder = undefined;
    });
    this.#holder = line;
    if (options.direction === 'out') line.write(options.initial ?? this.#heldLevel(line));
    return line;
  }

  #heldLevel(line: GpioLine): boolean {
    return this.register.read() !== '' && line.read();
  }
}

class SimLine implements GpioLine {
  readonly name: string;
  readonly options: LineOptions;
  readonly #pin: SimPin;
  readonly #release: () => void;
  readonly #listeners = new Set<(edge: Edge) => void>();
  #sequence = 0;
  #isOpen = true;

  constructor(pin: SimPin, options: LineOptions, release: () => void) {
    this.name = pin.name;
    this.options = options;
    this.#pin = pin;
    this.#release = release;
  }

  read(): boolean {
    return this.#invert(this.options.direction === 'in' ? this.#pin.input : this.#pin.output);
  }

  write(level: boolean): void {
    if (!this.#isOpen || this.options.direction === 'in') {
      throw new HalError(
        'HAL_NOT_AN_OUTPUT',
        `${this.options.consumer} cannot write line ${this.name}: ${this.#isOpen ? 'it is an input' : 'it is closed'}`,
      );
    }
    this.#pin.register.write(this.#invert(level) ? '1' : '0');
  }

  onEdge(listener: (edge: Edge) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#listeners.clear();
    this.#pin.register.close();
    this.#release();
  }

  /** Every change of the wire counts, heard or not, so that a gap in the sequence is a lost edge. */
  notice(electrical: boolean, monotonicMs: number): void {
    if (this.options.direction === 'out') return;
    this.#sequence += 1;
    const edge: Edge = {
      level: this.#invert(electrical),
      timestampNs: BigInt(Math.round(monotonicMs * 1e6)),
      sequence: this.#sequence,
    };
    for (const listener of this.#listeners) listener(edge);
  }

  #invert(level: boolean): boolean {
    return level !== (this.options.activeLow ?? false);
  }
}
