/** GPS: sentences as receivers send them, damaged ones, and none. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode } from '../../runtime/core/app-error.ts';
import type { Part } from '../../runtime/hal/driver.ts';
import { plugSerial } from '../../test/plugged-serial.ts';
import { ALONE, withSimBoard, type SimRig } from '../../test/sim-rig.ts';
import { bytesOf, WITH_FIX, WITHOUT_FIX } from './gps-nmea.fixture.ts';
import { gpsNmea } from './gps-nmea.ts';
import { fieldsOf, gga, rmc } from './nmea-sentence.ts';

const PORT = '/dev/ttyS0';
const test = suite('gps-nmea');

test('accepts the checksums of real receivers, and no other', () => {
  for (const sentence of [...WITH_FIX, ...WITHOUT_FIX]) {
    assert.ok(fieldsOf(sentence), sentence);
    assert.is(fieldsOf(sentence.replace(/,/, ';')), undefined, sentence);
  }
});

test('reads the position that the manual of u-blox prints', () => {
  const place = gga(fieldsOf(WITH_FIX[0] ?? '') ?? []) ?? {};
  assert.ok(Math.abs(Number(place['latitude']) - (47 + 17.11399 / 60)) < 1e-9);
  assert.ok(Math.abs(Number(place['longitude']) - (8 + 33.9159 / 60)) < 1e-9);
  assert.equal([place['altitude'], place['satellites'], place['fix']], [499.6, 8, true]);
});

test('is south and west of zero with S and W', () => {
  const place = gga(['GPGGA', '', '3351.50000', 'S', '15112.00000', 'W', '1', '05', '', '']) ?? {};
  assert.ok(Math.abs(Number(place['latitude']) + 33.858333) < 1e-6);
  assert.is(place['longitude'], -151.2);
});

test('has no fix by what is estimated, typed in or simulated, nor by a side that is none', () => {
  const place = (quality: string, side = 'N'): unknown =>
    gga(['GPGGA', '', '3351.50000', side, '15112.00000', 'E', quality, '05', '', ''])?.['fix'];
  assert.equal(
    ['1', '2', '4', '5'].map((quality) => place(quality)),
    [true, true, true, true],
  );
  assert.equal(
    ['0', '6', '7', '8', ''].map((quality) => place(quality)),
    [false, false, false, false, false],
  );
  assert.equal([place('1', ''), place('1', 'E')], [false, false]);
});

test('tells no speed when the sentence with it has stopped coming', () =>
  withSimBoard(async (rig) => {
    let said = WITH_FIX;
    plugSerial(rig, PORT, { talk: () => bytesOf(said) });
    const part = await open(rig);
    assert.ok('speed' in (await rig.finish(part.read())));
    said = WITH_FIX.slice(0, 1);
    await rig.clock.advance(3_000);
    const sample = await rig.finish(part.read());
    assert.equal([sample['fix'], 'speed' in sample], [true, false]);
    await part.close();
  }));

test('tells the speed in metres per second, and none while the receiver warns', () => {
  const fields = fieldsOf(WITH_FIX[1] ?? '') ?? [];
  assert.ok(Math.abs(Number(rmc(fields)?.['speed']) - 0.002058) < 1e-6);
  assert.equal(rmc(fieldsOf(WITHOUT_FIX[1] ?? '') ?? []), {});
});

test('has no position without a fix, and says that it has none', () =>
  withPart(WITHOUT_FIX, async ({ part, finish }) => {
    assert.equal(await finish(part.read()), { fix: false, satellites: 0 });
  }));

test('puts sentences together from any pieces', () =>
  withSimBoard(async (rig) => {
    const pieces = [...bytesOf(WITH_FIX)].map((byte) => Uint8Array.of(byte));
    let at = 0;
    const talk = (): Uint8Array => Buffer.concat(pieces.slice(at, (at += 60)));
    plugSerial(rig, PORT, { talk });
    const part = await open(rig);
    assert.is((await rig.finish(part.read()))['fix'], true);
    await part.close();
  }));

test('is silent when nothing is said, and heard again afterwards', () =>
  withSimBoard(async (rig) => {
    const plugged = plugSerial(rig, PORT, { talk: () => bytesOf(WITH_FIX) });
    const part = await open(rig);
    await rig.finish(part.read());
    plugged.unplug();
    await rig.clock.advance(3_000);
    assert.is(await rig.finish(part.read().catch(errorCode)), 'HAL_TIMEOUT');
    plugged.plug();
    assert.is((await rig.finish(part.read()))['fix'], true);
    await part.close();
  }));

test('says that bytes at the wrong speed are no sentences', () =>
  withSimBoard(async (rig) => {
    plugSerial(rig, PORT, { talk: () => new Uint8Array(200).fill(0xf8) });
    const part = await open(rig);
    assert.is(await rig.finish(part.read().catch(errorCode)), 'DRIVER_BAD_CRC');
    await part.close();
  }));

function withPart(
  sentences: readonly string[],
  use: (bench: { part: Part; finish: SimRig['finish'] }) => Promise<void>,
): Promise<void> {
  return withSimBoard(async (rig) => {
    plugSerial(rig, PORT, { talk: () => bytesOf(sentences) });
    const part = await open(rig);
    await use({ part, finish: rig.finish });
    await part.close();
  });
}

function open({ board, clock }: SimRig): Promise<Part> {
  return gpsNmea.open({ ...ALONE, board, clock, name: 'gps' }, { port: PORT });
}

test.run();
