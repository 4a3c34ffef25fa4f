/** Tells of incidents: one letter for each person, however many there are, and one event each for the programs that want them. */
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { SitePlatform } from '../config/site.ts';
import { nameOfAlert } from '../core/alert.ts';
import type { Store, Write } from '../state/store.ts';
import type { NewEvent } from '../tasks/events/event.ts';
import type { PlatformNews } from '../tasks/events/platform-news.ts';
import type { AlertNews } from '../tasks/news.ts';
import type { Outbox } from '../tasks/outbox.ts';
import { tellTogether, type Telling } from '../tasks/tell-together.ts';
import type { Seen } from './alert-engine.ts';
import type { Incident } from './incident.ts';
import { sayAlert } from './say-alerts.ts';

export interface IncidentTellerParts {
  readonly site: {
    readonly language: Language;
    readonly platforms: readonly Pick<SitePlatform, 'name' | 'hearsAlerts'>[];
  };
  readonly news: Pick<PlatformNews, 'tell'>;
  readonly outbox: () => Pick<Outbox, 'announce'>;
  readonly store: Pick<Store, 'durable'>;
  readonly speech: Speech;
  readonly everybody: () => readonly Addressee[];
}

export interface Addressee {
  readonly person: string;
  readonly chat: string;
  readonly language: Language;
}

export interface Phase {
  readonly phase: AlertNews['phase'];
  readonly incident: Incident;
  readonly seen?: readonly Seen[];
}

/** Of a curve; a line of text has fewer, a picture shows no more. */
const MOST_POINTS = 60;

export class IncidentTeller {
  readonly #parts: IncidentTellerParts;

  constructor(parts: IncidentTellerParts) {
    this.#parts = parts;
  }

  /** Durable when it resolves, together with `alongside`. */
  async tell(phases: readonly Phase[], alongside: readonly Write[]): Promise<void> {
    const { site, store } = this.#parts;
    const told = phases.map((one) => ({ ...one, news: newsOf(one) }));
    const programs = site.platforms.filter(({ hearsAlerts }) => hearsAlerts === true);
    const toPrograms = programs.flatMap(({ name }) => told.map((one) => this.#event(name, one)));
    const toPeople = told.length === 0 ? [] : [this.#letter(told.map(({ news }) => news))];
    await tellTogether([...toPrograms, ...toPeople], (writes) =>
      store.durable([...writes, ...alongside]),
    );
  }

  #letter(alerts: AlertNews[]): Telling {
    const { outbox, everybody } = this.#parts;
    // Who has just said that they know it is not told so.
    const isTheirs = ({ person }: Addressee): boolean => alerts.every(({ by }) => by === person);
    const isTaken = alerts.every(({ phase }) => phase === 'taken');
    const to = everybody().filter((each) => !isTaken || !isTheirs(each));
    return (keep) => outbox().announce(to, { kind: 'alerts', alerts }, keep);
  }

  #event(
    platform: string,
    { phase, incident, news }: Phase & { readonly news: AlertNews },
  ): Telling {
    const { site, speech, news: platforms } = this.#parts;
    const round = phase === 'still' ? `.${String(incident.toldAt ?? 0)}` : '';
    const id = `${incident.id}.${phase}${round}.${platform}`;
    const output = sayAlert(news, speech, site.language);
    const task = {
      ...{ id: incident.id, name: nameOfAlert(incident) },
      ...{ status: STATUS[phase], output },
    };
    return async (keep) => {
      if (!(await platforms.tell(platform, { id, task }, keep))) await keep([]);
    };
  }
}

const STATUS = {
  began: 'failed',
  still: 'failed',
  taken: 'running',
  over: 'done',
} as const satisfies Record<AlertNews['phase'], NewEvent['task']['status']>;

function newsOf({ phase, incident, seen = [] }: Phase): AlertNews {
  const { title, why, since, overAt, times, acknowledged, unit } = incident;
  return {
    ...{ phase, name: nameOfAlert(incident), title, why, since, times },
    ...(overAt !== undefined && { overAt }),
    ...(acknowledged !== undefined && { by: acknowledged.by }),
    ...(seen.length > 1 && { curve: { unit, points: [...thinned(seen)] } }),
  };
}

/** The highest of each stretch: it is what the alert looks at. */
export function thinned(seen: readonly Seen[]): readonly Seen[] {
  const step = Math.ceil(seen.length / MOST_POINTS);
  return Array.from({ length: Math.ceil(seen.length / step) }, (_, index) =>
    seen
      .slice(index * step, (index + 1) * step)
      .reduce((highest, one) => (one.value > highest.value ? one : highest)),
  );
}
