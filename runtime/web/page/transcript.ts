/** The conversation as data: what was said, what the board answered, news that nobody asked for. How it looks is `chat-pane.tsx`. */
import type { ChatNote, ChatReply } from '../../actions/chat-port.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { ClientMessage } from '../protocol.ts';

/** What a person said and what came of it; for news, only what came. */
export interface Turn {
  /** Of the message; news have one of their own. */
  readonly id: string;
  readonly said?: string;
  readonly note?: ChatNote;
  readonly progress?: string;
  readonly reply?: ChatReply;
  readonly error?: Refusal;
  /** How its question ended; `otherwise`: in another place, or by what was ordered since. */
  readonly answered?: 'yes' | 'no' | 'otherwise';
}

/** Older turns are let go: a page may stay open for months. */
const MAX_TURNS = 300;

export class Transcript {
  readonly #send: (message: ClientMessage) => void;
  readonly #turns = new Map<string, Turn>();

  constructor({ send }: { readonly send: (message: ClientMessage) => void }) {
    this.#send = send;
  }

  get turns(): readonly Turn[] {
    return [...this.#turns.values()];
  }

  get lastSaid(): string | undefined {
    return this.turns.findLast(({ said }) => said !== undefined)?.said;
  }

  say(text: string): void {
    const id = crypto.randomUUID();
    this.#add({ id, said: text });
    this.#send({ type: 'chat', id, text });
  }

  /** @param said the answer in the person's language. */
  answer(turn: Turn, answer: 'yes' | 'no', said: string): void {
    const token = turn.reply?.confirm?.token;
    if (token === undefined) return;
    const id = crypto.randomUUID();
    this.#change(turn.id, { answered: answer });
    this.#add({ id, said });
    this.#send({ type: 'confirm', id, token, answer });
  }

  reply(id: string, reply: ChatReply): void {
    // A reply that only tells of a task leaves its question as it is.
    if (reply.receipts.length > 0) this.#close(reply.tasks);
    this.#change(id, { reply });
  }

  fail(id: string, error: Refusal): void {
    this.#change(id, { error });
  }

  /** Progress goes into the turn it belongs to while that one waits; everything else is news. */
  note(note: ChatNote): void {
    this.#close(note.tasks ?? []);
    const turn = this.#turns.get(note.inReplyTo ?? '');
    if (turn !== undefined && isWaiting(turn)) this.#change(turn.id, { progress: note.text });
    else this.#add({ id: crypto.randomUUID(), note });
  }

  clear(): void {
    this.#turns.clear();
  }

  /** The questions that something has come of. */
  #close(tasks: readonly string[]): void {
    for (const { id, reply, answered } of this.turns)
      if (reply?.confirm !== undefined && answered === undefined)
        if (reply.tasks.some((task) => tasks.includes(task)))
          this.#change(id, { answered: 'otherwise' });
  }

  #add(turn: Turn): void {
    this.#turns.set(turn.id, turn);
    const [oldest] = this.#turns.keys();
    if (this.#turns.size > MAX_TURNS && oldest !== undefined) this.#turns.delete(oldest);
  }

  #change(id: string, change: Partial<Turn>): void {
    const turn = this.#turns.get(id);
    if (turn !== undefined) this.#turns.set(id, { ...turn, ...change });
  }
}

export function isWaiting({ said, reply, error }: Turn): boolean {
  return said !== undefined && reply === undefined && error === undefined;
}
