/**
 * Winsen MH-Z19, MH-Z19B, MH-Z19C: carbon dioxide by infrared light.
 *
 * Bus: serial, 9600 8N1, 3.3 V levels. Supply 5 V.
 * Data sheet: "Intelligent Infrared CO2 Module MH-Z19B, User's Manual" V1.0, 2016, "Software setting".
 * Nine bytes each way with a checksum. A wrong one is DRIVER_BAD_CRC and never a value.
 */
import { z } from '../../runtime/core/schema.ts';
import { formatClaim } from '../../runtime/hal/claim.ts';
import { defineDriver } from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { portOption } from '../../runtime/hal/serial-options.ts';

/** "0x86 – Read CO2 concentration", with its checksum. */
const READ_CONCENTRATION = Uint8Array.of(0xff, 0x01, 0x86, 0, 0, 0, 0, 0, 0x79);
const START = 0xff;
const COMMAND = 0x86;
const FRAME_BYTES = 9;
/** Two frames take 19 ms on the wire; the manual gives no time for what is between them. */
const ANSWER_MS = 500;
/** "Detection Range: 0–2000 ppm / 0–5000 ppm optional"; the type C goes to 10000. */
const RANGE_PPM = [0, 10_000] as const;

export const mhZ19 = defineDriver({
  id: 'mh-z19',
  title: 'Winsen MH-Z19: carbon dioxide',
  about: {
    bus: 'serial',
    wiring: { Vin: '5V', GND: 'GND', Tx: 'RXD', Rx: 'TXD' },
    verified: {
      level: 'datasheet',
      source:
        'Winsen MH-Z19B manual: the frames that it prints, over a PTY pair; checksum and answer as in Linux mhz19b.c',
      date: '2026-11-26',
    },
  },
  options: z.strictObject({ port: portOption }),
  channels: [{ name: 'co2', type: 'number', unit: 'ppm', range: RANGE_PPM, writable: false }],
  claims: ({ port }) => [formatClaim({ kind: 'serial', id: port })],

  open({ board, name }, { port: id }) {
    const port = board.serial(id, { baudRate: 9_600 });
    const answer = { length: FRAME_BYTES, withinMs: ANSWER_MS };
    return Promise.resolve({
      read: async () => ({
        co2: concentrationPpm(await port.exchange(READ_CONCENTRATION, answer), name),
      }),
      close: () => port.close(),
    });
  },
});

/** "CO2 concentration = HIGH × 256 + LOW". */
export function concentrationPpm(frame: Uint8Array, name: string): number {
  const [start, command, high = 0, low = 0] = frame;
  const text = Buffer.from(frame).toString('hex');
  const sum = checksum(frame);
  if (frame.at(-1) !== sum) {
    const message = `${name} sent ${text}; its checksum should be ${sum.toString(16)}`;
    throw new DriverError('DRIVER_BAD_CRC', message);
  }
  if (start !== START || command !== COMMAND)
    throw new DriverError('DRIVER_BAD_ANSWER', `${name} sent ${text}, which answers nothing asked`);
  return high * 256 + low;
}

/** "Checksum calculation": the negative of the sum of bytes 1 to 7. */
export function checksum(frame: Uint8Array): number {
  const sum = frame.subarray(1, FRAME_BYTES - 1).reduce((total, byte) => total + byte, 0);
  return -sum & 0xff;
}
