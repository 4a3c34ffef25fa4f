/** How pins stand on the board: two beside each other, the odd one on the left. */
import type { PinRow } from './pin-row.ts';

export interface Connector {
  /** Absent where the board has only one. */
  readonly name: string | undefined;
  readonly pairs: readonly PinPair[];
}

export interface PinPair {
  readonly left: PinRow | undefined;
  readonly right: PinRow | undefined;
}

export function connectorsOf(rows: readonly PinRow[]): readonly Connector[] {
  const names = [...new Set(rows.map(({ connector }) => connector))];
  return names.map((name) => ({
    name,
    pairs: pairsOf(rows.filter(({ connector }) => connector === name)),
  }));
}

function pairsOf(rows: readonly PinRow[]): readonly PinPair[] {
  const byPin = new Map(rows.map((row) => [row.pin, row]));
  const last = Math.max(0, ...byPin.keys());
  return Array.from({ length: Math.ceil(last / 2) }, (_, index) => ({
    left: byPin.get(2 * index + 1),
    right: byPin.get(2 * index + 2),
  }));
}

/** `pump.power=1`, `(i2c1)` for a bus that nothing uses, `×` for what must not be used. */
export function markOf({ use, level, buses = [], reserved }: PinRow): string {
  const state = level === undefined ? '' : level === 'high' ? '=1' : '=0';
  const [first] = use;
  if (first !== undefined) return `${first}${state}`;
  const bus = buses.find(({ inUse }) => inUse);
  if (bus !== undefined) return bus.id;
  if (reserved !== undefined) return '×';
  return buses[0] === undefined ? '' : `(${buses[0].id})`;
}
