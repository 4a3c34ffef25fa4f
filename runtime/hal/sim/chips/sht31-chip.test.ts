/** The SHT31's bytes and timing against its data sheet. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../../test/fake-clock.ts';
import { Sht31Chip } from './sht31-chip.ts';

const test = suite('sht31 chip');
const MEASURE = Uint8Array.of(0x24, 0x00);

function chip(clock = new FakeClock()): Sht31Chip {
  return new Sht31Chip({ temperatureC: () => 130, humidityPercent: () => 0 }, clock);
}

test('does not acknowledge a read before the measurement has ended', async () => {
  const clock = new FakeClock();
  const sensor = chip(clock);
  sensor.write(MEASURE);
  await clock.advance(15);
  assert.is(sensor.read(6), undefined);
  await clock.advance(0.5);
  assert.equal(sensor.read(6), Uint8Array.of(0xff, 0xff, 0xac, 0x00, 0x00, 0x81));
});

test('gives each measurement once', async () => {
  const clock = new FakeClock();
  const sensor = chip(clock);
  sensor.write(MEASURE);
  await clock.advance(16);
  sensor.read(6);
  assert.is(sensor.read(6), undefined);
});

test('tells of a reset in its status until the status is cleared', () => {
  const sensor = chip();
  const status = (): Uint8Array | undefined => {
    sensor.write(Uint8Array.of(0xf3, 0x2d));
    return sensor.read(2);
  };
  assert.equal(status(), Uint8Array.of(0x80, 0x10));
  sensor.write(Uint8Array.of(0x30, 0x41));
  assert.equal(status(), Uint8Array.of(0x00, 0x00));
  sensor.write(Uint8Array.of(0x30, 0xa2));
  assert.equal(status(), Uint8Array.of(0x80, 0x10));
});

test('forgets a measurement at a soft reset', async () => {
  const clock = new FakeClock();
  const sensor = chip(clock);
  sensor.write(MEASURE);
  sensor.write(Uint8Array.of(0x30, 0xa2));
  await clock.advance(16);
  assert.is(sensor.read(6), undefined);
});

test.run();
