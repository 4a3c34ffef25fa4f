/** `things` and `status`: what there is, and how it stands, at a glance. */
import { defineAction, type Action } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { Clock } from '../core/clock.ts';
import { isTrustworthy, type Reading } from '../core/reading.ts';
import { isRefusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { isButton } from '../config/button.ts';
import type { Site, SiteThing } from '../config/site.ts';
import { contradictionOf, sayContradiction, type Contradiction } from './contradiction.ts';
import type { LiveProperty } from './live-property.ts';
import type { ModesView } from './site-modes.ts';
import { findInArea } from './targets.ts';
import type { ThingsView } from './things-view.ts';

export interface OverviewParts {
  readonly site: Site;
  readonly things: ThingsView;
  readonly modes: ModesView;
  readonly clock: Clock;
  readonly speech: Speech;
}

const inArea = z.strictObject({ area: z.string().optional().describe('only this area') });

export function thingsAction({ site, things, modes, speech }: OverviewParts): Action {
  return defineAction({
    name: 'things',
    kind: 'read',
    role: 'viewer',
    help: { en: 'List what can be read and controlled.', zh: '列出可以读取和控制的设备。' },
    examples: { en: ['what can you control?', 'list the things'], zh: ['有哪些设备？'] },
    args: inArea,
    positional: ['area'],
    run: ({ area }) => {
      const found = findInArea(site, things.list(), area);
      return Promise.resolve(
        isRefusal(found) ? { ok: false, refusal: found } : { ok: true, data: found.map(describe) },
      );
    },
    say: (rows, { language }) =>
      rows
        .map(
          ({ id, properties, origin }) =>
            `${speech.thing(id, language)} (${id}): ${properties.map(({ name }) => name).join(', ')}${origin === undefined ? '' : ` [${origin}]`}`,
        )
        .join('\n'),
  });

  function describe({ id, title, area, kind, properties, origin }: SiteThing): ThingRow {
    const rows = properties.map(({ name, type, unit, writable }) => ({
      name,
      type,
      ...(unit === undefined ? {} : { unit }),
      writable,
    }));
    const from = origin === undefined ? {} : { origin };
    return { id, title: title.en, area, kind, mode: modes.nameOf(id), properties: rows, ...from };
  }
}

interface ThingRow {
  /** Where it comes from, where that is not the site directory. */
  readonly origin?: string;
  readonly id: string;
  readonly title: string;
  readonly area: string;
  readonly kind: string;
  readonly mode: string;
  readonly properties: readonly {
    readonly name: string;
    readonly type: string;
    readonly unit?: string;
    readonly writable: boolean;
  }[];
}

/** Everything that is on or away from safe, everything that cannot be trusted, and every lock. */
export function statusAction({ site, things, modes, clock, speech }: OverviewParts): Action {
  return defineAction({
    name: 'status',
    kind: 'read',
    role: 'viewer',
    help: { en: 'Show how the site stands.', zh: '显示站点状态。' },
    examples: { en: ['status', 'how is the greenhouse?'], zh: ['状态', '温室怎么样？'] },
    args: inArea,
    positional: ['area'],
    run: ({ area }) => {
      const found = findInArea(site, things.list(), area);
      if (isRefusal(found)) return Promise.resolve({ ok: false, refusal: found });
      const rows = things
        .properties()
        .filter(({ thing }) => found.includes(thing))
        .map((property) => ({
          ...statusRow(property, things, modes),
          ...contradicted(property, things, clock),
        }));
      return Promise.resolve({ ok: true, data: rows });
    },
    say: (rows, asker) => sayStatus(rows, speech, asker),
  });
}

interface StatusRow {
  readonly thing: string;
  readonly property: string;
  readonly reading: ReturnType<LiveProperty['reading']>;
  /** Away from its safe value. */
  readonly active: boolean;
  readonly mode: string;
  /** The independent reading that says otherwise. */
  readonly contradictedBy?: Contradiction;
}

function contradicted(
  property: LiveProperty,
  things: ThingsView,
  clock: Clock,
): Pick<StatusRow, 'contradictedBy'> {
  const contradictedBy = contradictionOf(property, things, clock);
  return contradictedBy === undefined ? {} : { contradictedBy };
}

function statusRow(property: LiveProperty, things: ThingsView, modes: ModesView): StatusRow {
  const { address, thing } = property;
  const reading = property.reading();
  const active = isButton(property.spec)
    ? reading.value === true
    : (things.actuator(address)?.isAway() ?? isAway(property, reading));
  return { ...address, reading, active, mode: modes.nameOf(thing.id) };
}

/** Of another board nobody here knows more than what it says. */
function isAway({ spec }: LiveProperty, { value }: Reading): boolean {
  return spec.writable && value !== null && value !== spec.safe;
}

function sayStatus(rows: readonly StatusRow[], speech: Speech, { language }: Asker): string {
  const isChinese = language === 'zh';
  const line = (row: StatusRow): string => {
    const said = speech.reading(row, row.reading, language);
    return row.contradictedBy === undefined
      ? said
      : sayContradiction(said, row.contradictedBy, speech, language);
  };
  // What was never added is no trouble to look at.
  const isDoubtful = ({ reading, contradictedBy }: StatusRow): boolean =>
    contradictedBy !== undefined || (!isTrustworthy(reading) && reading.missing === undefined);
  const locked = [
    ...new Set(
      rows
        .filter(({ mode }) => mode === 'locked-out')
        .map(({ thing }) => speech.thing(thing, language)),
    ),
  ];
  const doubtful = rows.filter(isDoubtful).map(line);
  const parts = [
    ...rows.filter((row) => !isDoubtful(row)).map(line),
    ...doubtful.map((text) => (isChinese ? `注意：${text}` : `Look at this: ${text}`)),
    ...locked.map((title) => (isChinese ? `已上锁：${title}` : `Locked out: ${title}`)),
  ];
  return parts.join('\n');
}
