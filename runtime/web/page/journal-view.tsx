/** The journal, newest first, with filters; each entry opens to all that is known, to what belongs to it, and to why. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Value } from '../../core/reading.ts';
import type { JournalRecord } from '../../state/journal-entry.ts';
import type { PageModel } from './page-model.ts';
import type { PageProps } from './page-props.ts';
import { isJournal } from './answers.ts';
import { useAnswer } from './use-answer.ts';
import { valueText } from './value-text.ts';
import { Waiting } from './waiting.tsx';
import { WhyButton } from './why-button.tsx';

const ENTRIES = 300;
const REFRESH_MS = 5_000;

export function JournalView({ page }: PageProps): JSX.Element {
  const { wording } = page;
  const asked = useAnswer(page, {
    action: 'journal',
    query: { limit: ENTRIES },
    is: isJournal,
    everyMs: REFRESH_MS,
  });
  const [kind, setKind] = useState('');
  const [text, setText] = useState('');
  const records = [...(asked.data ?? [])].reverse();
  const shown = records.filter(
    (record) => (kind === '' || record.kind === kind) && holds(record, text),
  );
  return (
    <>
      <div class="view-head">
        <h2>{wording.text('journal')}</h2>
        <label>
          <span class="unseen">{wording.text('kind')}</span>
          <select
            data-testid="journal-kind"
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value)}
          >
            <option value="">{`${wording.text('kind')}: ${wording.text('all')}`}</option>
            {[...new Set(records.map((record) => record.kind))].sort().map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <input
          {...{ type: 'search', class: 'find', value: text, placeholder: wording.text('find') }}
          aria-label={wording.text('find')}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {asked.data === undefined && <Waiting page={page} asked={asked} />}
      {asked.data !== undefined && shown.length === 0 && (
        <p class="empty">{wording.text('noEntries')}</p>
      )}
      <ul class="rows journal">
        {shown.map((record) => (
          <Entry key={numberOf(record)} page={page} record={record} all={records} />
        ))}
      </ul>
    </>
  );
}

function holds(record: JournalRecord, text: string): boolean {
  const { thing = '', property = '', actor, cause, board } = record;
  return `${thing}.${property} ${actor} ${cause} ${board}`
    .toLowerCase()
    .includes(text.trim().toLowerCase());
}

type EntryProps = PageProps & {
  readonly record: JournalRecord;
  readonly all: readonly JournalRecord[];
};

function Entry({ page, record, all }: EntryProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const { board, seq, at, kind, actor, cause } = record;
  return (
    <li data-testid="entry">
      <button type="button" class="entry" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="number">{`#${String(seq)}`}</span>
        <time>{page.wording.moment(at)}</time>
        <span class={`badge kind-${kind} status-${statusOf(record) ?? 'none'}`}>
          {statusOf(record) === undefined ? kind : `${kind}: ${statusOf(record) ?? ''}`}
        </span>
        <strong>{`${subjectOf(record)}${whatText(page, record)}`}</strong>
        <span class="cause">
          {all.some((other) => other.board !== board) && `${board} · `}
          {`${actor}: ${cause}`}
        </span>
      </button>
      {isOpen && <Details page={page} record={record} all={all} />}
    </li>
  );
}

/** Every board counts for itself. */
function numberOf({ board, seq }: JournalRecord): string {
  return `${board} ${String(seq)}`;
}

function subjectOf({ thing, property, board }: JournalRecord): string {
  if (thing === undefined) return board;
  return property === undefined ? thing : `${thing}.${property}`;
}

function statusOf({ kind, details }: JournalRecord): string | undefined {
  const { status } = details;
  return kind === 'outcome' && typeof status === 'string' ? status : undefined;
}

/** " = on", " = on → off": what was wanted, and what was measured where that is another thing. */
function whatText(page: PageModel, record: JournalRecord): string {
  const { thing = '', property = '', kind, details } = record;
  if (kind === 'mode') return wordOf(details['mode']);
  if (kind === 'refusal') return `${wordOf(details['code'])}${againText(page, details)}`;
  const { value, measured } = details;
  if (!isValue(value)) return '';
  const live = page.site.property(thing, property);
  const say = (shown: Value): string => valueText(page.wording, shown, live?.reading.unit, live);
  const isOther = isValue(measured) && measured !== value;
  return ` = ${say(value)}${isOther ? ` → ${say(measured)}` : ''}`;
}

/** Refusals that were counted instead of written are none that just came. */
function againText({ wording }: PageModel, { more, since }: JournalRecord['details']): string {
  if (typeof more !== 'number' || typeof since !== 'number') return '';
  return ` (${wording.text('moreSince', { n: more, x: wording.moment(since) })})`;
}

function wordOf(word: unknown): string {
  return typeof word === 'string' ? ` ${word}` : '';
}

function isValue(value: unknown): value is Value {
  return ['boolean', 'number', 'string'].includes(typeof value);
}

function Details({ page, record, all }: EntryProps): JSX.Element {
  const { wording } = page;
  const { actor, via, board, command, thing, details, hash } = record;
  const facts: Readonly<Record<string, unknown>> = {
    [wording.text('who')]: via === undefined ? actor : `${actor} (${via})`,
    [wording.text('board')]: board,
    ...(command === undefined ? {} : { [wording.text('command')]: command }),
    ...details,
    SHA256: hash,
  };
  const others = all.filter(
    (other) => command !== undefined && other.command === command && other.hash !== record.hash,
  );
  return (
    <div class="details">
      <dl>
        {Object.entries(facts).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
      {others.length > 0 && (
        <p class="hint">
          {`${wording.text('belongsTo')}: ${others.map(({ seq, kind }) => `#${String(seq)} ${kind}`).join(', ')}`}
        </p>
      )}
      {thing !== undefined && <WhyButton page={page} target={subjectOf(record)} />}
    </div>
  );
}
