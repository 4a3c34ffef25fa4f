/** The words of a message. A table of Markdown is shown as one, what is drawn with blanks keeps them. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { textBlocks, type TextTable } from './text-blocks.ts';

interface Props {
  readonly text: string;
  /** Whose words these are, read aloud before them. */
  readonly speaker: string;
}

export function SpokenText({ text, speaker }: Props): JSX.Element {
  // The page is drawn again with each reading.
  const [first, ...blocks] = useMemo(() => textBlocks(text), [text]);
  const isTableFirst = first?.kind === 'table';
  const words = isTableFirst ? '' : (first?.text ?? '');
  return (
    <>
      <p class={isDrawn(words) ? 'drawn' : undefined}>
        <span class="unseen">{`${speaker}: `}</span>
        {words}
      </p>
      {[...(isTableFirst ? [first] : []), ...blocks].map((block, index) =>
        block.kind === 'table' ? (
          <Table key={index} table={block} />
        ) : (
          <p key={index} class={isDrawn(block.text) ? 'drawn' : undefined}>
            {block.text}
          </p>
        ),
      )}
    </>
  );
}

function Table({ table: { head, rows, isNumber } }: { readonly table: TextTable }): JSX.Element {
  const look = (column: number): string | undefined => (isNumber[column] ? 'right' : undefined);
  return (
    <div class="table" tabIndex={0} role="region" aria-label={head.join(', ')}>
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col" class={look(column)}>
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) => (
                <td key={column} class={look(column)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Lines that are set under each other with blanks: a header, a table. */
function isDrawn(text: string): boolean {
  return text.split('\n').filter((line) => /\S {2,}\S|^ {4,}\S/.test(line)).length > 1;
}
