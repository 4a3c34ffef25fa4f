/**
 * Tells people of alerts, and no more than they need:
 *
 *     fires ──→ open ──────── right again ──→ calm ── for calmMs ──→ over
 *                 ↑                             │
 *                 └────────── fires again ──────┘
 *
 * - Of one alert there is one open incident; one that comes and goes stays the same one.
 * - What begins or ends within a while is told together. What nobody acknowledged is told again after four hours.
 * - An incident and the letters that tell of it are one batch: a restart neither forgets an open one nor tells it again.
 * - A time that lies ahead of the clock, because that was set back, counts as long ago.
 */
import { nameOfAlert } from '../core/alert.ts';
import type { AlertDeclaration, AlertName, Alerts, AlertWatch } from '../core/alert.ts';
import { errorMessage } from '../core/app-error.ts';
import { every, type Clock, type Timer } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import { Lane } from '../core/lane.ts';
import type { Log } from '../core/log.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Service } from '../core/service.ts';
import { AlertEngine, type AlertChange, type Seen } from './alert-engine.ts';
import { refuseAlert } from './errors.ts';
import { isOf, isOpen, withoutCalm, type Incident } from './incident.ts';
import type { IncidentBook } from './incident-book.ts';
import type { IncidentTeller, Phase } from './incident-teller.ts';

export interface IncidentsParts {
  readonly declarations: readonly AlertDeclaration[];
  readonly book: IncidentBook;
  readonly teller: Pick<IncidentTeller, 'tell'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Several things that go wrong at once do so for one reason, and are seen within one look at each. */
const GATHER_MS = 15_000;
/** What comes up one after the other is one message, unless it is critical. */
const PAUSE_MS = 5 * 60_000;
const REMIND_MS = 4 * 3_600_000;
const CALM_MS = 2 * 60_000;
const LOOK_MS = 5_000;

/** Told by whoever declared it, to those who asked for it. */
type OwnTelling = (isOver: boolean) => Promise<void>;

export class Incidents implements Service, Alerts {
  readonly #parts: IncidentsParts;
  readonly #engine: AlertEngine;
  readonly #declared: Set<AlertDeclaration>;
  readonly #tellings = new Map<AlertDeclaration, OwnTelling>();
  readonly #lane = new Lane();
  #timer: Timer | undefined;
  /** Both by the monotonic clock. */
  #waitingSinceMs: number | undefined;
  #toldAtMs = -Infinity;

