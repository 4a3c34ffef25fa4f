/** The GPIO chip of a Raspberry Pi 4 as its board file expects it, simulated. */
import { SimulatedChip } from './simulated-chip.ts';

/** `drivers/pinctrl/bcm/pinctrl-bcm2835.c` of the kernel: the label and the number of lines of the BCM2711. */
const LABEL = 'pinctrl-bcm2711';
const SIZE = 58;

export function pi4Chip(): SimulatedChip {
  return SimulatedChip.create({ label: LABEL, size: SIZE });
}
