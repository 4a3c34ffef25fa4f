/**
 * Commands on their way to other boards, each until its answer or until nobody can expect one. The
 * same bytes may go more than once: the board acts on an id once, and answers the same again.
 */
import type { Clock, Timer } from '../../core/clock.ts';
import type { PropertyAddress } from '../../core/reading.ts';
import type { Outcome } from '../../core/receipt.ts';
import type { Command } from '../../policy/command.ts';
import { refuseMesh } from '../errors.ts';

export type OnSettling = (progress: { readonly waitingFor?: PropertyAddress }) => void;

export interface CommandDeskParts {
  readonly clock: Clock;
  /** Puts it on the wire. */
  readonly publish: (board: string, command: Uint8Array) => void;
  readonly isOnline: (board: string) => boolean;
}

interface Pending {
  readonly command: Command;
  readonly bytes: Uint8Array;
  readonly onSettling: OnSettling;
  readonly resolve: (outcome: Outcome) => void;
  timer: Timer;
  isSettling: boolean;
}

/** For the answer to travel, after the board would no longer begin. */
const GRACE_MS = 5_000;
/** The longest that the world is given to follow a write; no property settles this long. */
const SETTLE_MS = 10 * 60_000;
/** Ids that may still be answered by a journal. */
const MAX_UNANSWERED = 1_000;

export class CommandDesk {
  readonly #parts: CommandDeskParts;
  readonly #pending = new Map<string, Pending>();
  /** Id → the board it was for. */
  readonly #unanswered = new Map<string, string>();

  constructor(parts: CommandDeskParts) {
    this.#parts = parts;
  }

  send(command: Command, bytes: Uint8Array, onSettling: OnSettling): Promise<Outcome> {
    const { clock, publish, isOnline } = this.#parts;
    if (!isOnline(command.board)) return Promise.resolve(offline(command));
    return new Promise((resolve) => {
      const leftMs = command.deadline - clock.now() + GRACE_MS;
      const timer = clock.after(leftMs, () => this.#expire(command.id));
      const pending = { command, bytes, onSettling, resolve, timer, isSettling: false };
      this.#pending.set(command.id, pending);
      publish(command.board, bytes);
    });
  }

  /** The board is there (again): what it may not have heard, or not have answered, goes once more. */
  online(board: string): void {
    const now = this.#parts.clock.now();
    for (const { command, bytes } of this.#pending.values())
      if (command.board === board && now < command.deadline) this.#parts.publish(board, bytes);
  }

  settling(board: string, id: string, progress: Parameters<OnSettling>[0]): void {
    const pending = this.#find(board, id);
    if (pending === undefined) return;
    pending.isSettling = true;
    pending.onSettling(progress);
  }

  answer(board: string, id: string, outcome: Outcome): void {
    const pending = this.#find(board, id);
    if (pending !== undefined) this.#end(pending, outcome);
  }

  /** true once for a command that was given up, and whose outcome the journal of its board has brought now. */
  takeUnanswered(board: string, id: string): boolean {
    return this.#unanswered.get(id) === board && this.#unanswered.delete(id);
  }

  /** Nobody is left waiting. */
  stop(): void {
    for (const pending of this.#pending.values()) this.#giveUp(pending);
  }

  /** Another board's answer to it is none. */
  #find(board: string, id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    return pending?.command.board === board ? pending : undefined;
  }

  /** A board that is there and gives the world its time is waited for; one that is away is not. */
  #expire(id: string): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    const { clock, isOnline } = this.#parts;
    const { command, isSettling } = pending;
    const isLate = clock.now() > command.deadline + SETTLE_MS;
    if (!isSettling || isLate || !isOnline(command.board)) this.#giveUp(pending);
    else pending.timer = clock.after(GRACE_MS, () => this.#expire(id));
  }

  #giveUp(pending: Pending): void {
    const { id, board } = pending.command;
    this.#unanswered.set(id, board);
    const [oldest] = this.#unanswered.keys();
    if (this.#unanswered.size > MAX_UNANSWERED && oldest !== undefined)
      this.#unanswered.delete(oldest);
    this.#end(pending, noAnswer(pending.command));
  }

  #end({ command, timer, resolve }: Pending, outcome: Outcome): void {
    timer.cancel();
    this.#pending.delete(command.id);
    resolve(outcome);
  }
}

function offline({ board }: Command): Outcome {
  const message = `the board ${board} is away`;
  const zh = `控制板 ${board} 不在线；没有发送任何命令`;
  return { status: 'refused', refusal: { ...refuseMesh('MESH_BOARD_OFFLINE', message), zh } };
}

function noAnswer({ board, thing, property }: Command): Outcome {
  const message = `the board ${board} did not answer; whether ${thing}.${property} was written is not known`;
  const zh = `控制板 ${board} 没有回应；不知道 ${thing}.${property} 是否已写入`;
  return { status: 'failed', refusal: { ...refuseMesh('MESH_NO_ANSWER', message), zh } };
}
