/** Sentences of NMEA 0183: `$` talker and name, fields between commas, `*` and a checksum. Pure. */
import type { Sample } from '../../runtime/hal/driver.ts';

/** A knot is 1852 m in an hour. */
const METRES_PER_SECOND_PER_KNOT = 1_852 / 3_600;
const MINUTES_PER_DEGREE = 60;

/** undefined for what is no whole, undamaged sentence. The first field is talker and name: `GPGGA`. */
export function fieldsOf(line: string): readonly string[] | undefined {
  const [, body, expected] = /^\$([^*]+)\*([0-9A-F]{2})$/i.exec(line.trim()) ?? [];
  if (body === undefined || expected === undefined) return undefined;
  return checksum(body) === Number.parseInt(expected, 16) ? body.split(',') : undefined;
}

/** All characters between `$` and `*`, exclusive or. */
export function checksum(body: string): number {
  return Buffer.from(body, 'latin1').reduce((sum, byte) => sum ^ byte, 0);
}

/**
 * GGA, quality: 1 GPS, 2 differential, 3 PPS, 4 and 5 RTK. What is estimated (6), typed in (7) or
 * simulated (8) is no fix: no satellite says that it is there.
 */
const BY_SATELLITES = new Set(['1', '2', '3', '4', '5']);

/** "Global positioning system fix data"; undefined for another sentence. */
export function gga(fields: readonly string[]): Sample | undefined {
  const [name = '', , latitude = '', north, longitude = '', east] = fields;
  const [quality = '0', satellites = '0', , altitude = ''] = fields.slice(6);
  if (!/^..GGA$/.test(name)) return undefined;
  const said = { fix: BY_SATELLITES.has(quality), satellites: Number(satellites) };
  const [lat, lon] = [degrees(latitude, north, 'NS'), degrees(longitude, east, 'EW')];
  if (!said.fix || lat === undefined || lon === undefined) return { ...said, fix: false };
  return {
    ...said,
    latitude: lat,
    longitude: lon,
    ...(altitude === '' ? {} : { altitude: Number(altitude) }),
  };
}

/** "Recommended minimum data": the speed over ground; `V` is a warning, and then there is none. */
export function rmc(fields: readonly string[]): Sample | undefined {
  const [name = '', , status] = fields;
  if (!/^..RMC$/.test(name)) return undefined;
  const knots = fields[7] ?? '';
  if (status !== 'A' || knots === '') return {};
  return { speed: Number(knots) * METRES_PER_SECOND_PER_KNOT };
}

/** `4717.11399` is 47° and 17.11399 minutes. @param sides the letters of plus and of minus */
function degrees(text: string, side = '', sides: 'NS' | 'EW'): number | undefined {
  const [, whole, minutes] = /^(\d{2,3})(\d{2}(?:\.\d+)?)$/.exec(text) ?? [];
  if (whole === undefined || minutes === undefined || side.length !== 1) return undefined;
  const value = Number(whole) + Number(minutes) / MINUTES_PER_DEGREE;
  if (side === sides[0]) return value;
  return side === sides[1] ? -value : undefined;
}
