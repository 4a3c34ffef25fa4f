/**
 * One simulated pin: on the inside the line that a driver holds, on the outside the level that the
 * plant puts on it. An output's register is a file, because registers outlive the process.
 */
import type { Clock } from '../../core/clock.ts';
import { EdgeDebounce } from '../edge-debounce.ts';
import { HalError } from '../errors.ts';
import type { Edge, GpioLine, LineOptions } from '../gpio.ts';
import type { RegisterFile } from './register-file.ts';

/** What stands in the register of a line that became an input: it drives nothing. */
export const NO_OUTPUT = '-';

export class SimPin {
  readonly name: string;
  readonly register: RegisterFile;
  readonly #clock: Clock;
  /** undefined: nothing drives the wire, the bias decides. */
  #driven: boolean | undefined;
  #holder: SimLine | undefined;

  constructor(name: string, register: RegisterFile, clock: Clock) {
    this.name = name;
    this.register = register;
    this.#clock = clock;
  }

  get consumer(): string | undefined {
    return this.#holder?.options.consumer;
  }

  /** The electrical level of the output register. */
  get output(): boolean {
    return this.register.read() === '1';
  }

  /** An output stays one when nobody holds it any more. */
  get isOutput(): boolean {
    return !['', NO_OUTPUT].includes(this.register.read());
  }

  /** The electrical level at the input. */
  get input(): boolean {
    return this.#driven ?? this.#holder?.options.bias === 'pull-up';
  }

  /** The world outside puts a level on the wire, or lets go of it. */
  drive(level: boolean | undefined): void {
    const before = this.input;
    this.#driven = level;
    if (this.input !== before) this.#holder?.notice(this.input, this.now());
  }

  /** Monotonic, ns. */
  now(): bigint {
    return BigInt(Math.round(this.#clock.monotonicMs() * 1e6));
  }

  /** The caller has made sure that nobody holds it. */
  hold(options: LineOptions): GpioLine {
    const line = new SimLine(this, options, { clock: this.#clock, release: this.#release });
    this.#holder = line;
    line.listen();
    if (options.direction === 'out') line.write(options.initial ?? this.#heldLevel(line));
    else if (this.isOutput) this.register.write(NO_OUTPUT);
    return line;
  }

  readonly #release = (): void => {
    this.#holder = undefined;
  };

  #heldLevel(line: GpioLine): boolean {
    return this.isOutput && line.read();
  }
}

class SimLine implements GpioLine {
  readonly name: string;
  readonly options: LineOptions;
  readonly #pin: SimPin;
  readonly #clock: Clock;
  readonly #release: () => void;
  readonly #listeners = new Set<(edge: Edge) => void>();
  #debounce: EdgeDebounce | undefined;
  #sequence = 0;
  #isOpen = true;

  constructor(
    pin: SimPin,
    options: LineOptions,
    { clock, release }: { readonly clock: Clock; readonly release: () => void },
  ) {
    this.name = pin.name;
    this.options = options;
    this.#pin = pin;
    this.#clock = clock;
    this.#release = release;
  }

  /** Once it is held, so that its bias counts. */
  listen(): void {
    const { debounceMs = 0, direction } = this.options;
    if (debounceMs === 0 || direction === 'out') return;
    this.#debounce = new EdgeDebounce({
      ...{ clock: this.#clock, debounceMs, level: this.#pin.input },
      tell: (electrical, timestampNs) => {
        this.#tell(electrical, timestampNs);
      },
    });
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
    this.#debounce?.close();
    this.#pin.register.close();
    this.#release();
  }

  notice(electrical: boolean, timestampNs: bigint): void {
    if (this.options.direction === 'out') return;
    if (this.#debounce === undefined) this.#tell(electrical, timestampNs);
    else this.#debounce.hear(electrical, timestampNs);
  }

  /** Every edge counts, heard or not, so that a gap in the sequence is a lost edge. */
  #tell(electrical: boolean, timestampNs: bigint): void {
    this.#sequence += 1;
    const edge: Edge = { level: this.#invert(electrical), timestampNs, sequence: this.#sequence };
    for (const listener of this.#listeners) listener(edge);
  }

  #invert(level: boolean): boolean {
    return level !== (this.options.activeLow ?? false);
  }
}
