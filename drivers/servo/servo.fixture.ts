/** A PWM channel that moves a servo already: 1.5 ms every 20 ms. */
import { plugFiles, type PluggedPart } from '../../test/plugged-part.ts';
import type { SimRig } from '../../test/sim-rig.ts';

export async function startPulses({ board: { sysfs } }: SimRig, pulseNs: number): Promise<void> {
  await sysfs.write('class/pwm/pwmchip0/export', '1');
  await sysfs.write('class/pwm/pwmchip0/pwm1/period', '20000000');
  await sysfs.write('class/pwm/pwmchip0/pwm1/duty_cycle', String(pulseNs));
  await sysfs.write('class/pwm/pwmchip0/pwm1/enable', '1');
}

/** Nothing is added to the board's own PWM chip; its pulses have begun when this returns. */
export function plugServo(rig: SimRig): PluggedPart {
  void startPulses(rig, 1_500_000);
  return plugFiles(rig, {});
}
