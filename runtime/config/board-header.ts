/** The header of a board: pins of its connectors and of its own, each with where it is written. */
import type { z } from '../core/schema.ts';
import type { BoardFile } from './board-file.ts';
import type { BoardForm } from './board-form.ts';
import { connectorSchema } from './connector-file.ts';
import type { Findings } from './form/findings.ts';
import { quote } from './form/quote.ts';
import { readForm, type FileToRead, type Form } from './form/read-form.ts';
import { suggest } from './form/suggest.ts';
import type { Path } from './form/value-at.ts';
import { wrongId } from './read-soc.ts';

export type ConnectorForm = Form<z.infer<typeof connectorSchema>>;

/** A pin, and the place in a file that whoever finds fault with it should look at. */
export interface HeaderRow {
  readonly pin: BoardFile['header'][number];
  readonly place: { readonly findings: Findings; readonly path: Path };
}

export interface Header {
  readonly rows: readonly HeaderRow[];
  readonly forms: readonly ConnectorForm[];
  /** Every connector could be read: what is not in `rows` is not on the board. */
  readonly isComplete: boolean;
}

interface Connection {
  /** As printed on the board; undefined for the only one. */
  readonly name: string | undefined;
  readonly form: string;
  readonly lines: Readonly<Record<string, string>>;
  /** Where the board's file names it. */
  readonly path: Path;
}

/** @param read where the file of a connector is */
export async function readHeader(
  board: { readonly value: BoardForm; readonly findings: Findings },
  read: (connector: string) => FileToRead,
): Promise<Header> {
  const { value, findings } = board;
  const own = value.header.map((pin, index) => ({
    pin,
    place: { findings, path: ['header', index] },
  }));
  const connections = connectionsOf(value).filter(({ path }) => !findings.isDamaged(path));
  const parts = await Promise.all(
    connections.map(async (connection) => {
      const form = await readForm(connectorSchema, read(connection.form));
      return { form, rows: rowsOf(connection, form, findings) };
    }),
  );
  const forms = parts.map(({ form }) => form);
  return {
    rows: [...parts.flatMap(({ rows }) => rows), ...own],
    forms,
    isComplete: forms.every(({ value }) => value !== undefined),
  };
}

function connectionsOf({ connector, connectors }: BoardForm): readonly Connection[] {
  const one =
    connector === undefined
      ? []
      : [{ name: undefined, form: connector, lines: {}, path: ['connector'] }];
  const several = Object.entries(connectors).map(([name, { form, lines }]) => ({
    ...{ name, form, lines },
    path: ['connectors', name],
  }));
  return [...one, ...several];
}

function rowsOf(
  { name, form: id, lines, path }: Connection,
  { value, findings }: ConnectorForm,
  board: Findings,
): readonly HeaderRow[] {
  if (value === undefined || findings === undefined) return [];
  if (value.id !== id) wrongId(findings, value.id, id);
  const known = value.header.flatMap(({ line }) => line ?? []);
  for (const line of Object.keys(lines).filter((line) => !known.includes(line)))
    board.error({
      ...{ path: [...path, 'lines', line], part: 'key' },
      message: `${id} has no line ${quote(line)}`,
      hint: suggest(line, known),
    });
  return value.header.map((row, index) => {
    const connector = name === undefined ? {} : { connector: name };
    const renamed = row.line === undefined ? undefined : lines[row.line];
    if (renamed === undefined)
      return { pin: { ...row, ...connector }, place: { findings, path: ['header', index] } };
    const place = { findings: board, path: [...path, 'lines', row.line ?? ''] };
    return { pin: { ...row, line: renamed, ...connector }, place };
  });
}
