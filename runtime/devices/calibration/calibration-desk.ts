/** Calibrating in steps, one person at a time: which property, the first point, the second, and then it is kept or dropped. */
import type { Asker } from '../../actions/asker.ts';
import { delay, type Clock } from '../../core/clock.ts';
import {
  formatAddress,
  isTrustworthy,
  type PropertyAddress,
  type Reading,
} from '../../core/reading.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { formatQuantity } from '../../core/units.ts';
import type { Calibration } from '../../config/site.ts';
import type { Journal } from '../../state/journal.ts';
import { refuseDevice } from '../errors.ts';
import type { LiveProperty } from '../live-property.ts';
import type { Calibrations, CalibrationStep } from './calibrations.ts';
import { calibrate } from './calibration.ts';
import { throughPoints, type KnownPoint } from './two-point.ts';

export interface CalibrationDeskParts {
  readonly board: string;
  readonly calibrations: Calibrations;
  readonly journal: Pick<Journal, 'append'>;
  readonly clock: Clock;
  /** As it lives now: an edit of the site makes another one of it. */
  readonly find: (address: PropertyAddress) => LiveProperty | undefined;
  /** Samples a property of this board now. */
  readonly refresh: (address: PropertyAddress) => Promise<Reading | undefined>;
}

interface Session {
  readonly property: LiveProperty;
  readonly endsAtMs: number;
  first?: KnownPoint;
  proposed?: CalibrationStep['calibration'];
}

/** What a step found; `before` and `after` are the reading of now by the old line and the new one. */
export interface CalibrationFound {
  readonly property: LiveProperty;
  readonly raw: number;
  readonly point?: 1 | 2;
  readonly value?: number;
  readonly before: number;
  readonly after?: number;
}

/** To walk to the tank, and to fill it. */
const SESSION_MS = 60 * 60_000;
const SAMPLES = 5;
const BETWEEN_MS = 200;

function isWithin(value: number, range: readonly [number, number] | undefined): boolean {
  return range === undefined || (value >= range[0] && value <= range[1]);
}

function beyond({ name, spec: { range, unit } }: LiveProperty, value: number): Refusal {
  const [from, to] = range ?? [-Infinity, Infinity];
  const [low, high] = [formatQuantity(from, unit), formatQuantity(to, unit)];
  const said = formatQuantity(value, unit);
  return refuseDevice(
    'DEVICE_BAD_CALIBRATION',
    `${said} is beyond what ${name} can show: ${low} to ${high}`,
    {
      hint: 'Say the value that it stands at. Where it shows more, change its range in devices.yaml.',
      zh: `${said} 超出 ${name} 的范围：${low} 到 ${high}`,
    },
  );
}

export class CalibrationDesk {
  readonly #parts: CalibrationDeskParts;
  readonly #sessions = new Map<string, Session>();

  constructor(parts: CalibrationDeskParts) {
    this.#parts = parts;
  }

