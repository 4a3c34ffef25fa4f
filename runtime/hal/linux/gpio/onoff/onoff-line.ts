/**
 * One exported line. Its level is read through a descriptor of its own: reading through onoff's would
 * swallow the edge that it waits for.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { BinaryValue, Gpio } from 'onoff';
import type { Clock } from '../../../../core/clock.ts';
import { EdgeDebounce } from '../../../edge-debounce.ts';
import { HalError } from '../../../errors.ts';
import type { Edge, GpioLine, LineOptions } from '../../../gpio.ts';

export interface OnoffLineParts {
  readonly name: string;
  readonly gpio: Gpio;
  /** Its value in sysfs. */
  readonly path: string;
  readonly options: LineOptions;
  readonly clock: Clock;
  readonly release: () => void;
}

const ONE = '1'.charCodeAt(0);

export class OnoffLine implements GpioLine {
  readonly name: string;
  readonly #parts: OnoffLineParts;
  readonly #value: number;
  readonly #buffer = Buffer.alloc(1);
  readonly #listeners = new Set<(edge: Edge) => void>();
  #debounce: EdgeDebounce | undefined;
  #isWatched = false;
  #isOpen = true;
  #sequence = 0;

  constructor(parts: OnoffLineParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#value = openSync(parts.path, 'r');
  }

  read(): boolean {
    if (!this.#isOpen) throw new HalError('HAL_LINE_GONE', `line ${this.name} is closed`);
    readSync(this.#value, this.#buffer, 0, 1, 0);
    return this.#invert(this.#buffer[0] === ONE);
  }

  write(level: boolean): void {
    const { gpio, options } = this.#parts;
    if (!this.#isOpen || options.direction === 'in') {
      const reason = this.#isOpen ? 'it is an input' : 'it is closed';
      throw new HalError(
        'HAL_NOT_AN_OUTPUT',
        `${options.consumer} cannot write line ${this.name}: ${reason}`,
      );
    }
    gpio.writeSync(this.#invert(level) ? 1 : 0);
  }

  onEdge(listener: (edge: Edge) => void): () => void {
    this.#listeners.add(listener);
    this.#watch();
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#listeners.clear();
    this.#debounce?.close();
    closeSync(this.#value);
    this.#parts.gpio.unexport();
    this.#parts.release();
  }

  #watch(): void {
    const { gpio, options, clock } = this.#parts;
    if (this.#isWatched || !this.#isOpen || options.direction === 'out') return;
    this.#isWatched = true;
    const { debounceMs = 0 } = options;
    const tell = (level: boolean, timestampNs: bigint): void => {
      this.#tell(level, timestampNs);
    };
    if (debounceMs > 0)
      this.#debounce = new EdgeDebounce({ clock, debounceMs, level: this.read(), tell });
    gpio.watch((_error, value: BinaryValue) => {
      const heardAt = process.hrtime.bigint();
      const level = this.#invert(value === 1);
      if (this.#debounce === undefined) this.#tell(level, heardAt);
      else this.#debounce.hear(level, heardAt);
    });
  }

  /** What was lost, nobody counted. */
  #tell(level: boolean, timestampNs: bigint): void {
    this.#sequence += 1;
    const edge = { level, timestampNs, sequence: this.#sequence };
    for (const listener of this.#listeners) listener(edge);
  }

  #invert(level: boolean): boolean {
    return level !== (this.#parts.options.activeLow ?? false);
  }
}
