/** A board file beside the device tree of the same board: which of its lines the tree names, and how. */
import type { BoardFile } from '../../runtime/config/board-file.ts';
import type { DeviceTree, GpioController } from './device-tree.ts';
import extract from './extract.json' with { type: 'json' };

/** Board → what Debian's kernel packages say of it. */
export const DEVICE_TREES: Readonly<Record<string, DeviceTree>> = extract;

/** Chips whose label is no name of a device: drivers/pinctrl/bcm/pinctrl-bcm2835.c, drivers/gpio/gpio-tegra.c. */
const COMPATIBLE: Readonly<Record<string, string>> = {
  'pinctrl-bcm2835': 'brcm,bcm2835-gpio',
  'pinctrl-bcm2711': 'brcm,bcm2711-gpio',
  'tegra-gpio': 'nvidia,tegra210-gpio',
};

/** undefined when the tree has no such chip. */
export function findChip(
  { gpio, aliases }: DeviceTree,
  labels: readonly string[],
): GpioController | undefined {
  return gpio.find(({ device, compatible }) =>
    labels.some(
      (label) =>
        label === device ||
        aliases[label] === device ||
        compatible.includes(COMPATIBLE[label] ?? '-'),
    ),
  );
}

export interface ComparedLine {
  readonly line: string;
  /** All names that the board file has for it. */
  readonly names: readonly string[];
  /** undefined where the tree has none. */
  readonly inTree: string | undefined;
}

export function compareLines({ lines }: BoardFile, tree: DeviceTree): readonly ComparedLine[] {
  return Object.entries(lines).map(([line, { chip, offset, also = [] }]) => {
    const inTree = findChip(tree, chip)?.names[offset];
    return { line, names: [line, ...also], inTree: inTree === '' ? undefined : inTree };
  });
}
