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

const SOC = `id: tiny-soc
title: A tiny chip
chips: { main: { labels: [pinctrl-tiny, tiny-gpio] } }
lines:
  GPIO{0-3}: main/8
verified: this test
`;

const BOARD = `id: tiny
title: A tiny board
soc: tiny-soc
connector: two-pins
reserved: { GPIO2: SDA of i2c1 }
also: { GPIO2: [SDA1] }
i2c: [{ id: i2c1, device: /dev/i2c-1, pins: [GPIO2] }]
pwm: [{ chip: pwmchip0, channels: 2 }]
onewire: true
verified: { level: simulated, source: this test, date: '2026-11-22' }
`;

async function load(files: Readonly<Record<string, string>>): Promise<LoadedBoardFile> {
  let loaded: LoadedBoardFile = { diagnostics: [] };
  await inTempDirectory(async (directory) => {
    const all = {
      'tiny/board.yaml': BOARD,
      'connectors/two-pins.yaml': CONNECTOR,
      'socs/tiny-soc.yaml': SOC,
      ...files,
    };
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

test('finds the chip and the offset of each line of the header, and what else it is called', async () => {
  const { file } = await load({});
  const chip = ['pinctrl-tiny', 'tiny-gpio'];
  assert.equal(file?.lines, { GPIO2: { chip, offset: 10, also: ['SDA1'] } });
});

test('gives the lines of a standard connector the names that they have on this board', async () => {
  const connectors = 'connectors: { A: { form: two-pins, lines: { GPIO2: GPIO0 } } }';
  const board = BOARD.replace('connector: two-pins', connectors).replaceAll(/GPIO2(?!:)/g, 'GPIO0');
  const { file, diagnostics } = await load({
    'tiny/board.yaml': board
      .replaceAll('{ GPIO2: S', '{ GPIO0: S')
      .replace('{ GPIO2: [', '{ GPIO0: ['),
  });
  assert.equal(diagnostics.map(formatDiagnostic), []);
  assert.equal(file?.header[1], { pin: 2, label: 'D2', line: 'GPIO0', connector: 'A' });
});

test('tells what parts may name: lines, buses, each PWM channel, and what is reserved', async () => {
  const { file } = await load({});
  assert.equal(file && boardVocabulary(file), {
    addressing: file,
    buses: ['i2c1', 'pwm:pwmchip0/0', 'pwm:pwmchip0/1', 'onewire', 'hwmon', 'iio', 'led'],
    busLines: [{ bus: 'i2c1', line: 'GPIO2' }],
    hasAdapters: true,
    reserved: { GPIO2: 'SDA of i2c1' },
  });
});

/** Board files that lie: what is wrong → the file, what stands in it, and what is told. */
const MISTAKES: Readonly<Record<string, readonly [path: string, text: string, told: string]>> = {
  'an unknown key': [
    'tiny/board.yaml',
    BOARD.replace('onewire', 'onewir'),
    'tiny/board.yaml:9:1: error: unknown key "onewir" (did you mean "onewire"?',
  ],
  'the id of another folder': [
    'tiny/board.yaml',
    BOARD.replace('id: tiny', 'id: huge'),
    'tiny/board.yaml:1:5: error: "huge" is not what its file or folder is called (write tiny)',
  ],
  'a level of verification that there is not': [
    'tiny/board.yaml',
    BOARD.replace('level: simulated', 'level: probably'),
    'tiny/board.yaml:10:20: error: "probably" is not allowed (allowed: simulated, public-source,',
  ],
  'a connector that is not there': [
    'tiny/board.yaml',
    BOARD.replace('two-pins', 'ten-pins'),
    'connectors/ten-pins.yaml:1:1: error: the file does not exist',
  ],
  'a SoC that is not there': [
    'tiny/board.yaml',
    BOARD.replace('tiny-soc', 'big-soc'),
    'socs/big-soc.yaml:1:1: error: the file does not exist',
  ],
  'lines and no SoC that knows their chips': [
    'tiny/board.yaml',
    BOARD.replace('soc: tiny-soc\n', ''),
    'tiny/board.yaml:1:5: error: the board has lines and names no SoC that knows their chips',
  ],
  'the id of another connector': [
    'connectors/two-pins.yaml',
    CONNECTOR.replace('id: two-pins', 'id: six-pins'),
    'connectors/two-pins.yaml:1:5: error: "six-pins" is not what its file or folder is called',
  ],
  'a line that the SoC has not': [
    'connectors/two-pins.yaml',
    CONNECTOR + '  - { pin: 3, label: D3, line: GPIO33 }\n',
    'connectors/two-pins.yaml:6:5: error: the SoC has no line "GPIO33" (did you mean "GPIO3"?',
  ],
  'a pin that stands twice': [
    'connectors/two-pins.yaml',
    CONNECTOR.replace('pin: 2', 'pin: 1'),
    'connectors/two-pins.yaml:5:5: error: pin 1 stands twice in the header',
  ],
  'a line that stands twice': [
    'connectors/two-pins.yaml',
    CONNECTOR.replace('label: 3V3', 'label: D1, line: GPIO2'),
    'connectors/two-pins.yaml:5:5: error: line GPIO2 stands twice in the header',
  ],
  'a reserved line that the header has not': [
    'tiny/board.yaml',
    BOARD.replace('reserved: { GPIO2:', 'reserved: { GPIO3:'),
    'tiny/board.yaml:5:20: error: there is no line "GPIO3" (did you mean "GPIO2"?',
  ],
  'a bus on a line that the header has not': [
    'tiny/board.yaml',
    BOARD.replace('pins: [GPIO2]', 'pins: [GPIO1]'),
    'tiny/board.yaml:7:46: error: there is no line "GPIO1" (did you mean "GPIO2"?',
  ],
  'another name that is the name of a line': [
    'tiny/board.yaml',
    BOARD.replace('[SDA1]', '[GPIO2]'),
    'tiny/board.yaml:6:17: error: "GPIO2" is the name of another line, or stands twice',
  ],
  'a bus that stands twice': [
    'tiny/board.yaml',
    BOARD.replace('pwmchip0', 'i2c1'),
    'tiny/board.yaml:8:15: error: bus i2c1 stands twice',
  ],
  'a place of a line without its chip': [
    'socs/tiny-soc.yaml',
    SOC.replace('main/8', '8'),
    'socs/tiny-soc.yaml:5:14: error: expected text, found 8',
  ],
  'a chip that the SoC has not': [
    'socs/tiny-soc.yaml',
    SOC.replace('main/8', 'mein/8'),
    'socs/tiny-soc.yaml:5:14: error: there is no chip "mein" (did you mean "main"?',
  ],
  'a line that stands twice in the SoC': [
    'socs/tiny-soc.yaml',
    SOC.replace('main/8', 'main/8\n  GPIO3: main/20'),
    'socs/tiny-soc.yaml:6:10: error: line GPIO3 stands twice',
  ],
  'two lines on one offset': [
    'socs/tiny-soc.yaml',
    SOC.replace('main/8', 'main/8\n  LED: main/11'),
    'socs/tiny-soc.yaml:6:8: error: main/11 is GPIO3 and LED',
  ],
  'a range that runs backwards': [
    'socs/tiny-soc.yaml',
    SOC.replace('main/8', 'main/8\n  LED{7-1}: main/20'),
    'socs/tiny-soc.yaml:6:3: error: "LED{7-1}" names no line',
  ],
  'the id of another SoC': [
    'socs/tiny-soc.yaml',
    SOC.replace('id: tiny-soc', 'id: big-soc'),
    'socs/tiny-soc.yaml:1:5: error: "big-soc" is not what its file or folder is called',
  ],
};

for (const [what, [path, text, begin]] of Object.entries(MISTAKES)) {
  test(`refuses ${what}, with its place`, async () => {
    const { file, diagnostics } = await load({ [path]: text });
    assert.is(file, undefined);
    const told = diagnostics.map(formatDiagnostic);
    assert.is(told.length, 1, told.join('\n'));
    assert.is(told[0]?.slice(0, begin.length), begin);
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
