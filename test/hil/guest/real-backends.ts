/** The two ways to real lines, as the runtime opens them; a virtual board must have both. */
import { Gpio } from 'onoff';
import type { BoardFile } from '../../../runtime/config/board-file.ts';
import { systemClock } from '../../../runtime/core/clock.ts';
import type { GpioBackend } from '../../../runtime/hal/gpio.ts';
import { loadAddon } from '../../../runtime/hal/linux/gpio/cdev/addon.ts';
import { CdevGpio } from '../../../runtime/hal/linux/gpio/cdev/cdev-gpio.ts';
import { OnoffGpio } from '../../../runtime/hal/linux/gpio/onoff/onoff-gpio.ts';

export function openCdev(board: BoardFile): GpioBackend {
  const addon = loadAddon();
  if (addon === undefined) throw new Error(`there is no native part for ${process.arch}`);
  return new CdevGpio({ board, addon });
}

export function openOnoff(board: BoardFile): GpioBackend {
  return new OnoffGpio({ board, clock: systemClock, gpio: Gpio });
}
