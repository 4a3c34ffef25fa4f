/** A unit on a Modbus line of the simulated board, which has none: its tables, and nothing else. */
import { delay } from '../runtime/core/clock.ts';
import { HalError } from '../runtime/hal/errors.ts';
import type { ModbusBus, ModbusRead, ModbusTable, ModbusWrite } from '../runtime/hal/modbus.ts';
import type { PluggedPart } from './plugged-part.ts';
import type { SimRig } from './sim-rig.ts';

/** Table → address → what stands there. Another address is refused, as a unit does. */
export type ModbusTables = Partial<Record<ModbusTable, Record<number, number>>>;

const SILENT_MS = 1_000;

export function plugModbus({ board, clock }: SimRig, tables: ModbusTables): PluggedPart {
  const state = { transfers: 0, isPlugged: true };
  const place = ({ table, address }: ModbusRead | ModbusWrite, index: number): number => {
    const held = tables[table]?.[address + index];
    if (held !== undefined) return held;
    throw new HalError('HAL_MODBUS_EXCEPTION', `no ${table} ${address + index}`);
  };
  const arrive = async (): Promise<void> => {
    state.transfers += 1;
    if (state.isPlugged) return;
    await delay(clock, SILENT_MS);
    throw new HalError('HAL_TIMEOUT', 'the unit does not answer');
  };
  const bus: ModbusBus = {
    id: 'line',
    read: async (request) => {
      await arrive();
      return Array.from({ length: request.count }, (_, index) => place(request, index));
    },
    write: async (request) => {
      await arrive();
      request.values.forEach((value, index) => {
        place(request, index);
        Object.assign(tables[request.table] ?? {}, { [request.address + index]: value });
      });
    },
  };
  Object.assign(board, { modbus: () => bus });
  return {
    get transfers() {
      return state.transfers;
    },
    plug: () => void (state.isPlugged = true),
    unplug: () => void (state.isPlugged = false),
  };
}
