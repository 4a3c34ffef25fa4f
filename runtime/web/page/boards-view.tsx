/** The boards of the site: who is heard, what each runs, and the header of the chosen one. */
import type { JSX } from 'preact';
import type { Title } from '../ports.ts';
import type { PageProps } from './page-props.ts';
import { isBoards, isPins, type BoardRow } from './answers.ts';
import { PinHeader } from './pin-header.tsx';
import { useAnswer } from './use-answer.ts';
import { Waiting } from './waiting.tsx';
import type { Word } from './words.en.ts';

const REFRESH_MS = 5_000;

interface Props extends PageProps {
  readonly chosen: string | undefined;
}

export function BoardsView({ page, chosen }: Props): JSX.Element {
  const asked = useAnswer(page, { action: 'boards', is: isBoards, everyMs: REFRESH_MS });
  const open = chosen ?? asked.data?.[0]?.id;
  return (
    <>
      <div class="view-head">
        <h2>{page.wording.text('boards')}</h2>
      </div>
      {asked.data === undefined && <Waiting page={page} asked={asked} />}
      <div class="cards">
        {asked.data?.map((board) => (
          <Board key={board.id} page={page} board={board} isOpen={board.id === open} />
        ))}
      </div>
      {open !== undefined && (
        <Pins
          {...{ key: open, page, board: open }}
          title={asked.data?.find(({ id }) => id === open)?.title ?? { en: open }}
        />
      )}
    </>
  );
}

function Board({
  page,
  board,
  isOpen,
}: PageProps & { readonly board: BoardRow; readonly isOpen: boolean }): JSX.Element {
  const { wording, site } = page;
  const things = site.things.filter((thing) => thing.board.id === board.id).length;
  return (
    <article class={`thing${isOpen ? ' chosen' : ''}`} data-testid={`board-${board.id}`}>
      <div class="thing-head">
        <h3>
          <a href={`#/boards/${board.id}`} aria-current={isOpen ? 'true' : undefined}>
            {wording.title(board.title)}
          </a>
        </h3>
        <span class="pill" data-state={board.online ? 'live' : 'offline'}>
          {wording.text(board.online ? 'online' : 'offlineBoard')}
        </span>
      </div>
      <dl class="facts">
        {factsOf(board, page).map(([label, value]) => (
          <div key={label}>
            <dt>{wording.text(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{wording.text('things')}</dt>
          <dd>{things}</dd>
        </div>
      </dl>
    </article>
  );
}

function factsOf(
  { id, model, version, bundle, drift, problem, lastHeard }: BoardRow,
  { wording }: PageProps['page'],
): readonly (readonly [Word, string])[] {
  const state = wording.text(drift === 'in-step' ? 'upToDate' : 'drift');
  const facts: readonly (readonly [Word, string | undefined])[] = [
    ['boardId', id],
    ['model', model],
    ['version', version],
    [
      'bundle',
      drift === undefined
        ? undefined
        : bundle === undefined
          ? state
          : `${String(bundle)}, ${state}`,
    ],
    ['problem', problem],
    ['lastHeard', lastHeard === undefined ? undefined : wording.moment(lastHeard)],
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}

function Pins({
  page,
  board,
  title,
}: PageProps & { readonly board: string; readonly title: Title }): JSX.Element {
  const asked = useAnswer(page, {
    action: 'pins',
    query: { board },
    is: isPins,
    everyMs: REFRESH_MS,
  });
  return (
    <section class="panel">
      <h3>{`${page.wording.text('pins')}: ${page.wording.title(title)}`}</h3>
      {asked.data === undefined ? (
        <Waiting page={page} asked={asked} />
      ) : (
        <PinHeader page={page} pins={asked.data} />
      )}
      <p class="hint">{page.wording.text('pinLegend')}</p>
    </section>
  );
}
