/**
 * The simulated GPIO chip: named lines with one owner each. Output registers stand in
 * `<directory>/<line>/value` as `0` or `1`, like the kernel's, and as `-` where a line that was one is
 * an input; inputs have the level that the plant drives.
 */
import { join } from 'node:path';
import { adviseLine, findLine, linesOf, type LinesOfBoard } from '../../config/line-address.ts';
import type { Clock } from '../../core/clock.ts';
import { HalError } from '../errors.ts';
import type { GpioBackend, GpioCapabilities, GpioLine, LineOptions } from '../gpio.ts';
import type { FileWrite } from '../register-write.ts';
import { RegisterFile } from './register-file.ts';
import { NO_OUTPUT, SimPin } from './sim-pin.ts';

export interface SimGpioDependencies {
  readonly board: LinesOfBoard;
  readonly directory: string;
  readonly clock: Clock;
}

export class SimGpio implements GpioBackend {
  readonly kind = 'sim';
  readonly #board: LinesOfBoard;
  readonly #pins: ReadonlyMap<string, SimPin>;

  constructor({ board, directory, clock }: SimGpioDependencies) {
    this.#board = board;
    this.#pins = new Map(
      linesOf(board).map((name) => {
        const register = new RegisterFile(join(directory, name, 'value'), 1);
        return [name, new SimPin(name, register, clock)];
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

  register(line: string, level: boolean): FileWrite {
    return { kind: 'file', path: this.pin(line).register.path, text: level ? '1' : '0' };
  }

  release(line: string): FileWrite {
    return { kind: 'file', path: this.pin(line).register.path, text: NO_OUTPUT };
  }

  directionOf(line: string): 'in' | 'out' {
    return this.pin(line).isOutput ? 'out' : 'in';
  }

  /** What the plant sees from the outside. @throws HalError HAL_NO_SUCH_LINE */
  pin(line: string): SimPin {
    const pin = this.#pins.get(findLine(this.#board, line) ?? '');
    if (pin !== undefined) return pin;
    const hint = adviseLine(this.#board, line);
    throw new HalError('HAL_NO_SUCH_LINE', `this board has no line ${line}`, { hint });
  }

  /** Releases the files; what stands in them stays. */
  close(): void {
    for (const pin of this.#pins.values()) pin.register.close();
  }
}