  async begin(property: LiveProperty, { person }: Asker): Promise<CalibrationFound | Refusal> {
    this.#sessions.delete(person);
    const session = this.#open(property, person);
    if (isRefusal(session)) return session;
    const now = await this.#measure(property);
    return isRefusal(now) ? now : { property, raw: now.raw, before: this.#old(property, now.raw) };
  }

  /** It stands at this value now. @param named begins with this one, unless it has begun */
  async point(
    value: number,
    { person }: Asker,
    named?: LiveProperty,
  ): Promise<CalibrationFound | Refusal> {
    const session = named === undefined ? this.#session(person) : this.#open(named, person);
    if (isRefusal(session)) return session;
    const { property, first } = session;
    if (!isWithin(value, property.spec.range)) return beyond(property, value);
    const measured = await this.#measure(property);
    if (isRefusal(measured)) return measured;
    const point = { ...measured, value };
    const found = { property, raw: point.raw, value, before: this.#old(property, point.raw) };
    if (first === undefined) {
      session.first = point;
      return { ...found, point: 1 };
    }
    const { range } = property.spec;
    const proposed = throughPoints({ first, second: point, before: this.#now(property), range });
    if (isRefusal(proposed)) return proposed;
    session.proposed = proposed;
    return { ...found, point: 2, after: calibrate(point.raw, proposed) };
  }

  /** What 4 mA and 20 mA mean, over a shunt in ohm. */
  loop(
    property: LiveProperty,
    { low, high, shunt }: { readonly low: number; readonly high: number; readonly shunt: number },
    { person }: Asker,
  ): CalibrationFound | Refusal {
    const objection = this.#objection(property);
    if (objection !== undefined) return objection;
    if (low === high)
      return refuseDevice('DEVICE_BAD_CALIBRATION', '4 mA and 20 mA mean the same', {
        zh: '4 mA 和 20 mA 的值相同',
      });
    const raw = property.raw ?? 0;
    const proposed: CalibrationStep['calibration'] = { '4-20mA': [low, high], shunt };
    const endsAtMs = this.#parts.clock.monotonicMs() + SESSION_MS;
    this.#sessions.set(person, { property, endsAtMs, proposed });
    return { property, raw, before: this.#old(property, raw), after: calibrate(raw, proposed) };
  }

  async save(asker: Asker): Promise<LiveProperty | Refusal> {
    const session = this.#session(asker.person);
    if (isRefusal(session)) return session;
    const { property, proposed } = session;
    if (proposed === undefined)
      return refuseDevice('DEVICE_NO_CALIBRATION', 'there are not two points yet', {
        zh: '还没有两个点',
      });
    const { calibrations, clock } = this.#parts;
    const step = { calibration: proposed, person: asker.person, at: clock.now() };
    await this.#keep(property, [...calibrations.steps(property.address), step], asker);
    this.#sessions.delete(asker.person);
    return property;
  }

  /** Back to what held before the newest step. */
  async undo(property: LiveProperty, asker: Asker): Promise<LiveProperty | Refusal> {
    const steps = this.#parts.calibrations.steps(property.address);
    if (steps.length === 0) return this.#none();
    await this.#keep(property, steps.slice(0, -1), asker);
    return property;
  }

  async #keep(
    property: LiveProperty,
    steps: readonly CalibrationStep[],
    asker: Asker,
  ): Promise<void> {
    const { board, calibrations, journal, refresh } = this.#parts;
    const { address } = property;
    const now = steps.at(-1)?.calibration ?? property.spec.calibrate ?? null;
    const details = { before: this.#now(property) ?? null, after: now };
    const { person: actor, via, words } = asker;
    const cause = `${formatAddress(address)}: ${words}`;
    const entry = { kind: 'calibration', board, ...address, actor, via, cause, details } as const;
    await journal.append([entry], [calibrations.write(address, steps)]);
    calibrations.take(address, steps);
    await refresh(address);
  }

  /** The one that is under way, or a new one. */
  #open(property: LiveProperty, person: string): Session | Refusal {
    const known = this.#session(person);
    if (!isRefusal(known) && known.property === property) return known;
    const objection = this.#objection(property);
    if (objection !== undefined) return objection;
    const session = { property, endsAtMs: this.#parts.clock.monotonicMs() + SESSION_MS };
    this.#sessions.set(person, session);
    return session;
  }

  #session(person: string): Session | Refusal {
    const { clock, find } = this.#parts;
    const session = this.#sessions.get(person);
    if (session === undefined || session.endsAtMs <= clock.monotonicMs()) return this.#none();
    // The first point was taken of what is no longer there, by a line that may be another one.
    return find(session.property.address) === session.property ? session : this.#none();
  }

  #none(): Refusal {
    return refuseDevice('DEVICE_NO_CALIBRATION', 'no calibration is open', {
      zh: '没有正在进行的校准',
    });
  }

  #objection({ thing, spec, name }: LiveProperty): Refusal | undefined {
    if (thing.board !== this.#parts.board)
      return refuseDevice(
        'DEVICE_NO_CALIBRATION',
        `${name} is measured by ${thing.board}; only what this board measures can be calibrated here`,
        {
          hint: 'Give it `calibrate` in devices.yaml.',
          zh: `${name} 由 ${thing.board} 测量，请在 devices.yaml 中校准`,
        },
      );
    if (spec.type === 'number' && !spec.writable && spec.source.kind === 'part') return undefined;
    return refuseDevice('DEVICE_NO_CALIBRATION', `${name} is no number that is only measured`, {
      zh: `${name} 不是测量值`,
    });
  }

  #now({ address, spec }: LiveProperty): Calibration | undefined {
    return this.#parts.calibrations.of(address) ?? spec.calibrate;
  }

  #old(property: LiveProperty, raw: number): number {
    return calibrate(raw, this.#now(property));
  }

  /** Several samples, so that noise shows. A loop out of its range may be what is being mended; silence is not. */
  async #measure(property: LiveProperty): Promise<Omit<KnownPoint, 'value'> | Refusal> {
    const { refresh, clock } = this.#parts;
    const raws: number[] = [];
    for (let index = 0; index < SAMPLES; index += 1) {
      if (index > 0) await delay(clock, BETWEEN_MS);
      const reading = await refresh(property.address);
      if (reading === undefined || property.raw === undefined) break;
      if (!isTrustworthy(reading) && reading.quality === 'stale') break;
      raws.push(property.raw);
    }
    if (raws.length < SAMPLES)
      return refuseDevice('DEVICE_BAD_CALIBRATION', `${property.name} gives no readings now`, {
        hint: 'See why with: boardtalk doctor. Then say the point again.',
        zh: `${property.name} 现在没有读数`,
      });
    const raw = raws.reduce((sum, each) => sum + each, 0) / raws.length;
    return { raw, spread: Math.max(...raws) - Math.min(...raws) };
  }
}
