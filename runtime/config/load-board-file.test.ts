/** Board files: the header of the connector written out, mistakes with their place, and what parts may name. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { formatDiagnostic } from './diagnostic.ts';
import {
  boardVocabulary,
  listBoardFiles,
  loadBoardFile,
  type LoadedBoardFile,
} from './load-board-file.ts';

const test = suite('load-board-file');

const CONNECTOR = `id: two-pins
title: Two pins
header:
  - { pin: 1, label: 3V3 }
  - { pin: 2, label: D2, line: GPIO2 }
`;

const BOARD = `id: tiny
title: A tiny board
connector: two-pins
reserved: { GPIO2: SDA of i2c1 }
i2c: [{ id: i2c1, device: /dev/i2c-1 }]
pwm: [{ chip: pwmchip0, channels: 2 }]
onewire: true
verified: { level: simulated, source: this test, date: '2026-11-22' }
`;

async function load(files: Readonly<Record<string, string>>): Promise<LoadedBoardFile> {
  let loaded: LoadedBoardFile = { diagnostics: [] };
  await inTempDirectory(async (directory) => {
    const all = { 'tiny/board.yaml': BOARD, 'connectors/two-pins.yaml': CONNECTOR, ...files };
    for (const [path, text] of Object.entries(all)) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text);
    }
    loaded = await loadBoardFile(directory, 'tiny');
  });
  return loaded;
}

test('writes out the header of the connector', async () => {
  const { file, diagnostics } = await load({});
  assert.equal(diagnostics, []);
  assert.equal(file?.header, [
    { pin: 1, label: '3V3' },
    { pin: 2, label: 'D2', line: 'GPIO2' },
  ]);
});

test('tells what parts may name: lines, buses, each PWM channel, and what is reserved', async () => {
  const { file } = await load({});
  assert.equal(file && boardVocabulary(file), {
    lines: ['GPIO2'],
    buses: ['i2c1', 'pwm:pwmchip0/0', 'pwm:pwmchip0/1', 'onewire'],
    reserved: { GPIO2: 'SDA of i2c1' },
  });
});

const MISTAKES: Readonly<Record<string, readonly [path: string, text: string, told: string]>> = {
  'an unknown key': [
    'tiny/board.yaml',
    BOARD.replace('onewire', 'onewir'),
    'tiny/board.yaml:7:1: error: unknown key "onewir" (did you mean "onewire"?',
  ],
  'the id of another folder': [
    'tiny/board.yaml',
    BOARD.replace('id: tiny', 'id: huge'),
    'tiny/board.yaml:1:5: error: "huge" is not the name of its folder',
  ],
  'a connector that is not there': [
    'tiny/board.yaml',
    BOARD.replace('two-pins', 'ten-pins'),
    'connectors/ten-pins.yaml:1:1: error: the file does not exist',
  ],
  'a pin that stands twice': [
    'connectors/two-pins.yaml',
    CONNECTOR.replace('pin: 2', 'pin: 1'),
    'tiny/board.yaml:3:12: error: pin 1 stands twice in the header',
  ],
  'a line that stands twice': [
    'connectors/two-pins.yaml',
    CONNECTOR.replace('label: 3V3', 'label: D1, line: GPIO2'),
    'tiny/board.yaml:3:12: error: line GPIO2 stands twice in the header',
  ],
};

for (const [what, [path, text, told]] of Object.entries(MISTAKES)) {
  test(`refuses ${what}, with its place`, async () => {
    const { file, diagnostics } = await load({ [path]: text });
    assert.is(file, undefined);
    assert.is(diagnostics.length, 1);
    assert.ok(diagnostics.map(formatDiagnostic)[0]?.startsWith(told), diagnostics[0]?.message);
  });
}

test('names the nearest board for one that is not there', async () => {
  const { diagnostics } = await loadBoardFile('boards', 'simm');
  assert.match(diagnostics[0]?.hint ?? '', 'did you mean "sim"?');
});

test('every board of the project has a file without a mistake', async () => {
  const ids = await listBoardFiles('boards');
  assert.ok(ids.includes('sim'));
  for (const id of ids)
    assert.equal((await loadBoardFile('boards', id)).diagnostics.map(formatDiagnostic), []);
});

test.run();
