/** How the queue carries out a write: as a signed command, that its board verifies and measures. */
import { createId } from '../core/ids.ts';
import { isRefusal } from '../core/refusal.ts';
import type { Clock } from '../core/clock.ts';
import type { Site } from '../config/site.ts';
import { recordedOutcome, type RecordedOutcome } from '../devices/recorded-outcome.ts';
import type { Command } from '../policy/command.ts';
import { sealCommand } from '../policy/sealed-command.ts';
import type { SiteKey } from '../policy/site-key.ts';
import type { JournalReader } from '../state/journal-reader.ts';
import type { CommandLink } from './command-link.ts';
import { refuseTask } from './errors.ts';
import { findTarget } from './find-target.ts';
import { DEADLINE_MS, MAX_WORDS } from './limits.ts';
import type { Performance, Performed, Performer } from './queue/performer.ts';
import { requesterOf } from './requester.ts';
import type { WriteTask } from './task.ts';
import { endTask } from './task-outcome.ts';

export interface WritePerformerParts {
  readonly site: Site;
  readonly key: SiteKey;
  readonly link: CommandLink;
  /** The board of this node, and what it has on record. */
  readonly boardId: string;
  readonly journal: JournalReader;
  readonly clock: Clock;
}

/** Beyond its deadline and the time that its thing needs. */
const PATIENCE_MS = 60_000;

/** A clock that is being set right moves by less. */
const CLOCK_STEP_MS = 60_000;

/** Nothing has left this node. */
const AWAY = 'MESH_BOARD_OFFLINE';

export class WritePerformer implements Performer<WriteTask> {
  readonly #parts: WritePerformerParts;

  constructor(parts: WritePerformerParts) {
    this.#parts = parts;
  }

  /** What people name is one device: the parts behind it, and others on the same line, its board minds. */
  laneOf({ thing }: WriteTask): string {
    return `thing ${thing}`;
  }

  leaseMs(task: WriteTask): number {
    const target = findTarget(this.#parts.site, task);
    const settleMs = isRefusal(target) ? 0 : target.property.settleMs;
    return DEADLINE_MS + settleMs + PATIENCE_MS;
  }

  /** The id of its command: what a board was told is known by it, whatever happens. */
  prepare(task: WriteTask): WriteTask {
    return { ...task, command: createId('cmd', this.#parts.clock.now()) };
  }

  async perform(
    task: WriteTask,
    { onSettling, onProgress }: Performance,
  ): Promise<Performed<WriteTask>> {
    const { site, key, link, clock } = this.#parts;
    const target = findTarget(site, task);
    if (isRefusal(target))
      return { task: endTask(task, { status: 'refused', refusal: target }, clock.now()) };
    const command = this.#command(task, target.thing.board);
    const { id, thing, property, value } = task;
    const outcome = await link.send(command.board, sealCommand(command, key), (progress) => {
      onSettling();
      onProgress({ task: id, thing, property, value, ...progress });
    });
    const isAway = outcome.status === 'refused' && outcome.refusal.code === AWAY;
    const ended = endTask(task, outcome, clock.now());
    return isAway ? { task: ended, again: 'board' } : { task: ended };
  }

  /** Nothing is written again that may have been. What the board had written down by then is its end. */
  async recover(task: WriteTask): Promise<Performed<WriteTask>> {
    const recorded = await this.#recorded(task);
    if (recorded !== undefined) return { task: endTask(task, recorded.outcome, recorded.at) };
    const refusal = refuseTask('TASK_UNKNOWN', 'nobody saw how it ended');
    return { task: { ...task, state: 'unknown', refusal } };
  }

  /** Another board tells of it by itself, when it can. A journal that cannot be read tells nothing. */
  async #recorded(task: WriteTask): Promise<RecordedOutcome | undefined> {
    const { site, boardId, journal } = this.#parts;
    const target = findTarget(site, task);
    const { command, createdAt } = task;
    if (command === undefined || isRefusal(target) || target.thing.board !== boardId)
      return undefined;
    const notBefore = createdAt - CLOCK_STEP_MS;
    const query = { board: boardId, command, reverse: true, notBefore };
    const records = await journal.entries(query).catch(() => []);
    return recordedOutcome(records, target.property.unit);
  }

  #command(task: WriteTask, board: string): Command {
    const { thing, property, value, forMs, via, words, confirmedBy, command: id = '' } = task;
    const note = confirmedBy === undefined ? '' : ` (confirmed by ${confirmedBy})`;
    const now = this.#parts.clock.now();
    return {
      ...{ id, board, thing, property, value },
      ...(forMs === undefined ? {} : { forMs }),
      ...{
        requester: requesterOf(task),
        via,
        cause: `${words.slice(0, MAX_WORDS - note.length)}${note}`,
      },
      ...{ issuedAt: now, deadline: now + DEADLINE_MS },
    };
  }
}
