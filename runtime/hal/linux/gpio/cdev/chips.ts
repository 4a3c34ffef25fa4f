/** The GPIO chips that the kernel has now. They come and go with USB, so nothing is remembered. */
import { readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../../../../core/app-error.ts';
import type { Chip } from '../line-of-chip.ts';
import type { CdevAddon, RawLine } from './addon.ts';

export interface CdevChip extends Chip {
  /** `/dev/gpiochip0` */
  readonly path: string;
  readonly lines: readonly RawLine[];
}

export interface FoundChips {
  readonly chips: readonly CdevChip[];
  /** Devices that this process may not open. */
  readonly denied: readonly string[];
}

export function findChips(addon: CdevAddon, devices = '/dev'): FoundChips {
  const chips: CdevChip[] = [];
  const denied: string[] = [];
  for (const device of readdirSync(devices).filter((name) => /^gpiochip\d+$/.test(name))) {
    const path = join(devices, device);
    try {
      const { name, label, lines } = addon.describeChip(path);
      // A second name for an old number: Raspberry Pi OS links gpiochip4 to gpiochip0.
      if (name === device)
        chips.push({
          ...{ path, label, lines, size: lines.length, device: deviceOf(device) },
          ...named(lines),
        });
    } catch (error) {
      if (['EACCES', 'EPERM'].includes(errorCode(error))) denied.push(path);
      // Any other one has been unplugged in this moment, or has no uAPI v2.
    }
  }
  return { chips, denied };
}

/** `/sys/bus/gpio/devices/gpiochip0` stands in the folder of its device. */
function deviceOf(chip: string): string | undefined {
  try {
    return basename(dirname(realpathSync(`/sys/bus/gpio/devices/${chip}`)));
  } catch {
    return undefined;
  }
}

function named(lines: readonly RawLine[]): Pick<Chip, 'offsetOf'> {
  return { offsetOf: (wanted) => lines.find(({ name }) => name === wanted)?.offset };
}
