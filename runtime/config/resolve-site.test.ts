/** What the other rooms see of a checked site: defaults filled in, channels and calibrations resolved, regulators as things. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadFiles, type SiteFiles } from './site-directory.fixture.ts';
import type { Site, SiteProperty } from './site.ts';
import { TEST_DEVICES } from './vocabulary.fixture.ts';

const test = suite('resolve-site');

async function load(files: SiteFiles = {}): Promise<Site> {
  const { site } = await loadFiles(files);
  if (site === undefined) throw new Error('the test site has errors');
  return site;
}

/** The property of the test site after one piece of it was replaced. */
async function propertyAfter(
  address: string,
  from = '',
  to = '',
): Promise<SiteProperty | undefined> {
  const site = await load({ 'devices.yaml': TEST_DEVICES.replace(from, to) });
  const [id, name] = address.split('.');
  const thing = site.boards[0]?.things.find((candidate) => candidate.id === id);
  return thing?.properties.find((property) => property.name === name);
}

test('fills in every default of a property', async () => {
  assert.equal(await propertyAfter('air.humidity'), {
    type: 'number',
    writable: false,
    safe: 0,
    unit: '%RH',
    range: [0, 100],
    everyMs: 5_000,
    staleAfterMs: 15_000,
    faultyAfterMs: 60_000,
    name: 'humidity',
    title: { en: 'humidity' },
    aliases: { en: [], zh: [] },
    words: 'on-off',
    source: { kind: 'part', part: 'climate', channel: 'humidity' },
    calibrate: undefined,
    settleMs: 0,
    tolerance: 0,
    proof: undefined,
    confirm: undefined,
    onRestart: 'safe',
    interlocks: [],
  });
});

test('turns durations into milliseconds and addresses into their parts', async () => {
  const power = await propertyAfter('pump.power');
  assert.is(power?.settleMs, 2_000);
  assert.equal(power?.interlocks[0], { maxOn: 600_000 });
  assert.equal(power?.interlocks[1]?.requires, {
    reading: { thing: 'tank', property: 'level' },
    min: 10,
    freshWithin: 30_000,
  });
});

test('lets a reading be stale after three samples that did not come, and faulty after twelve', async () => {
  const rate = await propertyAfter('flow.rate');
  assert.equal([rate?.everyMs, rate?.staleAfterMs, rate?.faultyAfterMs], [1_000, 3_000, 12_000]);
});

test('takes unit and range of a calibration by two points from the configuration', async () => {
  const level = await propertyAfter('tank.level');
  assert.equal([level?.unit, level?.range], ['%', [0, 100]]);
  const bar = await propertyAfter(
    'tank.level',
    '{ 4-20mA: [0, 100] }',
    '{ from: [0.5, 4.5], to: [1000, 0] }',
  );
  assert.equal(bar?.range, [0, 1000]);
});

test('corrects the range by scale and offset, and keeps the unit', async () => {
  const level = await propertyAfter(
    'tank.level',
    "{ 4-20mA: [0, 100] }, unit: '%'",
    '{ scale: 2, offset: 1 }',
  );
  assert.equal([level?.unit, level?.range], ['V', [0.4, 13.2]]);
});

test('prefers the range that was configured', async () => {
  assert.equal((await propertyAfter('flow.rate'))?.range, [0, 30]);
});

test('makes a regulator a thing with a setpoint and a switch that survive a restart', async () => {
  const site = await load();
  const heating = site.boards[0]?.things.find(({ id }) => id === 'heating');
  assert.equal([heating?.kind, heating?.role, heating?.area], ['regulator', 'operator', 'house']);
  assert.equal(
    heating?.properties.map(({ name, type, unit, range, safe, writable, onRestart }) => ({
      name,
      type,
      unit,
      range,
      safe,
      writable,
      onRestart,
    })),
    [
      {
        name: 'setpoint',
        type: 'number',
        unit: 'Cel',
        range: [5, 35],
        safe: 20,
        writable: true,
        onRestart: 'last',
      },
      {
        name: 'active',
        type: 'boolean',
        unit: undefined,
        range: undefined,
        safe: false,
        writable: true,
        onRestart: 'last',
      },
    ],
  );
});

test('gives parts the options as they were written, and what they claim', async () => {
  const site = await load();
  assert.equal(
    site.boards[0]?.parts.find(({ name }) => name === 'contact'),
    {
      name: 'contact',
      driver: 'input',
      options: { pin: 'GPIO24', debounce: '10ms' },
      claims: ['gpio:GPIO24'],
    },
  );
});

test('names the site, its language and its time zone, and leaves the last to the machine without a platform.yaml', async () => {
  const plain = await load();
  assert.equal(
    [plain.id, plain.title, plain.language, plain.timezone],
    ['site', 'Site', 'en', undefined],
  );
  const named = await load({
    'platform.yaml': 'site: { id: farm, title: Farm, language: zh, timezone: Asia/Shanghai }',
  });
  assert.equal(
    [named.id, named.title, named.language, named.timezone],
    ['farm', 'Farm', 'zh', 'Asia/Shanghai'],
  );
});

test.run();
