/**
 * Each chat in its order, one message after the other; only a stop waits for nobody, and what its person wrote
 * before it, and still waits, is left undone.
 */
import { Lane } from '../../core/lane.ts';
import type { ArrivedMessage } from './channel-adapter.ts';
import { isStop } from './is-stop.ts';

export interface TurnsParts {
  readonly answer: (message: ArrivedMessage) => Promise<void>;
  /** Durable when it resolves: they are not answered after a restart either. */
  readonly leave: (messages: readonly ArrivedMessage[]) => Promise<void>;
  readonly onFailed: (error: unknown) => void;
}

interface Line {
  readonly lane: Lane;
  /** Those whose turn has not come yet, in the order of arriving. */
  readonly waiting: Set<ArrivedMessage>;
  isStopping: boolean;
}

export class Turns {
  readonly #parts: TurnsParts;
  /** By chat; gone when nothing waits there. */
  readonly #lines = new Map<string, Line>();

  constructor(parts: TurnsParts) {
    this.#parts = parts;
  }

  add(message: ArrivedMessage): void {
    const { chat } = message;
    const line = this.#lines.get(chat) ?? {
      ...{ lane: new Lane(), waiting: new Set(), isStopping: false },
    };
    this.#lines.set(chat, line);
    const isNow = isStop(message) && !line.isStopping;
    if (!isNow) line.waiting.add(message);
    const answering = isNow
      ? this.#stop(message, line)
      : line.lane.run(() => this.#inTurn(message, line));
    answering.catch(this.#parts.onFailed);
  }

  /** Resolves when everything so far was answered. */
  async idle(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ lane }) => lane.idle()));
  }

  async #inTurn(message: ArrivedMessage, line: Line): Promise<void> {
    if (!line.waiting.has(message)) return;
    line.waiting.delete(message);
    await this.#parts.answer(message);
    if (line.waiting.size === 0 && !line.isStopping) this.#lines.delete(message.chat);
  }

  async #stop(message: ArrivedMessage, line: Line): Promise<void> {
    const before = [...line.waiting].filter((one) => one.user === message.user && !isStop(one));
    for (const one of before) line.waiting.delete(one);
    line.isStopping = true;
    try {
      // Handed over first: after a crash they must not be done behind the stop.
      await Promise.all([this.#parts.leave(before), this.#parts.answer(message)]);
    } finally {
      line.isStopping = false;
    }
  }
}
