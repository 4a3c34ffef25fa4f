/**
 * The board's own check of a command, before anything else looks at it: is the clock to be trusted,
 * did the site sign it, is it for this board, is it still in time, and was its id seen before.
 *
 * Ids are kept, durably, until their deadline by the wall clock *and* for as long by the monotonic
 * one: a clock that is set forward and back again opens no door to a replay. Afterwards the deadline
 * itself refuses it. The same command again is not done again: it gets the answer of the first time.
 */
import { createHash, type KeyObject } from 'node:crypto';
import { isTrustedTime, type Clock } from '../core/clock.ts';
import { outcomeSchema, type Outcome } from '../core/receipt.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { z } from '../core/schema.ts';
import { defineSpace, type Space } from '../state/space.ts';
import type { Store, Write } from '../state/store.ts';
import type { Command } from './command.ts';
import { refuse } from './errors.ts';
import { unsealCommand } from './sealed-command.ts';

const seenSchema = z.strictObject({
  digest: z.string(),
  deadline: z.number(),
  /** Absent while it is being carried out, and for ever if a crash came between. */
  answer: outcomeSchema.optional(),
});

type Seen = z.infer<typeof seenSchema>;

const commandSpace = defineSpace({ name: 'commands', schema: seenSchema });

export type Admission =
  | { readonly kind: 'new'; readonly command: Command; readonly digest: string }
  | { readonly kind: 'repeat'; readonly command: Command; readonly answer: Promise<Outcome> }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** No command is meant to wait longer; what never ends would have to be remembered for ever. */
const MAX_LIFE_MS = 5 * 60_000;

export interface CommandGateParts {
  readonly board: string;
  readonly store: Store;
  readonly clock: Clock;
  /** Key id → public key of the gateways this board obeys. */
  readonly trusted: ReadonlyMap<string, KeyObject>;
}

interface Pending {
  readonly answer: Promise<Outcome>;
  readonly settle: (outcome: Outcome) => void;
}

export class CommandGate {
  readonly #board: string;
  readonly #clock: Clock;
  readonly #trusted: CommandGateParts['trusted'];
  readonly #space: Space<Seen>;
  readonly #seen = new Map<string, Seen>();
  readonly #pending = new Map<string, Pending>();
  /** Id → until when it is kept at least, monotonic. */
  readonly #keptUntilMs = new Map<string, number>();

  constructor({ board, store, clock, trusted }: CommandGateParts) {
    this.#board = board;
    this.#clock = clock;
    this.#trusted = trusted;
    this.#space = store.space(commandSpace);
  }

  /** Reads the ids that are still within their deadline. Call before the first `admit`. */
  async load(): Promise<void> {
    const untilMs = this.#clock.monotonicMs() + MAX_LIFE_MS;
    for (const [id, seen] of await this.#space.list()) {
      this.#seen.set(id, seen);
      this.#keptUntilMs.set(id, untilMs);
    }
  }

  /** Decides without waiting, so that two copies arriving together cannot both be new. */
  admit(bytes: Uint8Array): Admission {
    const now = this.#clock.now();
    if (!isTrustedTime(now))
      return no('COMMAND_CLOCK_UNTRUSTED', 'this board does not know the time yet');
    const command = unsealCommand(bytes, this.#trusted);
    if (isRefusal(command)) return { kind: 'refused', refusal: command };
    if (command.board !== this.#board) {
      return no(
        'COMMAND_WRONG_BOARD',
        `the command is for ${command.board}, this is ${this.#board}`,
      );
    }
    const late = this.#lateness(command, now);
    if (late !== undefined) return late;
    const digest = createHash('sha256').update(bytes).digest('hex');
    const seen = this.#seen.get(command.id);
    if (seen !== undefined) return this.#again(command, digest, seen);
    this.#remember(command, digest);
    return { kind: 'new', command, digest };
  }

  /** The write that keeps the id; it goes into the same durable batch as the journal's intent. */
  keep(command: Command, digest: string): Write {
    return this.#space.put(command.id, { digest, deadline: command.deadline });
  }

  /** The writes that keep the answer and drop ids past their deadline; they go with the outcome's batch. */
  answered(command: Command, digest: string, answer: Outcome): readonly Write[] {
    const seen = { digest, deadline: command.deadline, answer };
    this.#seen.set(command.id, seen);
    return [this.#space.put(command.id, seen), ...this.#sweep()];
  }

  /** Releases whoever waits for the answer of a repeated command; call when the answer is durable. */
  settle(command: Command, answer: Outcome): void {
    this.#pending.get(command.id)?.settle(answer);
    this.#pending.delete(command.id);
  }

  #lateness({ issuedAt, deadline }: Command, now: number): Admission | undefined {
    if (now >= deadline)
      return no(
        'COMMAND_EXPIRED',
        `the command's deadline passed ${String(now - deadline)} ms ago`,
      );
    if (deadline - issuedAt <= MAX_LIFE_MS) return undefined;
    return no(
      'COMMAND_TOO_LONG',
      `the command may wait for ${String(deadline - issuedAt)} ms, at most ${String(MAX_LIFE_MS)} are allowed`,
    );
  }

  #remember(command: Command, digest: string): void {
    const { id, issuedAt, deadline } = command;
    this.#keptUntilMs.set(id, this.#clock.monotonicMs() + deadline - issuedAt);
    this.#seen.set(command.id, { digest, deadline: command.deadline });
    let settle: Pending['settle'] = () => undefined;
    const answer = new Promise<Outcome>((resolve) => {
      settle = resolve;
    });
    this.#pending.set(command.id, { answer, settle });
  }

  #again(command: Command, digest: string, seen: Seen): Admission {
    if (seen.digest !== digest) {
      return no('COMMAND_REPLAYED', `the id ${command.id} was used for another command`);
    }
    const answer =
      this.#pending.get(command.id)?.answer ?? Promise.resolve(seen.answer ?? interrupted(command));
    return { kind: 'repeat', command, answer };
  }

  #sweep(): Write[] {
    const now = this.#clock.now();
    const nowMs = this.#clock.monotonicMs();
    const isKept = (id: string): boolean =>
      this.#pending.has(id) || nowMs < (this.#keptUntilMs.get(id) ?? 0);
    const expired = [...this.#seen].filter(([id, { deadline }]) => deadline <= now && !isKept(id));
    for (const [id] of expired) {
      this.#seen.delete(id);
      this.#keptUntilMs.delete(id);
    }
    return expired.map(([id]) => this.#space.remove(id));
  }
}

function no(code: Parameters<typeof refuse>[0], message: string): Admission {
  return { kind: 'refused', refusal: refuse(code, message) };
}

/** A crash came between intent and outcome: nobody may claim either way. */
function interrupted(command: Command): Outcome {
  const message = `${command.thing}.${command.property}: a restart interrupted this command`;
  return { status: 'failed', refusal: refuse('COMMAND_INTERRUPTED', message) };
}
