/** Every file of boards/, checked as an electrician would: against the header, the buses and itself. */
import { existsSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BoardFile } from '../runtime/config/board-file.ts';
import { formatDiagnostic } from '../runtime/config/diagnostic.ts';
import {
  boardVocabulary,
  listBoardFiles,
  loadBoardFile,
} from '../runtime/config/load-board-file.ts';
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

test('number the pins of their header from 1 without a gap', () => {
  for (const { id, header } of boards)
    assert.equal(
      header.map(({ pin }) => pin).sort((left, right) => left - right),
      header.map((_, index) => index + 1),
      id,
    );
});

test('have no line on a pin for power or ground', () => {
  for (const { id, header } of boards)
    for (const { label, line } of header)
      if (/^(3V3|5V|GND)$/.test(label)) assert.is(line, undefined, `${id} ${label}`);
});

test('reserve only lines that they have', () => {
  for (const board of boards)
    for (const line of Object.keys(board.reserved))
      assert.ok(boardVocabulary(board).lines.includes(line), `${board.id} ${line}`);
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
    boards.find(({ id }) => id === 'sim')?.header.map((row) => [row.pin, row]),
  );
  for (const pin of [1, 17]) assert.is(header.get(pin)?.label, '3V3');
  for (const pin of [2, 4]) assert.is(header.get(pin)?.label, '5V');
  for (const pin of [6, 9, 14, 20, 25, 30, 34, 39]) assert.is(header.get(pin)?.label, 'GND');
  const lines = [...header.values()].flatMap(({ line }) => line ?? []);
  assert.equal(lines.sort(), Array.from({ length: 28 }, (_, line) => `GPIO${line}`).sort());
});

function exists(board: BoardFile, claim: Claim): boolean {
  switch (claim.kind) {
    case 'gpio':
      return boardVocabulary(board).lines.includes(claim.line) && !(claim.line in board.reserved);
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
