/** A message as it is read: its words, and the tables of Markdown in it. Everything stays text, and nothing of it becomes markup. */

export type TextBlock = { readonly kind: 'words'; readonly text: string } | TextTable;

export interface TextTable {
  readonly kind: 'table';
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** By column: set to the right, as numbers are. */
  readonly isNumber: readonly boolean[];
}

const ROW = /^\s*\|.*\|\s*$/;
/** `| --- | ---: |` */
const RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/;

export function textBlocks(text: string): readonly TextBlock[] {
  const lines = text.split('\n');
  const blocks: TextBlock[] = [];
  let words: string[] = [];
  const endWords = (): void => {
    const said = words.join('\n').replace(/^\n+|\n+$/g, '');
    if (said !== '') blocks.push({ kind: 'words', text: said });
    words = [];
  };
  for (let index = 0; index < lines.length; index += 1) {
    const table = tableAt(lines, index);
    if (table === undefined) words.push(lines[index] ?? '');
    else {
      endWords();
      blocks.push(table);
      index += table.rows.length + 1;
    }
  }
  endWords();
  return blocks;
}

function tableAt(lines: readonly string[], index: number): TextTable | undefined {
  const [head = '', rule = ''] = lines.slice(index, index + 2);
  if (!ROW.test(head) || !RULE.test(rule)) return undefined;
  const below = lines.slice(index + 2);
  const end = below.findIndex((line) => !ROW.test(line));
  const rows = (end === -1 ? below : below.slice(0, end)).map(cellsOf);
  const isNumber = cellsOf(rule).map((cell) => cell.endsWith(':'));
  return { kind: 'table', head: cellsOf(head), rows, isNumber };
}

/** `| a \| b | c |` → `a | b`, `c` */
function cellsOf(line: string): readonly string[] {
  const inner = line.trim().slice(1, -1);
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}
