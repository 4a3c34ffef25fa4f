/** Calibration: what a part delivers ↔ what the property means. Pure, and invertible so that outputs can be calibrated too. */
import type { Calibration } from '../../config/site.ts';

/** A straight line: value = scale × raw + offset. */
interface Line {
  readonly scale: number;
  readonly offset: number;
}

export function calibrate(raw: number, calibration: Calibration | undefined): number {
  const { scale, offset } = lineOf(calibration);
  return scale * raw + offset;
}

export function uncalibrate(value: number, calibration: Calibration | undefined): number {
  const { scale, offset } = lineOf(calibration);
  return (value - offset) / scale;
}

function lineOf(calibration: Calibration | undefined): Line {
  if (calibration === undefined) return { scale: 1, offset: 0 };
  if ('from' in calibration) return through(calibration.from, calibration.to);
  if ('4-20mA' in calibration) {
    const { shunt } = calibration;
    return through([0.004 * shunt, 0.02 * shunt], calibration['4-20mA']);
  }
  return calibration;
}

function through([x0, x1]: readonly [number, number], [y0, y1]: readonly [number, number]): Line {
  const scale = (y1 - y0) / (x1 - x0);
  return { scale, offset: y0 - scale * x0 };
}
