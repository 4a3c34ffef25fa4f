/** Two known values, and what the part gave at each: a straight line, or why they make none. Pure. */
import type { Calibration } from '../../config/site.ts';
import { refuseDevice } from '../errors.ts';
import type { Refusal } from '../../core/refusal.ts';
import { calibrate } from './calibration.ts';
import type { CalibrationStep } from './calibrations.ts';

export interface KnownPoint {
  /** As the part gives it. */
  readonly raw: number;
  /** How far its samples were from each other. */
  readonly spread: number;
  readonly value: number;
}

export interface TwoPoints {
  readonly first: KnownPoint;
  readonly second: KnownPoint;
  /** What held until now. */
  readonly before: Calibration | undefined;
  readonly range: readonly [number, number] | undefined;
}

/** Of the range: points that are closer make a line that a little noise turns. */
const LEAST_APART = 0.1;
/** A difference that is not many times the noise is noise. */
const NOISE = 10;

export function throughPoints({
  first,
  second,
  before,
  range,
}: TwoPoints): CalibrationStep['calibration'] | Refusal {
  const numbers = [first.raw, first.value, second.raw, second.value];
  if (!numbers.every(Number.isFinite)) return refuse('a value is no number', '数值无效');
  const [apart, moved] = [second.value - first.value, second.raw - first.raw];
  if (moved === 0)
    return refuse(
      'the sensor is stuck: it gives the same at both points',
      '传感器没有变化：两个点的原始值相同',
    );
  const least = range === undefined ? 0 : (range[1] - range[0]) * LEAST_APART;
  const noise = NOISE * Math.max(first.spread, second.spread);
  if (apart === 0 || Math.abs(apart) < least || Math.abs(moved) < noise)
    return refuse('the two points are too close to each other', '两个点太接近');
  const scale = calibrate(1, before) - calibrate(0, before);
  if (Math.sign(apart / moved) !== Math.sign(scale))
    return refuse(
      'the points seem swapped: the reading goes the other way than before',
      '两个点好像颠倒了：读数变化方向与之前相反',
    );
  return { from: [first.raw, second.raw], to: [first.value, second.value] };
}

function refuse(message: string, zh: string): Refusal {
  return refuseDevice('DEVICE_BAD_CALIBRATION', message, { zh });
}
