/** What goes on, what is planned, what is over; with ways to end it, to cancel it, to take it back. */
import type { JSX } from 'preact';
import { CHINESE_UNITS, formatDuration } from '../../core/duration.ts';
import type { PageProps } from './page-props.ts';
import { isTasks, type TaskRow } from './answers.ts';
import type { RestAnswer } from './rest.ts';
import { useAnswer } from './use-answer.ts';
import { addressText, valueText } from './value-text.ts';
import { Waiting } from './waiting.tsx';
import type { Word } from './words.en.ts';

const REFRESH_MS = 3_000;

interface Group {
  readonly title: Word;
  readonly none: Word;
  readonly holds: (row: TaskRow) => boolean;
}

const GROUPS: readonly Group[] = [
  { title: 'open', none: 'noneOpen', holds: isGoingOn },
  { title: 'planned', none: 'nonePlanned', holds: ({ state }) => state === 'waiting' },
  { title: 'over', none: 'nonePast', holds: (row) => !isGoingOn(row) && row.state !== 'waiting' },
];

export function TasksView({ page }: PageProps): JSX.Element {
  const { wording } = page;
  const asked = useAnswer(page, {
    action: 'tasks',
    query: { all: true },
    is: isTasks,
    everyMs: REFRESH_MS,
  });
  const act = (title: string, work: Promise<RestAnswer>): void =>
    void page.notices.follow(title, work).then(asked.again);
  const rows = [...(asked.data ?? [])].reverse();
  const undo = wording.text('undoLast');
  return (
    <>
      <div class="view-head">
        <h2>{wording.text('tasks')}</h2>
        <button
          type="button"
          data-testid="undo"
          disabled={!page.isLive}
          onClick={() => act(undo, page.rest.run('undo', {}))}
        >
          {undo}
        </button>
      </div>
      {asked.data === undefined && <Waiting page={page} asked={asked} />}
      {asked.data !== undefined &&
        GROUPS.map(({ title, none, holds }) => (
          <section key={title} class="panel">
            <h3>{wording.text(title)}</h3>
            {rows.some(holds) || <p class="hint">{wording.text(none)}</p>}
            <ul class="rows">
              {sorted(rows.filter(holds)).map((row) => (
                <Task
                  key={row.id}
                  page={page}
                  row={row}
                  onCancel={() =>
                    act(titleOf(page, row), page.rest.run('cancel', { target: row.id }))
                  }
                />
              ))}
            </ul>
          </section>
        ))}
    </>
  );
}

/** What comes next stands first; what is over, the latest first. */
function sorted(rows: readonly TaskRow[]): readonly TaskRow[] {
  const isPlan = rows.every(({ state }) => state === 'waiting');
  return isPlan ? rows.toSorted((a, b) => (a.startsAt ?? 0) - (b.startsAt ?? 0)) : rows;
}

function isGoingOn({ state, until }: TaskRow): boolean {
  return state === 'running' || until !== undefined;
}

function Task({
  page,
  row,
  onCancel,
}: PageProps & { readonly row: TaskRow; readonly onCancel: () => void }): JSX.Element {
  const { wording } = page;
  const { state, until, startsAt, createdAt, person, via, words, refusal } = row;
  return (
    <li class="task" data-testid="task">
      <time>{wording.moment(startsAt ?? createdAt)}</time>
      <strong>{titleOf(page, row)}</strong>
      <span class={`badge task-${state}`}>{wording.text(`task:${state}`)}</span>
      {until !== undefined && (
        <span class="hint">{wording.text('until', { x: wording.time(until) })}</span>
      )}
      <span class="hint detail">{`${person} · ${via} · ${words}`}</span>
      {refusal !== undefined && <span class="detail">{refusal.message}</span>}
      {(isGoingOn(row) || state === 'waiting') && (
        <button type="button" data-testid="cancel" disabled={!page.isLive} onClick={onCancel}>
          {wording.text(state === 'waiting' ? 'cancel' : 'stopNow')}
        </button>
      )}
    </li>
  );
}

/** "Pump: on for 10 min"; of what is no write, what was asked for. */
function titleOf(page: PageProps['page'], row: TaskRow): string {
  if (row.kind !== 'write') return row.words;
  const { wording, site } = page;
  const { thing, property: name, value, forMs } = row;
  const units = wording.tag === 'en' ? undefined : CHINESE_UNITS;
  const run =
    forMs === undefined ? '' : wording.text('forRun', { x: formatDuration(forMs, units) });
  const property = site.property(thing, name);
  return `${addressText(page, row)}: ${valueText(wording, value, property?.reading.unit, property)}${run}`;
}
