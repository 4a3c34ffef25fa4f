/** What is said of the pictures that people send: the sample site, its own model, and gauges that are drawn. */
import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { suite } from 'uvu';
import { drawBoiler } from '../provisioning/boiler-picture.ts';
import { Speech } from '../runtime/actions/speech.ts';
import { buildModels } from '../runtime/app/node-models.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import { silentLog } from '../runtime/core/log.ts';
import { PictureReader, type PictureReaderParts } from '../runtime/devices/picture-reader.ts';
import { noMetrics } from './no-metrics.ts';
import { readSampleSite } from './sample-site.ts';

const test = suite('pictures of people');

const EN = { language: 'en' } as const;

const ground = { clock, log: silentLog, metrics: noMetrics };
const models = buildModels({ ...ground, directories: ['models'] });
const noModels = buildModels({ ...ground, directories: [] });

test.after(() => models.stop());

async function reader(given: Partial<PictureReaderParts> = {}): Promise<PictureReader> {
  const { site } = await readSampleSite();
  return new PictureReader({
    ...{ site, ownBoard: 'greenhouse', models, clock, speech: new Speech(site) },
    calibrationOf: () => undefined,
    ...given,
  });
}

function barIn(said: string): number {
  return Number(/^Boiler gauge: ([\d.]+) bar, read from your picture\./.exec(said)?.[1]);
}

test('says what a gauge shows, with its name under it or nothing, and that other words do nothing', async () => {
  const eye = await reader();
  for (const bar of [1, 4.2, 9])
    for (const under of ['boiler', 'Boiler gauge!', '']) {
      const said = await eye.read(await drawBoiler(bar), under, EN);
      assert.ok(Math.abs(barIn(said) - bar) <= 0.2, said);
      assert.match(said, /read from your picture\.$/);
    }
  const order = await eye.read(await drawBoiler(4.2), 'switch off the boiler', EN);
  assert.match(order, /read from your picture\. Words under a picture only name the gauge/);
  const chinese = await eye.read(await drawBoiler(4.2), '锅炉', { language: 'zh' });
  assert.match(chinese, /^锅炉压力表：4\.\d+ bar，从您的图片读出。$/);
});

test('goes by what a technician calibrated', async () => {
  const eye = await reader({ calibrationOf: () => ({ from: [0.125, 0.875], to: [0, 5] }) });
  assert.ok(Math.abs(barIn(await eye.read(await drawBoiler(8), '', EN)) - 4) <= 0.1);
});

test('does nothing for an order that stands under a picture, and says so', async () => {
  const said = await (await reader()).read(await drawBoiler(4.2), 'switch everything off', EN);
  assert.match(said, /^Boiler gauge: 4\.\d+ bar, read from your picture\. Words under a picture/);
});

test('asks which gauge where something else is named', async () => {
  const said = await (await reader()).read(await drawBoiler(4.2), 'tank', EN);
  assert.match(said, /^Which gauge is it\? From pictures I can read: boiler gauge\./);
});

test('says that it sees no needle, and never a number', async () => {
  const said = await (await reader()).read(await drawBoiler(undefined), 'boiler', EN);
  assert.match(said, /^I see no needle of the boiler gauge: let its face fill a square/);
});

test('trusts no needle that points where the gauge has no scale', async () => {
  const eye = await reader({ calibrationOf: () => ({ from: [0.125, 0.5], to: [0, 10] }) });
  assert.match(await eye.read(await drawBoiler(9), '', EN), /which the boiler gauge cannot show/);
});

test('says where the site has no model that reads pictures, or this person none in their areas', async () => {
  const none = await (await reader({ models: noModels })).read(await drawBoiler(4.2), 'boiler', EN);
  assert.equal(none, 'This site has no model that reads pictures. How to add one: docs/models.md.');
  const outside = { language: 'en', areas: ['greenhouse'] } as const;
  assert.equal(await (await reader()).read(await drawBoiler(4.2), 'boiler', outside), none);
});

test('opens no picture that unpacks to more than it says, or is damaged', async () => {
  const eye = await reader();
  const bomb = blackPng(30_000);
  assert.ok(bomb.length < 1_000_000);
  assert.match(await eye.read(bomb, 'boiler', EN), /too many pixels/);
  const damaged = Buffer.from(await drawBoiler(4.2));
  damaged.fill(7, 300, 900);
  assert.match(await eye.read(damaged, 'boiler', EN), /cannot be opened/);
});

/** One bit a pixel, all of it black: W3C PNG §11.2. */
function blackPng(side: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.writeUInt8(1, 8);
  const rows = Buffer.alloc(side * (1 + Math.ceil(side / 8)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const chunks = [
    ['IHDR', head],
    ['IDAT', deflateSync(rows)],
    ['IEND', Buffer.alloc(0)],
  ] as const;
  return Buffer.concat([signature, ...chunks.map(([name, data]) => chunk(name, data))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}

test.run();
