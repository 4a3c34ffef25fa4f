/** The health of a 4–20 mA loop, by NAMUR NE 43: below 3.6 mA and above 21 mA it measures nothing, and says so. */
import type { Calibration } from '../../config/site.ts';
import type { ReadingFault } from '../../core/reading.ts';

const BROKEN_BELOW_MA = 3.6;
const OVER_ABOVE_MA = 21;

/** undefined for what is no loop, and for one that is well. @param raw volts over the shunt */
export function faultOfLoop(
  raw: number,
  calibration: Calibration | undefined,
): ReadingFault | undefined {
  if (calibration === undefined || !('4-20mA' in calibration)) return undefined;
  const currentMa = (raw / calibration.shunt) * 1_000;
  if (currentMa < BROKEN_BELOW_MA) return 'broken-wire';
  return currentMa > OVER_ABOVE_MA ? 'over-range' : undefined;
}
