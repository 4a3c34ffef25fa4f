/** The one law of motion of the simulated plant: everything approaches where it is heading, exponentially. */

/** Exact for any step size. `tauSeconds`: the time in which 63 % of the way is gone. */
export function approach(
  value: number,
  target: number,
  seconds: number,
  tauSeconds: number,
): number {
  return target + (value - target) * Math.exp(-seconds / tauSeconds);
}
