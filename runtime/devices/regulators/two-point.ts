/** Two-point control with hysteresis: a thermostat. Pure. */

export interface TwoPoint {
  /** Width of the band in which nothing is switched, in the unit of the reading. */
  readonly hysteresis: number;
  /** `raise`: the output raises the reading (a heater). `lower`: it lowers it (a fan). */
  readonly direction: 'raise' | 'lower';
}

/** Should the output be on? Within half the hysteresis round the setpoint it stays as it is. */
export function twoPoint(
  { hysteresis, direction }: TwoPoint,
  setpoint: number,
  measured: number,
  isOn: boolean,
): boolean {
  const lack = direction === 'raise' ? setpoint - measured : measured - setpoint;
  if (lack > hysteresis / 2) return true;
  if (lack < -hysteresis / 2) return false;
  return isOn;
}
