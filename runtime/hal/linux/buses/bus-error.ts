/**
 * What the kernel says of a bus → what to do about it. One missing part has five names, depending on
 * who wrote the driver of the bus: they are one error here.
 */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { errorCode, errorMessage } from '../../../core/app-error.ts';
import { HalError } from '../../errors.ts';
import { noPermission } from '../permission.ts';

/** A bus of this board. */
export interface BusPlace {
  /** What parts call it: `i2c1`. */
  readonly id: string;
  /** `/dev/i2c-1` */
  readonly device: string;
  /** What turns it on, as the board file says. */
  readonly enable?: string | undefined;
}

/** Before anything is loaded for it: a bus that is not there is no matter of packages. @throws HalError */
export async function requireDevice(place: BusPlace): Promise<void> {
  try {
    await access(place.device, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw busError(error, place) ?? error;
  }
}

/** undefined when the error is not about the bus as a whole. */
export function busError(error: unknown, place: BusPlace): HalError | undefined {
  const { id, device, enable } = place;
  switch (errorCode(error)) {
    case 'ENOENT': {
      const what = id === device ? '' : `${id} is not there: `;
      const message = `${what}there is no ${device}`;
      const hint = enable === undefined ? {} : { hint: `Turn it on: ${enable}, then restart.` };
      return new HalError('HAL_BUS_MISSING', message, { cause: error, ...hint });
    }
    case 'EACCES':
    case 'EPERM':
      return noPermission(device, error);
    default:
      return undefined;
  }
}

/**
 * EIO: bcm2835 and others · EREMOTEIO: DesignWare (Raspberry Pi 5, Rockchip) · ENXIO: i2c-i801,
 * i.MX · ENODEV: i2c-stub · ETIMEDOUT: where the lines are held. What the kernel says they mean:
 * Documentation/i2c/fault-codes.rst.
 */
const SILENCE = new Set(['EIO', 'EREMOTEIO', 'ENXIO', 'ENODEV', 'ETIMEDOUT']);

export function isSilence(error: unknown): boolean {
  return SILENCE.has(errorCode(error));
}

/** A native package that is missing, or was not compiled for this Node. */
export function packageError(name: string, error: unknown): HalError {
  const message = `the package ${name} cannot be loaded: ${firstLine(errorMessage(error))}`;
  const hint = `Where Boardtalk is installed: npm install ${name}`;
  return new HalError('HAL_NO_PACKAGE', message, { cause: error, hint });
}

function firstLine(text: string): string {
  return text.replace(/\n[^]*/, '');
}
