/** Looks at every alert in its own interval, and tells one listener whenever the state of one changes. */
import type { AlertDeclaration, AlertName, AlertSample, AlertState } from '../core/alert.ts';
import { every, type Clock, type Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import { nextAlert } from './next-alert.ts';

export interface AlertEngineParts {
  readonly declarations: readonly AlertDeclaration[];
  readonly clock: Clock;
  readonly log: Log;
  /** Since when it fired before the start, and does so until something else is seen. */
  readonly firingSince?: (declaration: AlertDeclaration) => number | undefined;
  readonly onChange: (change: AlertChange) => void;
}

export interface AlertChange {
  readonly declaration: AlertDeclaration;
  readonly state: AlertState;
  readonly previous: AlertState;
}

/** What was seen at one look. */
export interface Seen {
  /** Epoch ms. */
  readonly at: number;
  readonly value: number;
}

/** One declared alert, as it is looked at. */
interface Watched {
  readonly declaration: AlertDeclaration;
  readonly seen: Seen[];
  state: AlertState;
  /** When this state began, by the monotonic clock. */
  sinceMs: number;
  timer?: Timer;
}

/** For a curve: an hour of an alert that is looked at every ten seconds. */
const REMEMBERED = 360;

export class AlertEngine implements Service {
  readonly #parts: AlertEngineParts;
  readonly #watched = new Set<Watched>();
  #isRunning = false;

  constructor(parts: AlertEngineParts) {
    this.#parts = parts;
    for (const declaration of parts.declarations) this.#add(declaration);
  }

  /** All of them, in the order of their declarations. */
  states(): readonly AlertState[] {
    return [...this.#watched].map(({ state }) => state);
  }

  /** What the looks since the start have shown, oldest first; undefined where nobody looks at it. */
  seen({ code, subject }: AlertName): readonly Seen[] | undefined {
    return [...this.#watched].find(
      ({ declaration }) => declaration.code === code && declaration.subject === subject,
    )?.seen;
  }

  /** Returns how to stop. */
  watch(declaration: AlertDeclaration): () => void {
    const watched = this.#add(declaration);
    if (this.#isRunning) this.#arm(watched);
    return () => {
      watched.timer?.cancel();
      this.#watched.delete(watched);
    };
  }

  start(): Promise<void> {
    this.#isRunning = true;
    for (const watched of this.#watched) this.#arm(watched);
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#isRunning = false;
    for (const { timer } of this.#watched) timer?.cancel();
    return Promise.resolve();
  }

  #add(declaration: AlertDeclaration): Watched {
    const { code, subject } = declaration;
    const { clock } = this.#parts;
    const since = clock.now();
    const about = subject === undefined ? {} : { subject };
    const state: AlertState = { code, ...about, state: 'ok', since, value: null };
    const watched: Watched = { declaration, state, seen: [], sinceMs: clock.monotonicMs() };
    this.#watched.add(watched);
    return watched;
  }

  #arm(watched: Watched): void {
    const since = this.#parts.firingSince?.(watched.declaration);
    if (since !== undefined) watched.state = { ...watched.state, state: 'firing', since };
    watched.timer = every(this.#parts.clock, watched.declaration.everyMs, () => {
      this.#look(watched);
    });
  }

  #look(watched: Watched): void {
    const { declaration, state: previous, seen } = watched;
    const { clock, onChange } = this.#parts;
    const [now, nowMs] = [clock.now(), clock.monotonicMs()];
    const look = { now, elapsedMs: nowMs - watched.sinceMs };
    const state = nextAlert(previous, declaration, this.#sample(declaration), look);
    watched.state = state;
    if (state.value !== null) seen.push({ at: now, value: state.value });
    if (seen.length > REMEMBERED) seen.shift();
    if (state.state === previous.state) return;
    watched.sinceMs = nowMs;
    onChange({ declaration, state, previous });
  }

  /** One that fails says nothing, and must not keep the others from being looked at. */
  #sample({ code, sample }: AlertDeclaration): AlertSample | undefined {
    try {
      return sample();
    } catch (error) {
      this.#parts.log.error({ alert: code, error }, 'alert cannot be looked at');
      return undefined;
    }
  }
}
