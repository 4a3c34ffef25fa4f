/**
 * Eastron SDM energy meters for DIN rails: SDM120, SDM230 (one phase), SDM630 (three phases).
 *
 * Bus: Modbus RTU, out of the box unit 1 at 9600 8N1 (SDM630) or 2400 8N1 (SDM120); over a gateway
 * also Modbus TCP.
 * Source: "SDM120 Modbus Smart Meter Modbus Protocol Implementation" V2.4, "SDM630 Smart Meter Modbus
 * Protocol Implementation" V1.5: input registers (function 4), 32-bit floats, the high word first.
 */
import { z } from '../../runtime/core/schema.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { blocksOf, readBlocks } from '../../runtime/hal/modbus-map.ts';
import {
  hasOneWay,
  modbusClaim,
  modbusLink,
  modbusOptions,
  ONE_WAY,
} from '../../runtime/hal/modbus-options.ts';
import { channelsOf, METERS, quantitiesOf } from './sdm-map.ts';

/** Eight requests of an SDM120 at 2400 bit/s: 0.8 s on the wire, and its own pauses. */
const PATIENCE_MS = 4_000;

export const eastronSdm = defineDriver({
  id: 'eastron-sdm',
  title: 'Eastron SDM energy meter',
  about: {
    bus: 'modbus',
    wiring: {
      A: 'A of the RS-485 adapter',
      B: 'B of the RS-485 adapter',
      G: 'ground of the adapter',
    },
    verified: {
      level: 'datasheet',
      source:
        'Eastron SDM120, SDM230 and SDM630 Modbus documents: their registers, read from libmodbus and pymodbus over TCP and PTY',
      date: '2026-11-26',
    },
  },
  options: z
    .strictObject({ ...modbusOptions, model: z.enum(METERS).describe('Which meter it is') })
    .refine(hasOneWay, ONE_WAY),
  channels: ({ model }) => channelsOf(model),
  claims: (options) => [modbusClaim(options)],

  open({ board }, options) {
    const bus = board.modbus(modbusLink(options));
    const blocks = blocksOf(quantitiesOf(options.model));
    return Promise.resolve({
      patienceMs: PATIENCE_MS,
      read: () => readBlocks(bus, options.unit, blocks),
      close: () => Promise.resolve(),
    });
  },
});
