/** What a property is, from what its part delivers and what its configuration makes of it. Pure. */
import type { ChannelSpec } from '../../core/channel.ts';
import type { Value } from '../../core/reading.ts';
import { findUnit } from '../../core/units.ts';
import type { CalibrationConfig, PropertyConfig } from '../devices-schema.ts';

export type Range = readonly [number, number];

export interface PropertyFacts {
  readonly type: 'boolean' | 'number';
  readonly unit?: string;
  readonly range?: Range;
  readonly writable: boolean;
  readonly safe: Value;
}

export function propertyFacts(config: PropertyConfig, channel: ChannelSpec): PropertyFacts {
  const { type, writable } = channel;
  if (type === 'boolean') return { type, writable, safe: config.safe ?? false };
  const unit = config.unit ?? (isRescaled(config.calibrate) ? undefined : channel.unit);
  const range = config.range ?? deliveredRange(channel, config.calibrate);
  return {
    ...{ type, writable, safe: config.safe ?? 0 },
    ...(unit === undefined ? {} : { unit }),
    ...(range === undefined ? {} : { range }),
  };
}

export interface Timing {
  readonly everyMs: number;
  readonly staleAfterMs: number;
  readonly faultyAfterMs: number;
}

/** A sample may be missed twice before anybody hears of it. */
export function timingOf({
  every,
  staleAfter = every * 3,
  faultyAfter = staleAfter * 4,
}: PropertyConfig): Timing {
  return { everyMs: every, staleAfterMs: staleAfter, faultyAfterMs: faultyAfter };
}

/** A calibration by two points turns volts into something else; scale and offset only correct. */
export function isRescaled(calibration: CalibrationConfig | undefined): boolean {
  return calibration !== undefined && !('scale' in calibration);
}

/** What the part can deliver, after calibration; two calibration points bound it by themselves. */
export function deliveredRange(
  { range }: ChannelSpec,
  calibration: CalibrationConfig | undefined,
): Range | undefined {
  if (calibration === undefined) return range;
  if ('to' in calibration) return sorted(calibration.to);
  if ('4-20mA' in calibration) return sorted(calibration['4-20mA']);
  const { scale, offset } = calibration;
  return range === undefined
    ? undefined
    : sorted([range[0] * scale + offset, range[1] * scale + offset]);
}

function sorted([a, b]: Range): Range {
  return a <= b ? [a, b] : [b, a];
}

/** Without a range everything is in it. */
export function isInRange(value: number, { range }: PropertyFacts): boolean {
  return range === undefined || (value >= range[0] && value <= range[1]);
}

/** `from 0 to 100 %` */
export function formatRange([low, high]: Range, unit?: string): string {
  const symbol = unit === undefined ? '' : ` ${findUnit(unit)?.display ?? unit}`;
  return `from ${String(low)} to ${String(high)}${symbol}`;
}
