/**
 * The catalogue: every action this node can do, in one list. Chat, CLI, page and later REST and
 * LLM tools all come through `run`, so the role check cannot be forgotten by a door.
 */
import type { Refusal } from '../core/refusal.ts';
import { nearest } from '../core/nearest.ts';
import { refusedResult, type Action, type ActionResult } from './action.ts';
import type { Asker } from './asker.ts';
import { refuseAction } from './errors.ts';

export interface CatalogueParts {
  readonly actions: readonly Action[];
  /** Says why this person may not use this action, or nothing. Policy's word, injected. */
  readonly authorize: (action: Action, asker: Asker) => Refusal | undefined;
  /** Keeps an action that takes its time until it is done. */
  readonly enqueue?: Enqueue;
  /** Somebody asked to change what they may not; resolves when that is written down. */
  readonly onDenied?: (asker: Asker, refusal: Refusal) => Promise<void>;
}

type Enqueue = (action: Action, args: unknown, asker: Asker) => Promise<ActionResult>;

export class Catalogue {
  readonly #actions: ReadonlyMap<string, Action>;
  readonly #authorize: CatalogueParts['authorize'];
  readonly #onDenied: CatalogueParts['onDenied'];
  readonly #enqueue: CatalogueParts['enqueue'];

  constructor({ actions, authorize, onDenied, enqueue }: CatalogueParts) {
    this.#actions = new Map(actions.map((action) => [action.name, action]));
    this.#authorize = authorize;
    this.#onDenied = onDenied;
    this.#enqueue = enqueue;
  }

  /** In the order they were declared: the order people read them in help. */
  list(): readonly Action[] {
    return [...this.#actions.values()];
  }

  find(name: string): Action | undefined {
    return this.#actions.get(name);
  }

  async run(name: string, args: unknown, asker: Asker): Promise<ActionResult> {
    const action = this.#actions.get(name);
    if (action === undefined) return refusedResult(this.#unknown(name), asker.language);
    const refusal = this.#authorize(action, asker);
    if (refusal !== undefined) {
      if (action.kind === 'write') await this.#onDenied?.(asker, refusal);
      return refusedResult(refusal, asker.language);
    }
    const { isLong } = action;
    return isLong === true && this.#enqueue !== undefined
      ? this.#enqueue(action, args, asker)
      : action.run(args, asker);
  }

  /** As the queue carries out what `run` gave it: whoever asked was allowed to then. */
  async perform(name: string, args: unknown, asker: Asker): Promise<ActionResult> {
    const action = this.#actions.get(name);
    if (action === undefined) return refusedResult(this.#unknown(name), asker.language);
    return action.run(args, asker);
  }

  #unknown(name: string): Refusal {
    const near = nearest(name, this.#actions.keys());
    const hint = near === undefined ? undefined : `Did you mean "${near}"?`;
    return refuseAction('ACTION_UNKNOWN', `there is no action "${name}"`, hint);
  }
}
