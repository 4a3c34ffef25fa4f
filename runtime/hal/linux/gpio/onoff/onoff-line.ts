/**
 * One exported line. Its level is read through a descriptor of its own: reading through onoff's would
 * swallow the edge that it waits for. When its chip is unplugged every call says so, and the first
 * one after it is back exports it again.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { BinaryValue, Gpio } from 'onoff';
import type { Clock } from '../../../../core/clock.ts';
import { EdgeDebounce } from '../../../edge-debounce.ts';
import { HalError } from '../../../errors.ts';
import type { Edge, GpioLine, LineOptions } from '../../../gpio.ts';
import { isChipGone, lineError } from '../line-error.ts';

/** What sysfs gave us of a line, until its chip is gone. */
export interface Exported {
  readonly gpio: Gpio;
  /** Its value in sysfs. */
  readonly path: string;
  /** Others may have its number. */
  readonly release: () => void;
}

export interface OnoffLineParts {
  readonly name: string;
  readonly options: LineOptions;
  readonly clock: Clock;
  /** @throws HalError */
  readonly request: () => Exported;
}

interface Held extends Exported {
  /** The descriptor that levels are read through. */
  readonly value: number;
}

const ONE = '1'.charCodeAt(0);

export class OnoffLine implements GpioLine {
  readonly name: string;
  readonly #parts: OnoffLineParts;
  readonly #buffer = Buffer.alloc(1);
  readonly #listeners = new Set<(edge: Edge) => void>();
  #debounce: EdgeDebounce | undefined;
  /** undefined while its chip is gone. */
  #held: Held | undefined;
  #isWatched = false;
  #isOpen = true;
  #sequence = 0;

  constructor(parts: OnoffLineParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#held = hold(parts.request());
  }

  read(): boolean {
    return this.#use((held) => this.#level(held));
  }

  write(level: boolean): void {
    const { direction, consumer } = this.#parts.options;
    if (!this.#isOpen || direction === 'in') {
      const reason = this.#isOpen ? 'it is an input' : 'it is closed';
      throw new HalError(
        'HAL_NOT_AN_OUTPUT',
        `${consumer} cannot write line ${this.name}: ${reason}`,
      );
    }
    this.#use(({ gpio }) => {
      gpio.writeSync(this.#invert(level) ? 1 : 0);
    });
  }

  onEdge(listener: (edge: Edge) => void): () => void {
    this.#use((held) => {
      this.#watch(held);
    });
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#isOpen = false;
    this.#listeners.clear();
    this.#letGo();
  }

  #use<Result>(call: (held: Held) => Result): Result {
    if (!this.#isOpen) throw new HalError('HAL_LINE_GONE', `line ${this.name} is closed`);
    const held = this.#held ?? this.#reopen();
    try {
      return call(held);
    } catch (error) {
      if (isChipGone(error)) this.#letGo();
      throw lineError(error, this.name);
    }
  }

  #reopen(): Held {
    const held = hold(this.#parts.request());
    this.#held = held;
    if (this.#listeners.size > 0) this.#watch(held);
    return held;
  }

  #level({ value }: Held): boolean {
    readSync(value, this.#buffer, 0, 1, 0);
    return this.#invert(this.#buffer[0] === ONE);
  }

  #watch(held: Held): void {
    const { options, clock } = this.#parts;
    if (this.#isWatched || options.direction === 'out') return;
    const { debounceMs = 0 } = options;
    const tell = (level: boolean, timestampNs: bigint): void => {
      this.#tell(level, timestampNs);
    };
    if (debounceMs > 0)
      this.#debounce = new EdgeDebounce({ clock, debounceMs, level: this.#level(held), tell });
    surviveReading(held.gpio, () => {
      this.#letGo();
    });
    held.gpio.watch((_error, value: BinaryValue) => {
      const heardAt = process.hrtime.bigint();
      const level = this.#invert(value === 1);
      if (this.#debounce === undefined) this.#tell(level, heardAt);
      else this.#debounce.hear(level, heardAt);
    });
    this.#isWatched = true;
  }

  /** What was lost, nobody counted. */
  #tell(level: boolean, timestampNs: bigint): void {
    this.#sequence += 1;
    const edge = { level, timestampNs, sequence: this.#sequence };
    for (const listener of this.#listeners) listener(edge);
  }

  #letGo(): void {
    const held = this.#held;
    this.#held = undefined;
    this.#isWatched = false;
    this.#debounce?.close();
    this.#debounce = undefined;
    if (held === undefined) return;
    closeSync(held.value);
    held.gpio.unexport();
    held.release();
  }

  #invert(level: boolean): boolean {
    return level !== (this.#parts.options.activeLow ?? false);
  }
}

function hold(exported: Exported): Held {
  try {
    return { ...exported, value: openSync(exported.path, 'r') };
  } catch (error) {
    exported.gpio.unexport();
    exported.release();
    throw error;
  }
}

/**
 * Before onoff tells of an edge it reads the level, and of a chip that is gone that throws where
 * nobody can catch it. The edge that this was about is told to nobody: nobody listens afterwards.
 */
function surviveReading(gpio: Gpio, onFailure: () => void): void {
  const read = gpio.readSync.bind(gpio);
  gpio.readSync = () => {
    try {
      return read();
    } catch {
      onFailure();
      return 0;
    }
  };
}
