/**
 * Which way to the lines this machine has: the character device, else sysfs through onoff, else none.
 * Never the simulation: a pump that is only pretended to stop is worse than one that says it cannot.
 */
import { existsSync, readdirSync } from 'node:fs';
import type { Gpio } from 'onoff';
import type { LinesOfBoard } from '../../../config/line-address.ts';
import { errorCode } from '../../../core/app-error.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Log } from '../../../core/log.ts';
import type { GpioBackend } from '../../gpio.ts';
import { AbsentGpio } from './absent-gpio.ts';
import { loadAddon, type CdevAddon } from './cdev/addon.ts';
import { CdevGpio } from './cdev/cdev-gpio.ts';
import { OnoffGpio } from './onoff/onoff-gpio.ts';
import { GPIO_ROOT } from './onoff/sysfs-chips.ts';

export interface GpioChoiceParts {
  readonly board: LinesOfBoard;
  readonly clock: Clock;
  readonly log: Log;
  readonly loadCdev?: () => CdevAddon | undefined;
  readonly loadOnoff?: () => Promise<typeof Gpio | undefined>;
  /** `/dev` and `/sys/class/gpio` of another machine. */
  readonly devices?: string;
  readonly sysfs?: string;
}

export async function chooseGpio(parts: GpioChoiceParts): Promise<GpioBackend> {
  const { board, clock, log, devices = '/dev', sysfs = GPIO_ROOT } = parts;
  const addon = (parts.loadCdev ?? loadAddon)();
  const noCdev = whyNoCdev(addon, devices);
  if (addon !== undefined && noCdev === undefined) return new CdevGpio({ board, addon });
  const gpio = existsSync(`${sysfs}/export`) ? await (parts.loadOnoff ?? loadOnoff)() : undefined;
  if (gpio === undefined) {
    const noSysfs = existsSync(`${sysfs}/export`)
      ? 'the package onoff is not built'
      : `the kernel has no ${sysfs}`;
    return new AbsentGpio(`${noCdev ?? 'no character device'}, and ${noSysfs}`);
  }
  log.warn({ reason: noCdev }, 'lines are driven through onoff, which loses edges under load');
  return new OnoffGpio({ board, clock, gpio });
}

/** undefined when it can be used. A chip that may not be opened counts: what is missing then is a group. */
function whyNoCdev(addon: CdevAddon | undefined, devices: string): string | undefined {
  if (addon === undefined) return `the native part for ${process.arch} is not built`;
  const chips = readdirSync(devices).filter((name) => /^gpiochip\d+$/.test(name));
  if (chips.length === 0) return `the kernel has no ${devices}/gpiochip*`;
  const failures = chips.map((name) => failureOf(() => addon.describeChip(`${devices}/${name}`)));
  // Before 5.10 a chip does not know the request.
  return failures.every((code) => code === 'ENOTTY' || code === 'EINVAL')
    ? 'the kernel is older than 5.10'
    : undefined;
}

function failureOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

/** undefined where the optional package is missing, or its own native part. */
async function loadOnoff(): Promise<typeof Gpio | undefined> {
  try {
    return (await import('onoff')).Gpio;
  } catch {
    return undefined;
  }
}
