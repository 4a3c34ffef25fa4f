/** Board files: the hardware as data, its connector written out, and what a configuration may name of it. */
import { readdir } from 'node:fs/promises';
import type { BoardFile } from './board-file.ts';
import { boardFormSchema, type BoardForm } from './board-form.ts';
import { readHeader } from './board-header.ts';
import { busLines } from './bus-lines.ts';
import { checkBoard } from './check-board.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Findings } from './form/findings.ts';
import { diagnosticsOf, readForm, type FileToRead, type Form } from './form/read-form.ts';
import { suggest } from './form/suggest.ts';
import { readSoc, wrongId, type ReadSoc, type SocLines } from './read-soc.ts';
import type { BoardVocabulary } from './vocabulary.ts';

const CONNECTORS = 'connectors';
const SOCS = 'socs';

export interface LoadedBoardFile {
  /** Present only when nothing is wrong. Header and lines are complete. */
  readonly file?: BoardFile;
  /** Files are relative to the boards directory. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Ids of all boards in the directory, sorted. */
export async function listBoardFiles(boardsDirectory: string): Promise<readonly string[]> {
  const entries = await readdir(boardsDirectory, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return folders.filter((name) => name !== CONNECTORS && name !== SOCS).sort();
}

/** @param id the name of its folder */
export async function loadBoardFile(boardsDirectory: string, id: string): Promise<LoadedBoardFile> {
  const boards = await listBoardFiles(boardsDirectory);
  const hintIfAbsent = suggest(id, boards) ?? 'a board is a folder with a board.yaml';
  const read = (file: string, hint: string): FileToRead => ({
    ...{ directory: boardsDirectory, file, hintIfAbsent: hint },
  });
  const form = await readForm(boardFormSchema, read(`${id}/board.yaml`, hintIfAbsent));
  const { value: board, findings } = form;
  if (board === undefined || findings === undefined) return { diagnostics: diagnosticsOf(form) };
  if (board.id !== id) wrongId(findings, board.id, id);
  const soc = await readSocOf(board, findings, (name) =>
    read(`${SOCS}/${name}.yaml`, 'the SoC of a board is a file there'),
  );
  const header = await readHeader({ value: board, findings }, (name) =>
    read(`${CONNECTORS}/${name}.yaml`, 'the connector of a board is a file there'),
  );
  checkBoard({ board, findings, header, soc: soc && isSound(soc.form) ? soc.lines : undefined });
  const forms: readonly Form<unknown>[] = [...(soc ? [soc.form] : []), ...header.forms, form];
  const diagnostics = forms.flatMap(diagnosticsOf);
  if (diagnostics.length > 0) return { diagnostics };
  const pins = header.rows.map(({ pin }) => pin);
  return { file: putTogether(board, pins, soc?.lines), diagnostics };
}

function isSound(form: Form<unknown>): boolean {
  return diagnosticsOf(form).length === 0;
}

async function readSocOf(
  { soc }: BoardForm,
  findings: Findings,
  read: (soc: string) => FileToRead,
): Promise<ReadSoc | undefined> {
  return soc === undefined || findings.isDamaged(['soc']) ? undefined : readSoc(soc, read(soc));
}

function putTogether(
  board: BoardForm,
  header: BoardFile['header'],
  soc: SocLines | undefined,
): BoardFile {
  const { also, connectors: _connectors, ...rest } = board;
  const lines = header.flatMap(({ line }) => {
    const place = line === undefined ? undefined : soc?.get(line);
    if (line === undefined || place === undefined) return [];
    const names = also[line];
    return [[line, names === undefined ? place : { ...place, also: names }] as const];
  });
  return { ...rest, header, lines: Object.fromEntries(lines) };
}

/** What a kernel drives itself, on every real board: no file lists it, the kernel does. */
const OF_THE_KERNEL = ['hwmon', 'iio', 'led'];

/** What parts may name of a board. */
export function boardVocabulary(board: BoardFile): BoardVocabulary {
  const { i2c, spi, serial, pwm, onewire, reserved, simulated } = board;
  const channels = pwm.flatMap(({ chip, channels: count }) =>
    Array.from({ length: count }, (_, channel) => `pwm:${chip}/${String(channel)}`),
  );
  const buses = [...i2c, ...spi].map(({ id }) => id);
  const ports = serial.map(({ id }) => `serial:${id}`);
  return {
    addressing: board,
    buses: [
      ...[...buses, ...ports, ...channels, ...(onewire === false ? [] : ['onewire'])],
      ...(simulated ? [] : OF_THE_KERNEL),
    ],
    busLines: busLines(board),
    hasAdapters: !simulated,
    reserved,
  };
}
