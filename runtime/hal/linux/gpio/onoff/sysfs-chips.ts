/**
 * The GPIO chips of the old sysfs interface, where each line has one global number: the base of its
 * chip and the offset. The base moves from kernel to kernel (1016, 496, 458 and 512 have been seen for
 * one chip), so it is looked up by the chip's label each time.
 */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Chip } from '../line-of-chip.ts';

/** Where onoff has it; it knows no other place. */
export const GPIO_ROOT = '/sys/class/gpio';

export interface SysfsChip extends Chip {
  /** The number of its first line. */
  readonly base: number;
}

export function findSysfsChips(root = GPIO_ROOT): readonly SysfsChip[] {
  return readdirSync(root)
    .filter((name) => /^gpiochip\d+$/.test(name))
    .map((name) => {
      const read = (file: string): string => readFileSync(join(root, name, file), 'utf8').trim();
      return {
        label: read('label'),
        device: deviceOf(join(root, name)),
        base: Number(read('base')),
        size: Number(read('ngpio')),
        offsetOf: () => undefined,
      };
    });
}

function deviceOf(chip: string): string | undefined {
  try {
    return basename(realpathSync(join(chip, 'device')));
  } catch {
    return undefined;
  }
}
