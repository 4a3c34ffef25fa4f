/** Every file of boards/, checked as an electrician would: against the header, the buses and itself. */
import { existsSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BoardFile } from '../runtime/config/board-file.ts';
import { formatDiagnostic } from '../runtime/config/diagnostic.ts';
import { listBoardFiles, loadBoardFile } from '../runtime/config/load-board-file.ts';
import { linesOf } from '../runtime/config/line-address.ts';
import { compareLines, DEVICE_TREES, findChip } from './device-trees/compare.ts';
import { type Claim, parseClaim } from '../runtime/hal/claim.ts';

const BOARDS = 'boards';
const ids = await listBoardFiles(BOARDS);
const loaded = await Promise.all(ids.map((id) => loadBoardFile(BOARDS, id)));
const boards = loaded.flatMap(({ file }) => file ?? []);

const test = suite('boards');

test('have no mistakes: unique pins and lines, a known connector, an id that is the folder', () => {
  assert.equal(
    loaded.flatMap(({ diagnostics }) => diagnostics.map(formatDiagnostic)),
    [],
  );
  assert.ok(boards.length > 0);
});

test('have a README each', () => {
  for (const id of ids) assert.ok(existsSync(`${BOARDS}/${id}/README.md`), id);
});

test('number the pins of each connector from 1 without a gap', () => {
  for (const { id, header } of boards)
    for (const connector of new Set(header.map((row) => row.connector))) {
      const pins = header.filter((row) => row.connector === connector).map(({ pin }) => pin);
      const counted = pins.map((_, index) => index + 1);
      assert.equal(
        pins.sort((left, right) => left - right),
        counted,
        id,
      );
    }
});

test('have no line on a pin for power or ground', () => {
  for (const { id, header } of boards)
    for (const { label, line } of header)
      if (/^(\dV\d?|.*_5V|A?GND|VADC)$/.test(label)) assert.is(line, undefined, `${id} ${label}`);
});

test('know the chip and the offset of every line of their header', () => {
  for (const { id, simulated, header, lines } of boards) {
    const named = header.flatMap(({ line }) => line ?? []);
    assert.equal(Object.keys(lines).sort(), simulated ? [] : named.sort(), id);
  }
});

test('have no two lines on one offset of a chip', () => {
  for (const { id, lines } of boards) {
    const places = Object.values(lines).map(({ chip, offset }) => `${chip.join()}/${offset}`);
    assert.is(new Set(places).size, places.length, id);
  }
});

/** Rockchip's rule, by itself: GPIOx_yz is line y*8+z of chip x (RK3588 TRM part 1, chapter GPIO). */
test('put each line of a Rockchip where its name says', () => {
  const rockchip = boards.filter(({ soc }) => soc?.startsWith('rk'));
  assert.ok(rockchip.length >= 2);
  for (const { id, lines } of rockchip)
    for (const [name, { chip, offset }] of Object.entries(lines)) {
      const [, bank, group = '', number] = /^GPIO(\d)_([A-D])([0-7])$/.exec(name) ?? [];
      const expected = 'ABCD'.indexOf(group) * 8 + Number(number);
      assert.equal([chip, offset], [[`gpio${String(bank)}`], expected], `${id} ${name}`);
    }
});

test('say when and from where they were verified, and call only what is simulated simulated', () => {
  for (const { id, simulated, verified } of boards) {
    assert.match(verified.date, /^20\d\d-\d\d-\d\d$/, id);
    assert.ok(verified.source.length > 0, id);
    assert.is(verified.level === 'simulated', simulated, id);
  }
});

test('wire a plant only where they are simulated', () => {
  for (const { id, simulated, plant } of boards)
    assert.ok(simulated || Object.keys(plant).length === 0, id);
});

