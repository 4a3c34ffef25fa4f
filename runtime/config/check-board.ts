/**
 * What a schema cannot see in a board's file: names that nothing has, and what stands twice.
 * Published pin maps contain errors; a pin or a line that stands twice is one.
 */
import type { BoardForm } from './board-form.ts';
import type { Header, HeaderRow } from './board-header.ts';
import type { Findings } from './form/findings.ts';
import { quote } from './form/quote.ts';
import type { Path } from './form/value-at.ts';
import { unknownLine, type SocLines } from './read-soc.ts';

export interface CheckedBoard {
  readonly board: BoardForm;
  readonly findings: Findings;
  readonly header: Header;
  /** undefined when the board names no SoC, or there is a mistake in its file. */
  readonly soc: SocLines | undefined;
}

export function checkBoard(checked: CheckedBoard): void {
  const { header, board, findings } = checked;
  const { rows } = header;
  checkTwice(rows, ({ pin: { pin, connector } }) => ({
    key: `${connector ?? ''} ${String(pin)}`,
    told: `pin ${connector === undefined ? '' : `${connector}.`}${String(pin)}`,
  }));
  checkTwice(rows, ({ pin: { line } }) =>
    line === undefined ? undefined : { key: line, told: `line ${line}` },
  );
  checkLines(checked);
  checkBuses(checked);
  // Nobody is helped by what follows only from a connector that could not be read.
  if (!header.isComplete) return;
  const lines = rows.flatMap(({ pin: { line } }) => line ?? []);
  for (const [line, path] of namedLines(board))
    if (!lines.includes(line)) findings.unknown('line', line, { path, known: lines });
  checkOtherNames(checked, lines);
}

function checkTwice(
  rows: readonly HeaderRow[],
  nameOf: (row: HeaderRow) => { key: string; told: string } | undefined,
): void {
  const seen = new Set<string>();
  for (const row of rows) {
    const name = nameOf(row);
    if (name === undefined) continue;
    const { findings, path } = row.place;
    if (seen.has(name.key))
      findings.error({ path, message: `${name.told} stands twice in the header` });
    seen.add(name.key);
  }
}

/** A line without a chip could only be opened by guessing. */
function checkLines({ board, findings, header, soc }: CheckedBoard): void {
  const named = header.rows.filter(({ pin: { line } }) => line !== undefined);
  if (board.soc === undefined && !board.simulated && named.length > 0) {
    const message = 'the board has lines and names no SoC that knows their chips';
    findings.error({
      path: ['id'],
      message,
      hint: 'add soc: with the name of a file in boards/socs/',
    });
  }
  if (soc === undefined) return;
  for (const { pin, place } of named)
    if (pin.line !== undefined && !soc.has(pin.line))
      place.findings.error({ path: place.path, ...unknownLine(pin.line, soc) });
}

/** Every line that the file names beside its header, with its place. */
function namedLines(board: BoardForm): readonly (readonly [string, Path])[] {
  const keys = (['reserved', 'also'] as const).flatMap((field) =>
    Object.keys(board[field]).map((line) => [line, [field, line]] as const),
  );
  const buses = (['i2c', 'spi', 'serial', 'pwm'] as const).flatMap((field) =>
    board[field].flatMap(({ pins }, index) =>
      pins.map((line, pin) => [line, [field, index, 'pins', pin]] as const),
    ),
  );
  const onewire = typeof board.onewire === 'boolean' ? [] : board.onewire.pins;
  return [
    ...keys,
    ...buses,
    ...onewire.map((line, pin) => [line, ['onewire', 'pins', pin]] as const),
  ];
}

/** A second name that is the first of another line would lead to the wrong pin. */
function checkOtherNames({ board, findings }: CheckedBoard, lines: readonly string[]): void {
  const seen = new Set(lines);
  for (const [line, names] of Object.entries(board.also))
    for (const [index, name] of names.entries()) {
      if (seen.has(name))
        findings.error({
          path: ['also', line, index],
          message: `${quote(name)} is the name of another line, or stands twice`,
        });
      seen.add(name);
    }
}

function checkBuses({ board, findings }: CheckedBoard): void {
  const buses = (['i2c', 'spi', 'serial'] as const).flatMap((field) =>
    board[field].map(({ id }, index) => ({ name: id, path: [field, index, 'id'] })),
  );
  const chips = board.pwm.map(({ chip }, index) => ({ name: chip, path: ['pwm', index, 'chip'] }));
  const seen = new Set<string>();
  for (const { name, path } of [...buses, ...chips]) {
    if (seen.has(name)) findings.error({ path, message: `bus ${name} stands twice` });
    seen.add(name);
  }
}
