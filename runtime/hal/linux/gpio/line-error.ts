/** What the kernel says of a line that is open already → what to do about it. */
import { errorCode } from '../../../core/app-error.ts';
import { HalError } from '../../errors.ts';

/**
 * ENODEV: what kernels answer for a chip that is gone; ESHUTDOWN: what the documentation of the
 * character device says; ENOENT: its file in sysfs is gone with it.
 */
const CHIP_GONE = ['ENODEV', 'ESHUTDOWN', 'ENOENT'];

/** What a chip behind I2C is told to be when it does not answer (Documentation/i2c/fault-codes.rst). */
const SILENCE = ['EIO', 'EREMOTEIO', 'ENXIO', 'ETIMEDOUT'];

export function isChipGone(error: unknown): boolean {
  return CHIP_GONE.includes(errorCode(error));
}

export function lineError(error: unknown, line: string): Error {
  if (error instanceof HalError) return error;
  const details = { cause: error };
  if (isChipGone(error))
    return new HalError('HAL_LINE_GONE', `the chip of line ${line} is gone`, details);
  if (SILENCE.includes(errorCode(error)))
    return new HalError('HAL_NO_ACK', `the chip of line ${line} does not answer`, details);
  return new HalError('HAL_KERNEL_REFUSED', `the kernel refuses line ${line}`, details);
}
