/** Looks at every declared alert in its own interval, and tells one listener whenever the state of one changes. */
import type { AlertDeclaration, AlertSample, AlertState } from '../core/alert.ts';
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

export class AlertEngine implements Service {
  readonly #parts: AlertEngineParts;
  readonly #states = new Map<string, AlertState>();
  #timers: Timer[] = [];

  constructor(parts: AlertEngineParts) {
    this.#parts = parts;
  }

  /** All of them, in the order of their declarations. */
  states(): readonly AlertState[] {
    return this.#parts.declarations.map((declaration) => this.#stateOf(declaration));
  }

  start(): Promise<void> {
    this.#timers = this.#parts.declarations.map((declaration) =>
      every(this.#parts.clock, declaration.everyMs, () => {
        this.#look(declaration);
      }),
    );
    return Promise.resolve();
  }

  stop(): Promise<void> {
    for (const timer of this.#timers) timer.cancel();
    return Promise.resolve();
  }

  #look(declaration: AlertDeclaration): void {
    const previous = this.#stateOf(declaration);
    const now = this.#parts.clock.now();
    const next = nextAlert(previous, declaration, this.#sample(declaration), now);
    this.#states.set(declaration.code, next);
    if (next.state !== previous.state) this.#parts.onChange(next, declaration);
  }

  #stateOf({ code }: AlertDeclaration): AlertState {
    return (
      this.#states.get(code) ?? { code, state: 'ok', since: this.#parts.clock.now(), value: null }
    );
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
