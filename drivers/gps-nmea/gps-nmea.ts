/**
 * A satellite receiver that talks NMEA 0183: u-blox NEO and MAX, Quectel L80, SIM68 and most others.
 *
 * Bus: serial, mostly 9600 8N1; the receiver talks by itself, about once a second.
 * Source: NMEA 0183 and u-blox 6/7/8 "Receiver Description Including Protocol Specification", chapter
 * "NMEA Protocol"; of all sentences only GGA and RMC are heard. Without a fix there is no position.
 */
import { within } from '../../runtime/core/within.ts';
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { HalError } from '../../runtime/hal/errors.ts';
import { baudOption, portOption } from '../../runtime/hal/serial-options.ts';
import { NmeaReceiver } from './nmea-receiver.ts';

/** Receivers talk once a second as they come; one that is silent longer has been pulled, or stopped. */
const SILENT_MS = 1_800;

export const gpsNmea = defineDriver({
  id: 'gps-nmea',
  title: 'GPS receiver (NMEA 0183)',
  about: {
    bus: 'serial',
    wiring: { VCC: '3V3 or 5V, as the module says', GND: 'GND', TX: 'RXD' },
    verified: {
      level: 'datasheet',
      source:
        'sentences that u-blox prints and a NEO-6M sent, with their checksums, over a PTY pair',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({ port: portOption, baud: baudOption.default(9_600) }),
  channels: [
    { name: 'fix', type: 'boolean', writable: false },
    { name: 'satellites', type: 'number', range: [0, 99], writable: false },
    { name: 'latitude', type: 'number', unit: 'lat', range: [-90, 90], writable: false },
    { name: 'longitude', type: 'number', unit: 'lon', range: [-180, 180], writable: false },
    { name: 'altitude', type: 'number', unit: 'm', range: [-500, 18_000], writable: false },
    { name: 'speed', type: 'number', unit: 'm/s', range: [0, 515], writable: false },
  ],
  claims: ({ port }) => [formatClaim({ kind: 'serial', id: port })],

  open({ board, clock, name }, { port: id, baud }) {
    const port = board.serial(id, { baudRate: baud });
    const receiver = new NmeaReceiver(clock);
    port.onBytes((bytes) => {
      receiver.hear(bytes);
    });
    return Promise.resolve({
      read: async () => {
        await port.open();
        const isFresh = receiver.isFresh(SILENT_MS);
        if (!isFresh) await within(clock, SILENT_MS, receiver.next());
        if (receiver.isFresh(SILENT_MS)) return receiver.sample(SILENT_MS);
        await port.reset();
        if (receiver.isNoise()) {
          const message = `${name} sends bytes that are no NMEA sentences; is ${baud} its speed?`;
          throw new DriverError('DRIVER_BAD_CRC', message);
        }
        throw new HalError('HAL_TIMEOUT', `${name} has been silent for ${SILENT_MS} ms`);
      },
      close: () => port.close(),
    });
  },
});
