/**
 * The simulated GPIO chip: named lines with one owner each. Output registers stand in
 * `<directory>/<line>/value` as `0` or `1`, like the kernel's; inputs have the level that the plant
 * drives.
 */
import { join } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import { nearest } from '../../core/nearest.ts';
import { HalError } from '../errors.ts';
import type {
  GpioBackend,
  GpioCapabilities,
  GpioLine,
  LineOptions,
  RegisterWrite,
} from '../gpio.ts';
import { RegisterFile } from './register-file.ts';
import { SimPin } from './sim-pin.ts';

export interface SimGpioDependencies {
  readonly lines: readonly string[];
  readonly directory: string;
  readonly clock: Clock;
}

export class SimGpio implements GpioBackend {
  readonly kind = 'sim';
  readonly #pins: ReadonlyMap<string, SimPin>;

  constructor({ lines, directory, clock }: SimGpioDependencies) {
    this.#pins = new Map(
      lines.map((name) => {
        const register = new RegisterFile(join(directory, name, 'value'), 1);
        return [name, new SimPin(name, register, () => clock.monotonicMs())];
      }),
    );
  }

  probe(): GpioCapabilities {
    return { lossless: true, bias: true, debounceHw: false, ownership: true };
  }

  open(line: string, options: LineOptions): GpioLine {
    const pin = this.pin(line);
    if (pin.consumer !== undefined) {
      throw new HalError(
        'HAL_LINE_BUSY',
        `line ${line} cannot be opened for ${options.consumer}: ${pin.consumer} holds it`,
      );
    }
    return pin.hold(options);
  }

  register(line: string, level: boolean): RegisterWrite {
    return { path: this.pin(line).register.path, text: level ? '1' : '0' };
  }

  /** What the plant sees from the outside. @throws HalError HAL_NO_SUCH_LINE */
  pin(line: string): SimPin {
    const pin = this.#pins.get(line);
    if (pin !== undefined) return pin;
    const near = nearest(line, this.#pins.keys());
    const details = near === undefined ? {} : { hint: `Did you mean ${near}?` };
    throw new HalError('HAL_NO_SUCH_LINE', `this board has no line ${line}`, details);
  }

  /** Releases the files; what stands in them stays. */
  close(): void {
    for (const pin of this.#pins.values()) pin.register.close();
  }
}