  constructor(parts: IncidentsParts) {
    this.#parts = parts;
    this.#declared = new Set(parts.declarations);
    this.#engine = new AlertEngine({
      ...parts,
      firingSince: (declaration) => {
        const open = this.#openOf(declaration);
        return open?.calmSince === undefined ? open?.since : undefined;
      },
      onChange: (change) => {
        void this.#inLane(() => this.#hear(change));
      },
    });
  }

  /** Needs the book to be loaded. */
  async start(): Promise<void> {
    await this.#engine.start();
    this.#timer = every(this.#parts.clock, LOOK_MS, () => this.#inLane(() => this.#look()));
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#engine.stop();
    await this.#lane.idle();
  }

  watch(declaration: AlertDeclaration, tell: OwnTelling): AlertWatch {
    this.#declared.add(declaration);
    this.#tellings.set(declaration, tell);
    const stop = this.#engine.watch(declaration);
    return {
      isOpen: () => this.#openOf(declaration) !== undefined,
      stop: () => {
        stop();
        this.#declared.delete(declaration);
        this.#tellings.delete(declaration);
      },
    };
  }

  list(): readonly Incident[] {
    return this.#parts.book.list();
  }

  /** What was seen of it since the start, oldest first. */
  seen(incident: Incident): readonly Seen[] {
    return this.#engine.seen(incident) ?? [];
  }

  /** They are known to somebody, who looks after them. @param name of one; undefined: the only one */
  acknowledge(
    { name, all }: { readonly name?: string | undefined; readonly all: boolean },
    by: string,
  ): Promise<readonly Incident[] | Refusal> {
    return this.#lane.run(async () => {
      const open = this.#parts.book.open();
      const found = open.filter((one) => name === undefined || isNamed(one, name));
      if (found.length === 0 && name !== undefined)
        return refuseAlert('ALERT_NONE', notThere(name));
      if (found.length > 1 && !all) return refuseAlert('ALERT_WHICH', severalAre(found));
      const acknowledged = { by, at: this.#parts.clock.now() };
      const fresh = found.filter((one) => one.acknowledged === undefined);
      const taken = fresh.map((one): Incident => ({ ...one, acknowledged }));
      // Of what nobody was told, nobody needs to hear that somebody knows it.
      const told = taken.filter((one) => isToldHere(one) && one.toldAt !== undefined);
      const phases = told.map((incident): Phase => ({ phase: 'taken', incident }));
      if (taken.length > 0) await this.#tell(phases, taken);
      return found.map((one) => taken.find(({ id }) => id === one.id) ?? one);
    });
  }

  #inLane(work: () => Promise<void>): Promise<void> {
    return this.#lane.run(work).catch((error: unknown) => {
      this.#parts.log.error({ error: errorMessage(error) }, 'an alert could not be kept');
    });
  }

  async #hear({ declaration, state, previous }: AlertChange): Promise<void> {
    const { log, clock, book } = this.#parts;
    const { code, subject, title, severity, unit, text } = declaration;
    log.warn({ alert: nameOfAlert(declaration), ...state }, 'alert changed');
    const open = this.#openOf(declaration);
    const now = clock.now();
    if (state.state === 'firing') {
      const value = state.value ?? 0;
      const seen = { value, why: text(value) };
      const { since } = previous.state === 'pending' ? previous : state;
      const about = { code, ...(subject !== undefined && { subject }), title, severity, unit };
      const incident: Incident =
        open === undefined
          ? { id: createId('alert', now), ...about, since, ...seen, times: 1 }
          : { ...withoutCalm(open), ...seen, times: open.times + 1 };
      await book.put([incident]);
    } else if (state.state === 'ok' && open !== undefined && open.calmSince === undefined)
      await book.put([{ ...open, calmSince: now }]);
    await this.#look();
  }

  async #look(): Promise<void> {
    const { clock, book } = this.#parts;
    const now = clock.now();
    for (const incident of book.open()) await this.#judge(incident, now);
    for (const [declaration, tell] of this.#tellings) await this.#tellOwn(declaration, tell);
    const { due, changed } = this.#due(now);
    const nowMs = clock.monotonicMs();
    this.#waitingSinceMs = due.length === 0 ? undefined : (this.#waitingSinceMs ?? nowMs);
    if (!due.some(({ incident }) => this.#isTime(incident, nowMs))) return;
    await this.#tell(due, changed);
    this.#toldAtMs = nowMs;
    this.#waitingSinceMs = undefined;
  }

  /** Over, when it has been right for long enough; what nobody looks at any more ends without a word. */
  async #judge(incident: Incident, now: number): Promise<void> {
    const declaration = [...this.#declared].find((one) => isOf(incident, one));
    const { calmSince } = incident;
    if (calmSince !== undefined && isPast(calmSince, declaration?.calmMs ?? CALM_MS, now))
      await this.#parts.book.put([{ ...withoutCalm(incident), overAt: Math.min(calmSince, now) }]);
    else if (declaration === undefined)
      await this.#parts.book.put([{ ...incident, overAt: now, overToldAt: now }]);
  }

  /** Everything that people have not heard yet, and how it is kept once they have. */
  #due(now: number): { readonly due: readonly Phase[]; readonly changed: readonly Incident[] } {
    const mine = this.list().filter(isToldHere);
    const over = mine.filter((one) => !isOpen(one) && one.overToldAt === undefined);
    const open = mine.filter(isOpen);
    const began = open.filter(({ toldAt }) => toldAt === undefined);
    const still = open.filter(
      ({ toldAt, calmSince, acknowledged }) =>
        toldAt !== undefined &&
        calmSince === undefined &&
        acknowledged === undefined &&
        isPast(toldAt, REMIND_MS, now),
    );
    return {
      due: [
        ...began.map((incident): Phase => ({ phase: 'began', incident })),
        ...still.map((incident): Phase => ({ phase: 'still', incident })),
        ...over.map((incident): Phase => ({ phase: 'over', incident })),
      ],
      changed: [
        ...[...began, ...still].map((one) => ({ ...one, toldAt: now })),
        ...over.map((one) => ({ ...one, overToldAt: now })),
      ],
    };
  }

  #isTime({ severity, overAt }: Incident, nowMs: number): boolean {
    if (nowMs - (this.#waitingSinceMs ?? nowMs) < GATHER_MS) return false;
    return (severity === 'critical' && overAt === undefined) || nowMs - this.#toldAtMs >= PAUSE_MS;
  }

  #tell(due: readonly Phase[], changed: readonly Incident[]): Promise<void> {
    const { book, teller } = this.#parts;
    const withCurves = due.map((one) => ({ ...one, seen: this.seen(one.incident) }));
    return book.put(changed, (writes) => teller.tell(withCurves, writes));
  }

  /** Marked when whoever declared it has told it: after a restart in between it is told again. */
  async #tellOwn(declaration: AlertDeclaration, tell: OwnTelling): Promise<void> {
    const { book, clock } = this.#parts;
    const incident = book.list().findLast((one) => isOf(one, declaration));
    if (incident === undefined) return;
    const now = clock.now();
    if (incident.toldAt === undefined) {
      await tell(false);
      await book.put([{ ...incident, toldAt: now }]);
    } else if (incident.overAt !== undefined && incident.overToldAt === undefined) {
      await tell(true);
      await book.put([{ ...incident, overToldAt: now }]);
    }
  }

  #openOf(alert: AlertName): Incident | undefined {
    return this.#parts.book.open().find((incident) => isOf(incident, alert));
  }
}

/** What is about one of several things is told by whoever declared it. */
function isToldHere({ subject }: Incident): boolean {
  return subject === undefined;
}

/** By its code, what it is about, both, or its id. */
function isNamed(incident: Incident, name: string): boolean {
  const { id, code, subject } = incident;
  return [id, code, subject, nameOfAlert(incident)].includes(name);
}

function isPast(at: number, ms: number, now: number): boolean {
  return at > now || now - at >= ms;
}

function notThere(name: string): { readonly en: string; readonly zh: string } {
  return { en: `no alert "${name}" is open`, zh: `现在没有名为“${name}”的报警` };
}

function severalAre(open: readonly Incident[]): { readonly en: string; readonly zh: string } {
  const names = open.map(nameOfAlert);
  return {
    en: `several alerts are open: ${names.join(', ')}`,
    zh: `有几个报警：${names.join('、')}`,
  };
}
