/** The input registers of each meter by the names and in the order of its protocol document. */
import type { ChannelSpec } from '../../runtime/core/channel.ts';
import type { ModbusQuantity } from '../../runtime/hal/modbus-map.ts';

export const METERS = ['sdm120', 'sdm230', 'sdm630'] as const;
export type Meter = (typeof METERS)[number];

/** Name, address, unit. */
type Row = readonly [name: string, address: number, unit?: string];

/** "Line to neutral volts" … "Export active energy": the same on the SDM120 and the SDM230. */
const ONE_PHASE: readonly Row[] = [
  ['voltage', 0x00, 'V'],
  ['current', 0x06, 'A'],
  ['power', 0x0c, 'W'],
  ['apparent-power', 0x12, 'VA'],
  ['reactive-power', 0x18, 'var'],
  ['power-factor', 0x1e],
  ['frequency', 0x46, 'Hz'],
  ['import-energy', 0x48, 'kWh'],
  ['export-energy', 0x4a, 'kWh'],
  ['total-energy', 0x156, 'kWh'],
];

/** "Phase 1 line to neutral volts" … "Phase 3 power factor", then what the document calls total system. */
const THREE_PHASES: readonly Row[] = [
  ...phases('voltage', 0x00, 'V'),
  ...phases('current', 0x06, 'A'),
  ...phases('power', 0x0c, 'W'),
  ...phases('apparent-power', 0x12, 'VA'),
  ...phases('reactive-power', 0x18, 'var'),
  ...phases('power-factor', 0x1e),
  ['current', 0x30, 'A'],
  ['power', 0x34, 'W'],
  ['apparent-power', 0x38, 'VA'],
  ['reactive-power', 0x3c, 'var'],
  ['power-factor', 0x3e],
  ['frequency', 0x46, 'Hz'],
  ['import-energy', 0x48, 'kWh'],
  ['export-energy', 0x4a, 'kWh'],
  ['total-energy', 0x156, 'kWh'],
];

function rowsOf(meter: Meter): readonly Row[] {
  return meter === 'sdm630' ? THREE_PHASES : ONE_PHASE;
}

export function channelsOf(meter: Meter): readonly ChannelSpec[] {
  return rowsOf(meter).map(([name, , unit]) => ({
    name,
    type: 'number',
    writable: false,
    ...(unit === undefined ? { range: [-1, 1] as const } : { unit }),
  }));
}

export function quantitiesOf(meter: Meter): readonly ModbusQuantity[] {
  return rowsOf(meter).map(([name, address]) => ({
    name,
    address,
    table: 'input',
    type: 'float32',
  }));
}

/** Two words each, one after the other. */
function phases(name: string, address: number, unit?: string): readonly Row[] {
  return [1, 2, 3].map((phase): Row => {
    const at = address + 2 * (phase - 1);
    return unit === undefined ? [`${name}-l${phase}`, at] : [`${name}-l${phase}`, at, unit];
  });
}
