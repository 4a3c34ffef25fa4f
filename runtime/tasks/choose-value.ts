/** From what a person names and gives (`light on`, `light 30%`, "a bit brighter") to one value of one property. */
import { refuseAction } from '../actions/errors.ts';
import { isButton } from '../config/button.ts';
import { parseAddress, type PropertyAddress, type Value } from '../core/reading.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { LiveProperty } from '../devices/live-property.ts';
import { parseValue } from '../devices/parse-value.ts';
import { findProperties } from '../devices/targets.ts';
import type { ThingsView } from '../devices/things-view.ts';

export interface Choice extends PropertyAddress {
  readonly value: Value;
  /** What was asked, or a change would have come to, where the property cannot be that. */
  readonly asked?: number;
  /** It lies between two steps, and not beyond the end. */
  readonly isBetween?: true;
}

/** The first property of the thing that takes the value: `on` is for its switch, `30%` for its level. */
export function chooseValue(things: ThingsView, target: string, given: Value): Choice | Refusal {
  const found = findWritable(things, target);
  if (isRefusal(found)) return found;
  let refusal: Refusal | undefined;
  for (const { address, name, spec } of found) {
    const value = parseValue(given, { ...spec, name });
    if (typeof value !== 'object') return { ...address, ...onStep(value, spec) };
    refusal ??= value;
  }
  return refusal ?? refuseAction('ACTION_NO_SUCH_THING', `there is no "${target}"`);
}

/**
 * By so much more or less than it is now, and not beyond what it can be. More than its whole range
 * at once is a mistake, and refused.
 */
export function chooseChange(things: ThingsView, target: string, change: number): Choice | Refusal {
  const found = findWritable(things, target);
  if (isRefusal(found)) return found;
  const property = found.find(({ spec }) => spec.type === 'number');
  const now = property?.reading().value;
  if (property === undefined || typeof now !== 'number') {
    const hint = 'Give the value itself.';
    return refuseAction('ACTION_BAD_ARGUMENTS', `nobody knows how much ${target} is now`, hint);
  }
  const [low, high] = property.spec.range ?? [-Infinity, Infinity];
  if (Math.abs(change) > high - low) {
    const hint = `It goes from ${String(low)} to ${String(high)}; give the value itself.`;
    return refuseAction('ACTION_BAD_ARGUMENTS', tooMuch(target, change), hint);
  }
  const asked = round(now + change);
  const value = Math.min(high, Math.max(low, asked));
  if (value !== asked) return { ...property.address, value, asked };
  return { ...property.address, ...onStep(value, property.spec) };
}

/** The nearest that it can be: a dimmer of steps of 5 % takes no 52. */
function onStep(
  value: Value,
  { step, range: [low, high] = [0, Infinity] }: LiveProperty['spec'],
): Omit<Choice, keyof PropertyAddress> {
  if (typeof value !== 'number' || step === undefined || value < low || value > high)
    return { value };
  const below = round(low + Math.floor(round((value - low) / step)) * step);
  const above = Math.min(high, round(below + step));
  const near = value - below < above - value ? below : above;
  return near === value ? { value } : { value: near, asked: value, isBetween: true };
}

function tooMuch(target: string, change: number): string {
  return `${target} cannot change by ${String(Math.abs(change))} at once`;
}

/** Without the dust of binary fractions: 20.1 + 0.2. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}

/** Who says "gate open" does not mean the button beside it. */
function isUnnamedButton(spec: LiveProperty['spec'], target: string): boolean {
  return isButton(spec) && parseAddress(target) === undefined;
}

/** Its switches first, then the rest of what can be written; where nothing can, `Control` will say so. */
function findWritable(things: ThingsView, target: string): readonly LiveProperty[] | Refusal {
  const found = findProperties(things, target);
  if (isRefusal(found)) return found;
  const writable = found.filter(({ spec }) => spec.writable && !isUnnamedButton(spec, target));
  if (writable.length === 0) return found;
  const switches = writable.filter(({ spec }) => spec.type === 'boolean');
  return [...switches, ...writable.filter((property) => !switches.includes(property))];
}
