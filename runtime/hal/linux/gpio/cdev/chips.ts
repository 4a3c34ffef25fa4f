/** The GPIO chips that the kernel has now. They come and go with USB, so nothing is remembered. */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
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
  /** Those that this process may not open. */
  readonly denied: readonly DeniedChip[];
}

/** What can be seen of a chip without opening it. */
export interface DeniedChip {
  readonly path: string;
  readonly device?: string | undefined;
  /** undefined where the kernel does not show it: without CONFIG_GPIO_SYSFS. */
  readonly label?: string | undefined;
}

/** Those of the chips that may not be opened which the wanted one may be. @param labels of the wanted one; empty: any */
export function suspects(
  denied: readonly DeniedChip[],
  labels: readonly string[],
): readonly DeniedChip[] {
  if (labels.length === 0) return denied;
  const known = denied.filter(({ label = '', device = '' }) =>
    [label, device].some((each) => labels.includes(each)),
  );
  return known.length > 0 ? known : denied.filter(({ label }) => label === undefined);
}

/** @param sysfs where another machine has it, as `devices` */
export function findChips(addon: CdevAddon, devices = '/dev', sysfs = '/sys'): FoundChips {
  const chips: CdevChip[] = [];
  const denied: DeniedChip[] = [];
  for (const device of readdirSync(devices).filter((name) => /^gpiochip\d+$/.test(name))) {
    const path = join(devices, device);
    const home = homeOf(device, sysfs);
    try {
      const { name, label, lines } = addon.describeChip(path);
      // A second name for an old number: Raspberry Pi OS links gpiochip4 to gpiochip0.
      if (name === device)
        chips.push({
          ...{ path, label, lines, size: lines.length, device: home && basename(home) },
          ...named(lines),
        });
    } catch (error) {
      if (['EACCES', 'EPERM'].includes(errorCode(error)))
        denied.push({ path, device: home && basename(home), label: home && labelIn(home) });
      // Any other one has been unplugged in this moment, or has no uAPI v2.
    }
  }
  return { chips, denied };
}

/** `/sys/bus/gpio/devices/gpiochip0` stands in the folder of its device. */
function homeOf(chip: string, sysfs: string): string | undefined {
  try {
    return dirname(realpathSync(join(sysfs, 'bus/gpio/devices', chip)));
  } catch {
    return undefined;
  }
}

/** The old interface has the label where everybody may read it; of two chips in one device nobody knows which is which. */
function labelIn(home: string): string | undefined {
  try {
    const [chip, second] = readdirSync(join(home, 'gpio')).filter((name) => /^gpiochip/.test(name));
    if (chip === undefined || second !== undefined) return undefined;
    return readFileSync(join(home, 'gpio', chip, 'label'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

function named(lines: readonly RawLine[]): Pick<Chip, 'offsetOf'> {
  return { offsetOf: (wanted) => lines.find(({ name }) => name === wanted)?.offset };
}
