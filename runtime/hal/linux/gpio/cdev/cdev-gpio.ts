/**
 * GPIO through the character device: each edge with the kernel's own time, one owner a line, bias and
 * debouncing by the kernel. The first choice on every real board.
 */
import type { LinesOfBoard } from '../../../../config/line-address.ts';
import { errorCode } from '../../../../core/app-error.ts';
import { HalError } from '../../../errors.ts';
import type { GpioBackend, GpioCapabilities, GpioLine, LineOptions } from '../../../gpio.ts';
import type { LineWrite } from '../../../register-write.ts';
import { labelsOf, lineOfChip, type LineOfChip } from '../line-of-chip.ts';
import { noPermission } from '../../permission.ts';
import { LINE_FLAGS, type CdevAddon, type RawLine, type RequestNumber } from './addon.ts';
import { CdevLine } from './cdev-line.ts';
import { findChips, suspects, type CdevChip } from './chips.ts';
import { debounceUsOf, flagsOf } from './line-flags.ts';

export interface CdevGpioParts {
  readonly board: LinesOfBoard;
  readonly addon: CdevAddon;
}

export class CdevGpio implements GpioBackend {
  readonly kind = 'cdev';
  readonly #board: LinesOfBoard;
  readonly #addon: CdevAddon;

  constructor({ board, addon }: CdevGpioParts) {
    this.#board = board;
    this.#addon = addon;
  }

  probe(): GpioCapabilities {
    return { lossless: true, bias: true, debounceHw: true, ownership: true };
  }

  open(text: string, options: LineOptions): GpioLine {
    const { name } = this.#find(text);
    // Found anew each time: the chip of a line that comes back may have another number.
    const request = (): RequestNumber => this.#request(this.#find(text), options);
    return new CdevLine({ name, options, addon: this.#addon, request });
  }

  register(text: string, level: boolean): LineWrite {
    const { chip, offset } = this.#find(text);
    return { kind: 'line', chip: chip.path, offset, level };
  }

  release(text: string): LineWrite {
    const { chip, offset } = this.#find(text);
    return { kind: 'line', chip: chip.path, offset, level: 'in' };
  }

  directionOf(text: string): 'in' | 'out' {
    const { chip, offset } = this.#find(text);
    return isOutput(chip, offset) ? 'out' : 'in';
  }

  #find(text: string): LineOfChip<CdevChip> {
    const { chips, denied } = findChips(this.#addon);
    try {
      return lineOfChip(this.#board, text, chips);
    } catch (error) {
      const labels = labelsOf(this.#board, text);
      const paths = labels === undefined ? [] : suspects(denied, labels).map(({ path }) => path);
      throw paths.length === 0 ? error : noPermission(paths, error);
    }
  }

  #request({ name, chip, offset }: LineOfChip<CdevChip>, options: LineOptions): RequestNumber {
    try {
      return requestLine(this.#addon, chip, { offset, options });
    } catch (error) {
      throw explain(error, { name, chip, line: chip.lines[offset], options });
    }
  }
}

interface Wanted {
  readonly offset: number;
  readonly options: LineOptions;
}

/** An output that is to keep its level is looked at first, and never let go of in between. */
function requestLine(addon: CdevAddon, chip: CdevChip, { offset, options }: Wanted): RequestNumber {
  const { path } = chip;
  const { direction, consumer, initial, activeLow = false } = options;
  const flags = flagsOf(options);
  if (direction === 'in')
    return addon.request(path, [offset], consumer, flags, debounceUsOf(options), 0n);
  if (initial !== undefined || !isOutput(chip, offset))
    return addon.request(path, [offset], consumer, flags, 0, BigInt(initial ?? false));
  const request = addon.request(path, [offset], consumer, 0n, 0, 0n);
  try {
    const electrical = addon.read(request) !== 0n;
    addon.configure(request, flags, 0, BigInt(electrical !== activeLow));
    return request;
  } catch (error) {
    addon.close(request);
    throw error;
  }
}

function isOutput({ lines }: CdevChip, offset: number): boolean {
  return (BigInt(lines[offset]?.flags ?? 0) & LINE_FLAGS.output) !== 0n;
}

interface Refused {
  readonly name: string;
  readonly chip: CdevChip;
  readonly line: RawLine | undefined;
  readonly options: LineOptions;
}

function explain(error: unknown, { name, chip, line, options }: Refused): unknown {
  const { consumer } = options;
  switch (errorCode(error)) {
    case 'EBUSY': {
      const holder = line?.consumer === '' ? undefined : line?.consumer;
      const message = `line ${name} cannot be opened for ${consumer}: ${holder ?? 'the kernel'} holds it`;
      return new HalError('HAL_LINE_BUSY', message, { cause: error });
    }
    case 'EACCES':
    case 'EPERM':
      return noPermission(chip.path, error);
    case 'ENODEV':
    case 'ENOENT':
      return new HalError('HAL_LINE_GONE', `the chip of line ${name} is gone`, { cause: error });
    default: {
      const message = `the kernel does not open line ${name} (${chip.label}) for ${consumer}`;
      return new HalError('HAL_KERNEL_REFUSED', message, { cause: error });
    }
  }
}
