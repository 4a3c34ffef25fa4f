/** The sample site on the real drivers and boards: nothing wrong, nothing to warn of, and everything the docs promise. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { driverCatalog } from '../drivers/catalog.ts';
import { readSite } from '../runtime/config/read-site.ts';
import type { Site, SiteProperty, SiteThing } from '../runtime/config/site.ts';
import { calibrate } from '../runtime/devices/calibration/calibration.ts';
import { openModel } from '../runtime/inference/open-model.ts';
import { inTempDirectory } from '../test/temp-directory.ts';
import { siteSchemas } from './site-schemas.ts';

const test = suite('sample-site');

const SOURCES = { boardsDirectory: 'boards', drivers: driverCatalog };
const SITE = 'provisioning/site';

async function loadSample(): Promise<Site> {
  const { site } = await readSite(SITE, SOURCES);
  if (site === undefined) throw new Error('the sample site has errors');
  return site;
}

function thingsOf(site: Site): readonly SiteThing[] {
  return site.boards.flatMap(({ things }) => things);
}

function propertyOf(site: Site, thing: string, property: string): SiteProperty | undefined {
  const owner = thingsOf(site).find(({ id }) => id === thing);
  return owner?.properties.find(({ name }) => name === property);
}

test('has no mistake, and nothing to warn of', async () => {
  assert.equal((await readSite(SITE, SOURCES)).diagnostics, []);
});

test('has the things and properties that the docs speak of, with their units', async () => {
  const site = await loadSample();
  const told = thingsOf(site).flatMap(({ id, properties }) =>
    properties.map(({ name, type, unit, writable }) =>
      [`${id}.${name}`, unit ?? type, writable ? 'written' : 'read'].join(' '),
    ),
  );
  assert.equal(told, [
    'pump.power boolean written',
    'grow-light.power boolean written',
    'grow-light.level % written',
    'heater.power boolean written',
    'vent.position % written',
    'tank.level % read',
    'tank.temperature Cel read',
    'flow.rate l/min read',
    'climate.temperature Cel read',
    'climate.humidity %RH read',
    'light.illuminance lx read',
    'door.open boolean read',
    'estop.pressed boolean read',
    'workshop-camera.person boolean read',
    'boiler.pressure bar read',
    'heating.setpoint Cel written',
    'heating.active boolean written',
    'cooling.setpoint Cel written',
    'cooling.active boolean written',
  ]);
});

test('has a gauge whose picture shows 4.2 bar to the model that is shipped', async () => {
  const { calibrate: line, range } = propertyOf(await loadSample(), 'boiler', 'pressure') ?? {};
  assert.equal(range, [0, 10]);
  const gauge = await openModel({ id: 'gauge', directory: 'models' });
  const bytes = readFileSync(`${SITE}/pictures/boiler.png`);
  const { value = NaN } = await gauge.look({ bytes, type: 'image/png', takenAt: 0 });
  await gauge.close();
  const bar = calibrate(value, line);
  assert.ok(Math.abs(bar - 4.2) < 0.2, `${bar} bar`);
});

test('calls everything by a name in both languages', async () => {
  const site = await loadSample();
  const named = [
    ...site.areas,
    ...site.boards,
    ...thingsOf(site),
    ...thingsOf(site).flatMap(({ properties }) => properties),
  ];
  for (const { title } of named) assert.ok(title.zh !== undefined, title.en);
});

test('lets the pump start right after boot, and only with water and without the emergency stop', async () => {
  const power = propertyOf(await loadSample(), 'pump', 'power');
  assert.is(power?.settleMs, 2_000);
  assert.is(power?.confirm, undefined);
  assert.equal(power?.proof?.reading, { thing: 'flow', property: 'rate' });
  assert.equal(
    power?.interlocks.map(({ name, ...kind }) => name ?? Object.keys(kind)[0]),
    ['maxOn', 'tank-not-empty', 'emergency-stop'],
  );
});

test('asks before the heater is switched on', async () => {
  assert.equal(propertyOf(await loadSample(), 'heater', 'power')?.confirm, { to: 'on', people: 1 });
});

test('starts with its regulators off', async () => {
  const site = await loadSample();
  for (const regulator of ['heating', 'cooling']) {
    const source = propertyOf(site, regulator, 'active')?.source;
    assert.is(source?.kind === 'regulator' && source.regulator.enabled, false, regulator);
  }
});

for (const { path, text } of siteSchemas())
  test(`${path} says what the code checks (make schemas writes it)`, () => {
    assert.fixture(readFileSync(path, 'utf8'), text);
  });

test('tells editors which schema each file has', () => {
  for (const file of ['devices', 'platform'])
    assert.match(
      readFileSync(`${SITE}/${file}.yaml`, 'utf8'),
      new RegExp(`^# yaml-language-server: \\$schema=schemas/${file}\\.schema\\.json\\n`),
    );
});

/** What happens to a file in an editor: lines go, come twice, move, lose a piece or get one that does not belong. */
const edit = fc.record({
  kind: fc.constantFrom('drop', 'repeat', 'indent', 'cut', 'insert', 'swap'),
  line: fc.nat(),
  at: fc.nat(),
  text: fc.oneof(
    fc.constantFrom(
      ': ',
      '- ',
      '{',
      ']',
      '"',
      '#',
      '*x',
      '!y',
      '\t',
      '12',
      'true',
      'null',
      '~',
      'pump',
      'on',
      '😀',
    ),
    fc.string({ maxLength: 8 }),
  ),
});

function applyEdit(
  text: string,
  { kind, line, at, text: piece }: { kind: string; line: number; at: number; text: string },
): string {
  const lines = text.split('\n');
  const index = line % lines.length;
  const old = lines[index] ?? '';
  const column = at % (old.length + 1);
  const edited: Readonly<Record<string, readonly string[]>> = {
    drop: [],
    repeat: [old, old],
    indent: [`  ${old}`],
    cut: [old.slice(0, column)],
    insert: [`${old.slice(0, column)}${piece}${old.slice(column)}`],
    swap: [lines[at % lines.length] ?? ''],
  };
  return [...lines.slice(0, index), ...(edited[kind] ?? []), ...lines.slice(index + 1)].join('\n');
}

test('whatever happens to it in an editor, it is loaded or told what is wrong at a place that exists', () =>
  inTempDirectory(async (directory) => {
    const original = readFileSync(`${SITE}/devices.yaml`, 'utf8');
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        const text = edits.reduce(applyEdit, original);
        await writeFile(join(directory, 'devices.yaml'), text);
        const { site, diagnostics } = await readSite(directory, SOURCES);
        assert.is(
          site === undefined,
          diagnostics.some(({ severity }) => severity === 'error'),
        );
        const lines = text.split('\n');
        for (const { file, line, column, message } of diagnostics) {
          assert.is(file, 'devices.yaml');
          assert.ok(line >= 1 && line <= lines.length, message);
          assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1, message);
        }
      }),
      { numRuns: 150 },
    );
  }));

test.run();
