/**
 * One property of one thing, alive: its last value and how far that can be trusted now. A property
 * never ages silently: a sensor that stops answering makes it stale, then faulty, and a value the
 * part cannot mean (bad checksum, out of range) makes it faulty at once.
 */
import { errorCode } from '../core/app-error.ts';
import type { Clock } from '../core/clock.ts';
import {
  formatAddress,
  type PropertyAddress,
  type Quality,
  type Reading,
  type ReadingFault,
  type Value,
} from '../core/reading.ts';
import type { Calibration, SiteProperty, SiteThing } from '../config/site.ts';
import { MissingModelError } from '../hal/driver-errors.ts';
import { calibrate } from './calibration/calibration.ts';
import { faultOfLoop } from './calibration/current-loop.ts';

/** Errors that say "what the part answered is no value", as against "the part did not answer". */
const NONSENSE = new Set([
  'DRIVER_BAD_CRC',
  'DRIVER_BAD_ANSWER',
  'DRIVER_BEYOND_RANGE',
  'DRIVER_NOT_UNDERSTOOD',
  'DRIVER_UNREADABLE',
]);

/** What it said last was true, and may not be so any more. */
const AWAY = 'DRIVER_UNAVAILABLE';

/** Rounding and tolerance of a transmitter at the end of its scale: 2 % of the range is still a value. */
const RANGE_MARGIN = 0.02;

export type ReadingListener = (property: LiveProperty, reading: Reading) => void;

export interface LivePropertyParts {
  readonly thing: SiteThing;
  readonly spec: SiteProperty;
  readonly simulated: boolean;
  readonly clock: Clock;
  readonly onReading: ReadingListener;
  /** How what the part delivers is read now; absent: as the site says. */
  readonly calibration?: () => Calibration | undefined;
}

export class LiveProperty {
  readonly thing: SiteThing;
  readonly spec: SiteProperty;
  readonly address: PropertyAddress;
  /** `thing.property`. */
  readonly name: string;
  readonly #clock: Clock;
  readonly #onReading: ReadingListener;
  #trusted: Quality;
  #value: Value | null = null;
  #at = 0;
  #changedAt: number | undefined;
  /** The time that the newest sample gave itself. */
  #dated = 0;
  #measuredMs: number;
  /** When it was last answered, however old what was answered. */
  #heardMs: number;
  #writtenMs = -Infinity;
  #nonsense = false;
  #isAway = false;
  #missing: string | undefined;
  #fault: ReadingFault | undefined;
  #raw: number | undefined;
  readonly #calibration: () => Calibration | undefined;
  #lastTold: Quality | undefined;

  constructor({ thing, spec, simulated, clock, onReading, calibration }: LivePropertyParts) {
    this.thing = thing;
    this.spec = spec;
    this.address = { thing: thing.id, property: spec.name };
    this.name = formatAddress(this.address);
    this.#clock = clock;
    this.#onReading = onReading;
    this.#calibration = calibration ?? ((): Calibration | undefined => spec.calibrate);
    this.#trusted = simulated ? 'simulated' : 'good';
    this.#measuredMs = clock.monotonicMs();
    this.#heardMs = this.#measuredMs;
  }

