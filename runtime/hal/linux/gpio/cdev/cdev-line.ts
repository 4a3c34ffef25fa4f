/**
 * One line that this process holds. When its chip is unplugged every call says so, and the first one
 * after it is back opens it again.
 */
import { HalError } from '../../../errors.ts';
import type { Edge, GpioLine, LineOptions } from '../../../gpio.ts';
import { isChipGone, lineError } from '../line-error.ts';
import { GONE, LINE_FLAGS, RISING, type CdevAddon, type RequestNumber } from './addon.ts';
import { debounceUsOf, flagsOf } from './line-flags.ts';

export interface CdevLineParts {
  readonly name: string;
  readonly options: LineOptions;
  readonly addon: CdevAddon;
  /** @throws HalError */
  readonly request: () => RequestNumber;
}

export class CdevLine implements GpioLine {
  readonly name: string;
  readonly #parts: CdevLineParts;
  readonly #listeners = new Set<(edge: Edge) => void>();
  #isOpen = true;
  #isWatched = false;
  /** undefined while its chip is gone. */
  #request: RequestNumber | undefined;
  /** The last one told, and what the kernel's count began after: it begins anew when a chip comes back. */
  #sequence = 0;
  #before = 0;

  constructor(parts: CdevLineParts) {
    this.name = parts.name;
    this.#parts = parts;
    this.#request = parts.request();
  }

  read(): boolean {
    return this.#use((request) => this.#parts.addon.read(request) !== 0n);
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
    this.#use((request) => {
      this.#parts.addon.write(request, 1n, BigInt(level));
    });
  }

  onEdge(listener: (edge: Edge) => void): () => void {
    this.#use((request) => {
      this.#watch(request);
    });
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#isOpen = false;
    this.#listeners.clear();
    this.#release();
  }

  #use<Result>(call: (request: RequestNumber) => Result): Result {
    if (!this.#isOpen) throw new HalError('HAL_LINE_GONE', `line ${this.name} is closed`);
    const request = this.#request ?? this.#reopen();
    try {
      return call(request);
    } catch (error) {
      if (isChipGone(error)) this.#release();
      throw lineError(error, this.name);
    }
  }

  #reopen(): RequestNumber {
    const request = this.#parts.request();
    this.#request = request;
    this.#before = this.#sequence + 1;
    if (this.#listeners.size > 0) this.#watch(request);
    return request;
  }

  /** The lines of a slow expander may have no interrupt, and then the kernel has no edges either. */
  #watch(request: RequestNumber): void {
    const { addon, options } = this.#parts;
    if (this.#isWatched || options.direction === 'out') return;
    const flags = flagsOf(options) | LINE_FLAGS.rising | LINE_FLAGS.falling;
    try {
      addon.configure(request, flags, debounceUsOf(options), 0n);
      addon.watch(request, (kind, _offset, timestampNs, sequence) => {
        if (kind === GONE) this.#release();
        else this.#tell({ level: kind === RISING, timestampNs, sequence: this.#before + sequence });
      });
    } catch (error) {
      if (isChipGone(error)) throw error;
      const message = `the chip of line ${this.name} tells no edges`;
      throw new HalError('HAL_KERNEL_REFUSED', message, { cause: error });
    }
    this.#isWatched = true;
  }

  #tell(edge: Edge): void {
    this.#sequence = edge.sequence;
    for (const listener of this.#listeners) listener(edge);
  }

  #release(): void {
    if (this.#request !== undefined) this.#parts.addon.close(this.#request);
    this.#request = undefined;
    this.#isWatched = false;
  }
}
