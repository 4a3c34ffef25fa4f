/**
 * A number in its registered unit, in as few bytes as it takes to be shown alike on both sides: a
 * sensor that is shown with one decimal does not need the sixteen digits of its conversion.
 */
import { findUnit, formatQuantity } from '../../core/units.ts';

/** What 32 bits of float carry exactly (24 bits of mantissa: 7.2 digits). */
const SHORT_DIGITS = 7;

/** One digit less than what was sent: what a factor such as 1/60 spoils is in the last. */
const CONVERTED_DIGITS = 6;

export interface SenmlNumber {
  readonly unit?: string;
  readonly value: number;
}

export function inSenml(value: number, unit: string | undefined): SenmlNumber {
  const known = unit === undefined ? undefined : findUnit(unit);
  const { unit: name = unit, factor = 1 } = known?.senml ?? {};
  const exact = value * factor;
  const short = toDigits(exact, SHORT_DIGITS);
  const isShownAlike =
    name !== undefined &&
    formatQuantity(fromSenml(short, unit ?? name), unit) === formatQuantity(value, unit);
  return { ...(name === undefined ? {} : { unit: name }), value: isShownAlike ? short : exact };
}

/** @param unit one of ours, see core/units.ts */
export function fromSenml(value: number, unit: string): number {
  const factor = findUnit(unit)?.senml.factor ?? 1;
  if (factor === 1) return value;
  const isShort = toDigits(value, SHORT_DIGITS) === value;
  return toDigits(value / factor, isShort ? CONVERTED_DIGITS : 15);
}

function toDigits(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
