/** Board files: the hardware as data, its connector written out, and what a configuration may name of it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from '../core/schema.ts';
import { boardFileSchema, connectorSchema, type BoardFile } from './board-file.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Findings } from './form/findings.ts';
import { quote } from './form/quote.ts';
import { diagnosticsOf, readForm, type Form } from './form/read-form.ts';
import { suggest } from './form/suggest.ts';
import type { BoardVocabulary } from './vocabulary.ts';

const CONNECTORS = 'connectors';

export interface LoadedBoardFile {
  /** Present only when nothing is wrong. Its header is complete. */
  readonly file?: BoardFile;
  /** Files are relative to the boards directory. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Ids of all boards in the directory, sorted. */
export async function listBoardFiles(boardsDirectory: string): Promise<readonly string[]> {
  const entries = await readdir(boardsDirectory, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return folders.filter((name) => name !== CONNECTORS).sort();
}

/** @param id the name of its folder */
export async function loadBoardFile(boardsDirectory: string, id: string): Promise<LoadedBoardFile> {
  const boards = await listBoardFiles(boardsDirectory);
  const hintIfAbsent = suggest(id, boards) ?? 'a board is a folder with a board.yaml';
  const place = { directory: boardsDirectory, file: `${id}/board.yaml`, hintIfAbsent };
  const board = await readForm(boardFileSchema, place);
  const connector = await readConnector(boardsDirectory, board);
  const header = [...(connector?.value?.header ?? []), ...(board.value?.header ?? [])];
  if (board.findings !== undefined && board.value !== undefined)
    checkBoard(board.findings, board.value, { id, header });
  const diagnostics = [connector, board].flatMap((form) =>
    form === undefined ? [] : diagnosticsOf(form),
  );
  if (diagnostics.length > 0 || board.value === undefined) return { diagnostics };
  return { file: { ...board.value, header }, diagnostics };
}

type Connector = Form<z.infer<typeof connectorSchema>>;

async function readConnector(
  directory: string,
  { value, findings }: Form<BoardFile>,
): Promise<Connector | undefined> {
  if (value?.connector === undefined || findings?.isDamaged(['connector']) !== false)
    return undefined;
  const file = join(CONNECTORS, `${value.connector}.yaml`);
  return readForm(connectorSchema, {
    directory,
    file,
    hintIfAbsent: 'the connector of a board is a file there',
  });
}

interface Expected {
  readonly id: string;
  readonly header: BoardFile['header'];
}

/** Published pin maps contain errors: a pin or a line that stands twice is one. */
function checkBoard(findings: Findings, board: BoardFile, { id, header }: Expected): void {
  if (board.id !== id)
    findings.error({
      path: ['id'],
      message: `${quote(board.id)} is not the name of its folder`,
      hint: `write ${id}`,
    });
  const path = board.header.length > 0 ? ['header'] : ['connector'];
  for (const pin of twice(header.map((row) => row.pin)))
    findings.error({ path, message: `pin ${String(pin)} stands twice in the header` });
  for (const line of twice(header.flatMap((row) => row.line ?? [])))
    findings.error({ path, message: `line ${line} stands twice in the header` });
}

function twice<T>(values: readonly T[]): readonly T[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

/** What parts may name of a board. */
export function boardVocabulary({
  header,
  i2c,
  pwm,
  onewire,
  reserved,
}: BoardFile): BoardVocabulary {
  const channels = pwm.flatMap(({ chip, channels: count }) =>
    Array.from({ length: count }, (_, channel) => `pwm:${chip}/${String(channel)}`),
  );
  return {
    lines: header.flatMap(({ line }) => line ?? []),
    buses: [...i2c.map((bus) => bus.id), ...channels, ...(onewire ? ['onewire'] : [])],
    reserved,
  };
}