test('wire each signal of the plant to a place of its own that exists and is not reserved', () => {
  for (const board of boards) {
    const places = Object.values(board.plant);
    assert.is(new Set(places).size, places.length, board.id);
    for (const [signal, text] of Object.entries(board.plant)) {
      const claim = parseClaim(text);
      assert.ok(claim !== undefined && exists(board, claim), `${board.id} ${signal}: ${text}`);
    }
  }
});

test('agree with the silkscreen of the Raspberry Pi header', () => {
  const header = new Map(
    boards.find(({ id }) => id === 'raspberry-pi-4b')?.header.map((row) => [row.pin, row]),
  );
  for (const pin of [1, 17]) assert.is(header.get(pin)?.label, '3V3');
  for (const pin of [2, 4]) assert.is(header.get(pin)?.label, '5V');
  for (const pin of [6, 9, 14, 20, 25, 30, 34, 39]) assert.is(header.get(pin)?.label, 'GND');
  const lines = [...header.values()].flatMap(({ line }) => line ?? []);
  assert.equal(lines.sort(), Array.from({ length: 28 }, (_, line) => `GPIO${line}`).sort());
});

const compared = boards.flatMap((board) => {
  const tree = DEVICE_TREES[board.id];
  return tree === undefined ? [] : [{ board, tree, lines: compareLines(board, tree) }];
});

test('are called in their device tree as they say that they are', () => {
  assert.is(compared.length, Object.keys(DEVICE_TREES).length);
  for (const { board, tree } of compared)
    assert.ok(board.match.compatible.includes(tree.compatible[0] ?? ''), board.id);
});

test('name only GPIO chips that their device tree has', () => {
  for (const { board, tree } of compared.filter(({ board }) => board.soc !== 'rp1'))
    for (const [line, { chip }] of Object.entries(board.lines))
      assert.ok(findChip(tree, chip), `${board.id} ${line}: ${chip.join()}`);
});

test('have every name that their device tree gives to a line of the header', () => {
  for (const { board, lines } of compared)
    for (const { line, names, inTree } of lines)
      if (inTree !== undefined) assert.ok(names.includes(inTree), `${board.id} ${line}: ${inTree}`);
});

test('are "device-tree" where the tree names every line of the header, and nowhere else', () => {
  const named = compared.filter(
    ({ lines }) => lines.length > 0 && lines.every(({ inTree }) => inTree !== undefined),
  );
  assert.equal(
    named.map(({ board }) => board.id),
    boards.filter(({ verified }) => verified.level === 'device-tree').map(({ id }) => id),
  );
});

test('number I2C buses and serial ports as the aliases of their device tree do', () => {
  for (const { board, tree } of compared)
    for (const [kind, buses] of [
      ['i2c', board.i2c],
      ['serial', board.serial],
    ] as const) {
      if (!Object.keys(tree.aliases).some((alias) => alias.startsWith(`${kind}1`))) continue;
      for (const { device = '' } of buses) {
        const number = /^\/dev\/(?:i2c-|ttyS|ttymxc)(\d+)$/.exec(device)?.[1];
        if (number !== undefined)
          assert.ok(tree.aliases[`${kind}${number}`], `${board.id} ${device}`);
      }
    }
});

test('are told apart by what they match', () => {
  const marks = boards.flatMap(({ match }) => [
    ...match.compatible,
    ...match.dmi.map((fields) => JSON.stringify(fields)),
  ]);
  assert.is(new Set(marks).size, marks.length);
  for (const { id, simulated, match } of boards)
    assert.is(match.compatible.length + match.dmi.length > 0, !simulated, id);
});

function exists(board: BoardFile, claim: Claim): boolean {
  switch (claim.kind) {
    case 'gpio':
      return linesOf(board).includes(claim.line) && !(claim.line in board.reserved);
    case 'i2c':
      return board.i2c.some(({ id }) => id === claim.bus);
    case 'pwm':
      return board.pwm.some(
        ({ chip, channels }) => chip === claim.chip && claim.channel < channels,
      );
    case 'onewire':
      return board.onewire !== false;
    default:
      return false;
  }
}

test.run();
