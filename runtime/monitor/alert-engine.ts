/** Looks at every alert in its own interval, and tells one listener whenever the state of one changes. */
import type { AlertDeclaration, AlertSample, Alerts, AlertState } from '../core/alert.ts';
import { every, type Clock, type Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import { nextAlert } from './next-alert.ts';

export interface AlertEngineParts {
  readonly declarations: readonly AlertDeclaration[];
  readonly clock: Clock;
  readonly log: Log;
  /** Hears `pending` too; people only need to hear of `firing` and of its end. */
  readonly onChange: (state: AlertState, declaration: AlertDeclaration) => void;
}

/** One declared alert, as it is looked at. */
interface Watched {
  readonly declaration: AlertDeclaration;
  readonly hear: ((state: AlertState) => void) | undefined;
  state: AlertState;
  timer?: Timer;
}

export class AlertEngine implements Service, Alerts {
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

  watch(declaration: AlertDeclaration, onChange: (state: AlertState) => void): () => void {
    const watched = this.#add(declaration, onChange);
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

  #add(declaration: AlertDeclaration, hear?: Watched['hear']): Watched {
    const { code, subject } = declaration;
    const since = this.#parts.clock.now();
    const about = subject === undefined ? {} : { subject };
    const state: AlertState = { code, ...about, state: 'ok', since, value: null };
    const watched: Watched = { declaration, hear, state };
    this.#watched.add(watched);
    return watched;
  }

  #arm(watched: Watched): void {
    watched.timer = every(this.#parts.clock, watched.declaration.everyMs, () => {
      this.#look(watched);
    });
  }

  #look(watched: Watched): void {
    const { declaration, hear, state: previous } = watched;
    const now = this.#parts.clock.now();
    const next = nextAlert(previous, declaration, this.#sample(declaration), now);
    watched.state = next;
    if (next.state === previous.state) return;
    this.#parts.onChange(next, declaration);
    hear?.(next);
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
