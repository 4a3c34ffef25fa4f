/** A meter with a load on it: each quantity is the number of its address, so that a wrong one shows. */
import type { ModbusTables } from '../../test/plugged-modbus.ts';
import { quantitiesOf, type Meter } from './sdm-map.ts';

/** "43 66 33 34": the example of a voltage in the SDM630 document, 230.2 V and a bit. */
const VOLTS_230_2 = [0x4366, 0x3334] as const;

export function meterTables(meter: Meter): ModbusTables {
  const input: Record<number, number> = {};
  for (const { name, address } of quantitiesOf(meter)) {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatBE(name.startsWith('power-factor') ? 0.5 : address);
    input[address] = bytes.readUInt16BE(0);
    input[address + 1] = bytes.readUInt16BE(2);
  }
  [input[0], input[1]] = VOLTS_230_2;
  return { input };
}
