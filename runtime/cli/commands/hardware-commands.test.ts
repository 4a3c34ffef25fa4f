/** `board …` and `driver …`: what is known without a node, for people and as one JSON value. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { driverCatalog } from '../../../drivers/catalog.ts';
import { runCliWith, type CliEnd } from '../../../test/run-cli.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';

const test = suite('hardware-commands');

function run(...argv: string[]): Promise<CliEnd> {
  return runCliWith(argv, { host: { drivers: driverCatalog } });
}

async function detect(compatible: string, ...options: string[]): Promise<CliEnd> {
  let end: CliEnd | undefined;
  await inTempDirectory(async (root) => {
    await mkdir(join(root, 'proc/device-tree'), { recursive: true });
    await writeFile(join(root, 'proc/device-tree/compatible'), compatible);
    end = await run('board', 'detect', '--root', root, ...options);
  });
  if (end === undefined) throw new Error('it did not run');
  return end;
}

test('lists boards as an array, each with what it was verified against', async () => {
  const { stdout, code } = await run('board', 'list', '--json');
  const boards = JSON.parse(stdout) as Record<string, unknown>[];
  assert.is(code, 0);
  assert.ok(boards.length >= 16);
  for (const key of ['id', 'title', 'verified', 'buses', 'headerPins', 'accelerators'])
    assert.ok(
      boards.every((board) => key in board),
      key,
    );
});

test('says which board it is, and what to write and to turn on', async () => {
  const { stdout, code } = await detect('radxa,rock-5b\0rockchip,rk3588\0');
  assert.is(code, 0);
  assert.match(stdout, 'it is radxa-rock-5b: Radxa ROCK 5B');
  assert.match(stdout, 'board: radxa-rock-5b');
  assert.match(stdout, 'i2c7: the overlay I2C7-M3');
});

test('says how to add a board that nobody described', async () => {
  const { stderr, code } = await detect('acme,widget\0rockchip,rk3588\0');
  assert.is(code, 1);
  assert.match(stderr, "match: { compatible: ['acme,widget'] }");
  const { stdout } = await detect('acme,widget\0', '--json');
  assert.is((JSON.parse(stdout) as { error: { code: string } }).error.code, 'CLI_UNKNOWN_BOARD');
});

test('lists drivers as an array, each with its bus, channels, options and what it was verified against', async () => {
  const { stdout } = await run('driver', 'list', '--json');
  const drivers = JSON.parse(stdout) as Record<string, unknown>[];
  assert.equal(
    drivers.map(({ id }) => id),
    Object.keys(driverCatalog),
  );
  const sht31 = drivers.find(({ id }) => id === 'sht31') ?? {};
  assert.is(sht31['bus'], 'i2c');
  assert.equal(
    (sht31['channels'] as { unit: string }[]).map(({ unit }) => unit),
    ['Cel', '%RH'],
  );
  assert.match(JSON.stringify(sht31['verified']), '"level":"datasheet"');
});

test('says how a part is wired and which options it takes', async () => {
  const { stdout } = await run('driver', 'info', 'sht31');
  assert.match(stdout, 'SDA → SDA');
  assert.match(stdout, 'address: 7-bit address: 0x44, 0x45 (optional, else 0x44)');
});

test('names the nearest driver for one that is not there', async () => {
  const { stderr, code } = await run('driver', 'info', 'sht13');
  assert.is(code, 2);
  assert.match(stderr, 'boardtalk driver info sht31');
});

test.run();
