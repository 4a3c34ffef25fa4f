/** A board without a way to its lines: everything else of it works, and each line says what is missing. */
import { HalError } from '../../errors.ts';
import type { GpioBackend, GpioCapabilities } from '../../gpio.ts';

export class AbsentGpio implements GpioBackend {
  readonly kind = 'none';
  readonly #reason: string;

  constructor(reason: string) {
    this.#reason = reason;
  }

  probe(): GpioCapabilities {
    return { lossless: false, bias: false, debounceHw: false, ownership: false };
  }

  open(line: string): never {
    throw new HalError('HAL_NO_GPIO', `line ${line} cannot be opened: ${this.#reason}`);
  }

  register(line: string): never {
    return this.open(line);
  }

  release(line: string): never {
    return this.open(line);
  }

  directionOf(line: string): never {
    return this.open(line);
  }
}
