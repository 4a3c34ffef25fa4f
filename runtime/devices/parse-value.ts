/** What a person gives as a value (`on`, `open`, `30%`, `22 °C`, `true`) → the value of a property, or why not. */
import type { Value } from '../core/reading.ts';
import type { Refusal } from '../core/refusal.ts';
import { findUnit } from '../core/units.ts';
import type { SiteProperty } from '../config/site.ts';
import { refuseDevice } from './errors.ts';

const TRUE_WORDS = new Set([
  'true',
  'on',
  'open',
  'yes',
  'pressed',
  'unlocked',
  '1',
  '开',
  '打开',
  '是',
]);
const FALSE_WORDS = new Set([
  'false',
  'off',
  'close',
  'closed',
  'no',
  'released',
  'locked',
  '0',
  '关',
  '关闭',
  '否',
]);

type Expected = Pick<SiteProperty, 'name' | 'type' | 'unit' | 'range'>;

export function parseValue(given: Value, property: Expected): Value | Refusal {
  const value = property.type === 'boolean' ? toBoolean(given) : toNumber(given, property);
  return (
    value ??
    refuseDevice(
      'DEVICE_BAD_VALUE',
      `${property.name} takes ${allowed(property)}, not ${JSON.stringify(given)}`,
    )
  );
}

function toBoolean(given: Value): boolean | undefined {
  if (typeof given === 'boolean') return given;
  const word = String(given).trim().toLowerCase();
  if (TRUE_WORDS.has(word)) return true;
  return FALSE_WORDS.has(word) ? false : undefined;
}

/** `open` and `closed` are the ends of a range, so that a vent can simply be opened. */
function toNumber(given: Value, { unit, range }: Expected): number | undefined {
  if (typeof given === 'number') return given;
  const text = String(given).trim().toLowerCase();
  const match = /^([+-]?\d+(?:\.\d+)?)\s*(\S*)$/.exec(text);
  if (match?.[1] !== undefined)
    return isUnitOf(match[2] ?? '', unit) ? Number(match[1]) : undefined;
  if (range === undefined) return undefined;
  if (TRUE_WORDS.has(text)) return range[1];
  return FALSE_WORDS.has(text) ? range[0] : undefined;
}

function isUnitOf(written: string, unit: string | undefined): boolean {
  const known = unit === undefined ? undefined : findUnit(unit);
  const spellings = [known?.symbol, known?.display, known?.display.replace('°', '')];
  return written === '' || spellings.some((spelling) => spelling?.toLowerCase() === written);
}

function allowed({ type, range, unit = '' }: Expected): string {
  if (type === 'boolean') return 'on or off';
  return range === undefined
    ? `a number ${unit}`.trim()
    : `${String(range[0])} to ${String(range[1])} ${unit}`.trim();
}
