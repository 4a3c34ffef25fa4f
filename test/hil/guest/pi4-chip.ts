/** The GPIO chip of a Raspberry Pi 4 as its board file expects it, simulated. */
import { SimulatedChip, type ChipPlan } from './simulated-chip.ts';

/** `drivers/pinctrl/bcm/pinctrl-bcm2835.c` of the kernel: label and number of lines of the BCM2711. */
const BCM2711 = { label: 'pinctrl-bcm2711', size: 58 };

export function pi4Chip(plan: Pick<ChipPlan, 'taken'> = {}): SimulatedChip {
  return new SimulatedChip({ ...BCM2711, ...plan });
}
