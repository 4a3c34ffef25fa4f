/**
 * Tells each board, while it is there, how the tasks stand that are about its things: all of them when it
 * joins, then each change, numbered. Who has missed one asks, and gets all of them again.
 */
import { errorMessage } from '../../core/app-error.ts';
import { randomText } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import { nodeTopic } from '../topics.ts';
import { encodeWire } from '../wire/wire-codec.ts';
import type { TaskState } from './messages.ts';
import type { Outlet } from './outlet.ts';

export interface TaskFeedParts {
  readonly site: string;
  readonly outlet: Outlet;
  readonly log: Log;
  readonly isOnline: (board: string) => boolean;
  /** As they stand now: what is open, and what ended last. Bounded. */
  readonly tasksOf: (board: string) => readonly TaskState[];
}

interface Standing {
  seq: number;
  /** Since all of them were told. */
  changes: number;
}

/** Then all are told again: what ended long ago is forgotten on the board, too. */
const MOST_CHANGES = 50;

export class TaskFeed {
  readonly #parts: TaskFeedParts;
  /** Of this process: after a restart numbers mean nothing any more. */
  readonly #epoch = randomText(12);
  readonly #standings = new Map<string, Standing>();

  constructor(parts: TaskFeedParts) {
    this.#parts = parts;
  }

  /** The board has joined, or has missed something. */
  tellAll(board: string): void {
    const { seq } = this.#standings.get(board) ?? { seq: 0 };
    this.#standings.set(board, { seq: seq + 1, changes: 0 });
    this.#say(board, true, this.#parts.tasksOf(board));
  }

  /** One has changed. A board that is away hears of it when it joins; one that only seemed so finds a number missing, and asks. */
  tell(board: string, task: TaskState): void {
    const standing = this.#standings.get(board);
    if (standing === undefined) return;
    if (!this.#parts.isOnline(board)) {
      standing.seq += 1;
      return;
    }
    if (standing.changes >= MOST_CHANGES) {
      this.tellAll(board);
      return;
    }
    standing.seq += 1;
    standing.changes += 1;
    this.#say(board, false, [task]);
  }

  #say(board: string, isWhole: boolean, tasks: readonly TaskState[]): void {
    const { site, outlet, log } = this.#parts;
    const { seq = 0 } = this.#standings.get(board) ?? {};
    const payload = encodeWire({ epoch: this.#epoch, seq, isWhole, tasks });
    const topic = nodeTopic(site, board, 'tasks');
    outlet.publish(topic, payload, { qos: 1, retain: false }).catch((error: unknown) => {
      log.warn({ topic, error: errorMessage(error) }, 'broker does not take a message');
    });
  }
}
