/**
 * GPIO through onoff and the kernel's old sysfs interface: for a kernel before 5.10, or a machine on
 * which the addon could not be built. What it cannot do is refused or said in its capabilities: no
 * bias, no owner that the kernel would respect, and edges that are lost while the event loop is busy.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Gpio } from 'onoff';
import type { LinesOfBoard } from '../../../../config/line-address.ts';
import { errorCode } from '../../../../core/app-error.ts';
import type { Clock } from '../../../../core/clock.ts';
import { HalError } from '../../../errors.ts';
import type { GpioBackend, GpioCapabilities, GpioLine, LineOptions } from '../../../gpio.ts';
import type { FileWrite } from '../../../register-write.ts';
import { lineOfChip } from '../line-of-chip.ts';
import { noPermission } from '../../permission.ts';
import { OnoffLine, type Exported } from './onoff-line.ts';
import { findSysfsChips, GPIO_ROOT } from './sysfs-chips.ts';

export interface OnoffGpioParts {
  readonly board: LinesOfBoard;
  readonly clock: Clock;
  /** The package's one class. */
  readonly gpio: typeof Gpio;
}

interface NumberedLine {
  readonly name: string;
  /** As sysfs counts. */
  readonly number: number;
}

export class OnoffGpio implements GpioBackend {
  readonly kind = 'onoff';
  readonly #parts: OnoffGpioParts;
  /** Number → who holds it: the kernel would let a second one change its direction. */
  readonly #holders = new Map<number, string>();

  constructor(parts: OnoffGpioParts) {
    this.#parts = parts;
  }

  probe(): GpioCapabilities {
    return { lossless: false, bias: false, debounceHw: false, ownership: false };
  }

  open(text: string, options: LineOptions): GpioLine {
    const { name } = this.#find(text);
    // Found anew each time: a chip that comes back may have other numbers.
    const request = (): Exported => this.#request(this.#find(text), options);
    return new OnoffLine({ name, options, clock: this.#parts.clock, request });
  }

  register(text: string, level: boolean): FileWrite {
    const { number } = this.#find(text);
    return { kind: 'file', path: valueOf(number), text: level ? '1' : '0' };
  }

  release(text: string): FileWrite {
    return { kind: 'file', path: directionFile(this.#find(text).number), text: 'in' };
  }

  /** The kernel tells it of exported lines only: one that is not is exported for the look. */
  directionOf(text: string): 'in' | 'out' {
    const { number } = this.#find(text);
    const path = directionFile(number);
    const isExported = existsSync(path);
    if (!isExported) writeFileSync(`${GPIO_ROOT}/export`, String(number));
    try {
      return readFileSync(path, 'latin1').trim() === 'out' ? 'out' : 'in';
    } finally {
      if (!isExported) writeFileSync(`${GPIO_ROOT}/unexport`, String(number));
    }
  }

  #find(text: string): NumberedLine {
    const { name, chip, offset } = lineOfChip(this.#parts.board, text, findSysfsChips());
    return { name, number: chip.base + offset };
  }

  #request(line: NumberedLine, options: LineOptions): Exported {
    const { name, number } = line;
    const { consumer, bias } = options;
    const holder = this.#holders.get(number);
    const refused = `line ${name} cannot be opened for ${consumer}`;
    if (holder !== undefined) throw new HalError('HAL_LINE_BUSY', `${refused}: ${holder} holds it`);
    if (bias === 'pull-up' || bias === 'pull-down')
      throw new HalError('HAL_NO_BIAS', `${refused} with bias ${bias}: /sys/class/gpio has none`);
    const gpio = this.#export(line, options);
    this.#holders.set(number, consumer);
    const release = (): void => void this.#holders.delete(number);
    return { gpio, path: valueOf(number), release };
  }

  #export({ name, number }: NumberedLine, options: LineOptions): Gpio {
    const { consumer } = options;
    try {
      return this.#construct(number, options);
    } catch (error) {
      switch (errorCode(error)) {
        case 'EACCES':
        case 'EPERM':
          throw noPermission(existing(valueOf(number), `${GPIO_ROOT}/export`), error);
        case 'EBUSY': {
          const message = `line ${name} cannot be opened for ${consumer}: the kernel or another program holds it`;
          throw new HalError('HAL_LINE_BUSY', message, { cause: error });
        }
        default: {
          const message = `the kernel does not open line ${name} (number ${String(number)}) for ${consumer}`;
          throw new HalError('HAL_KERNEL_REFUSED', message, { cause: error });
        }
      }
    }
  }

  /** `high` and `low` are electrical, and set direction and level at once; an output that is to keep its level is left alone. */
  #construct(number: number, { direction, initial, activeLow = false }: LineOptions): Gpio {
    const { gpio: OnoffPin } = this.#parts;
    // What somebody left in sysfs does not count: levels are turned round here.
    const plain = { activeLow: false };
    if (direction === 'in') return new OnoffPin(number, 'in', 'both', plain);
    const electrical = (initial ?? false) !== activeLow;
    const reconfigureDirection = initial !== undefined;
    return new OnoffPin(number, electrical ? 'high' : 'low', 'none', {
      ...plain,
      reconfigureDirection,
    });
  }
}

function valueOf(number: number): string {
  return `${GPIO_ROOT}/gpio${String(number)}/value`;
}

function directionFile(number: number): string {
  return `${GPIO_ROOT}/gpio${String(number)}/direction`;
}

function existing(path: string, otherwise: string): string {
  return existsSync(path) ? path : otherwise;
}