  reading(): Reading {
    const quality = this.#quality();
    const value = quality === 'faulty' ? null : this.#value;
    return {
      value,
      quality,
      at: this.#at,
      ...(this.spec.unit === undefined ? {} : { unit: this.spec.unit }),
      ...(this.#missing === undefined ? {} : { missing: this.#missing }),
      ...(this.#fault === undefined ? {} : { fault: this.#fault }),
    };
  }

  /** What the part delivered last, before calibration; undefined where that was no number, or nothing. */
  get raw(): number | undefined {
    return this.#raw;
  }

  /** When its value last became another one; undefined while it did not since the node started. */
  changedAt(): number | undefined {
    return this.#changedAt;
  }

  /** How old what was last measured is: of what was seen, the picture, whenever it was looked at. */
  ageMs(): number {
    return this.#clock.monotonicMs() - this.#measuredMs;
  }

  /**
   * Takes what the part delivered, in the part's own terms. A sample that was begun before the last
   * write had ended may show what was before it, and is dropped.
   * @param beganMs monotonic
   * @param at of what it rests on, epoch ms, where that is older than the sample
   */
  take(raw: Value, beganMs: number, at?: number): void {
    if (beganMs <= this.#writtenMs) return;
    const calibration = this.#calibration();
    const value = typeof raw === 'number' ? calibrate(raw, calibration) : raw;
    this.#raw = typeof raw === 'number' ? raw : undefined;
    this.#fault = typeof raw === 'number' ? faultOfLoop(raw, calibration) : undefined;
    if (this.#fault === undefined && this.#isPossible(value)) this.accept(value, at);
    else this.reject();
  }

  /** Takes what was written just now. */
  written(value: Value): void {
    this.#writtenMs = this.#clock.monotonicMs();
    this.accept(value);
  }

  /** Takes a value in the property's own terms. */
  accept(value: Value, at = this.#clock.now()): void {
    this.#become(value, at);
    this.#nonsense = false;
    this.#isAway = false;
    this.#missing = undefined;
    this.#tell();
  }

  /** Takes what the board that measures it says: its value, its time, and how far that board trusts it. */
  hear({ value, quality, at }: Reading): void {
    this.#trusted = quality;
    this.#nonsense = quality === 'faulty' || value === null;
    if (this.#nonsense || value === null) this.#date(at);
    else this.#become(value, at);
    this.#tell();
  }

  /** The board that measures it is not heard any more. */
  lose(): void {
    if (this.#trusted === 'stale') return;
    this.#trusted = 'stale';
    this.#tell();
  }

  /** The part could not be sampled. Told on only when it changes how far the property can be trusted. */
  fail(error: unknown): void {
    this.#isAway = errorCode(error) === AWAY;
    this.#fault = undefined;
    this.#raw = undefined;
    if (error instanceof MissingModelError) this.#miss(error.model);
    else if (NONSENSE.has(errorCode(error))) this.reject();
    else if (this.#quality() !== this.#lastTold) this.#tell();
  }

  /** Nothing it says can be trusted: faulty from now on, until a value comes. */
  reject(): void {
    this.#nonsense = true;
    this.#tell();
  }

  #become(value: Value, at: number): void {
    const isOther = this.#value !== null && this.#value !== value;
    this.#value = value;
    this.#date(at);
    if (isOther) this.#changedAt = this.#at;
  }

  /**
   * What is measured says when that was, and is that old by the wall clock. The same once more gets no
   * younger by it, also where that clock lies: a camera that stands still delivers for ever.
   */
  #date(at: number): void {
    const [now, nowMs] = [this.#clock.now(), this.#clock.monotonicMs()];
    this.#heardMs = nowMs;
    if (at === this.#dated) return;
    this.#dated = at;
    this.#at = Math.min(at, now);
    this.#measuredMs = nowMs - (now - this.#at);
  }

  #miss(model: string): void {
    if (this.#missing === model) return;
    this.#missing = model;
    this.reject();
  }

  #tell(): void {
    const reading = this.reading();
    this.#lastTold = reading.quality;
    this.#onReading(this, reading);
  }

  #quality(): Quality {
    if (this.#nonsense) return 'faulty';
    const silentMs = this.#clock.monotonicMs() - this.#heardMs;
    if (silentMs > this.spec.faultyAfterMs) return 'faulty';
    const isOld = silentMs > this.spec.staleAfterMs || this.#isAway || this.#at === 0;
    return isOld ? 'stale' : this.#trusted;
  }

  #isPossible(value: Value): boolean {
    if (typeof value !== this.spec.type) return false;
    if (typeof value !== 'number') return true;
    const [low, high] = this.spec.range ?? [-Infinity, Infinity];
    const margin = (high - low) * RANGE_MARGIN;
    return Number.isFinite(value) && value >= low - margin && value <= high + margin;
  }
}
