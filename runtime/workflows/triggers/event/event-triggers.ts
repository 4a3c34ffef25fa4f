/**
 * Workflows that something starts which happened on the site: a board did something by itself, joined or
 * left, an alert was raised or cleared. Who tells it here waits until the run is durable, and the same told
 * again begins none.
 */
import type { Clock } from '../../../core/clock.ts';
import { datedId } from '../../../core/ids.ts';
import type { BoardEvent } from '../../../devices/board-event.ts';
import type { Workflow } from '../../workflow.ts';
import type { Occasions, Sight } from '../occasions.ts';
import type { EventTrigger } from './event-form.ts';

export interface EventTriggersParts {
  readonly workflows: () => readonly Workflow[];
  readonly occasions: Pick<Occasions, 'begin' | 'fire'>;
  readonly clock: Clock;
}

/** What there is to know of one. */
export interface AlertIncident {
  readonly id: string;
  readonly code: string;
  readonly subject?: string | undefined;
  /** When it fired last. */
  readonly value: number;
  /** Epoch ms. */
  readonly since: number;
  readonly overAt?: number | undefined;
}

type EventWorkflow = Workflow & { readonly trigger: EventTrigger };

/** So long after a start, boards that were there are heard of again: that is how they stand, and no event. */
const SETTLING_MS = 60_000;

export class EventTriggers {
  readonly #parts: EventTriggersParts;
  /** Boards, and whether they were there when they were last heard of. */
  readonly #boards = new Map<string, boolean>();
  #startedMs = Infinity;

  constructor(parts: EventTriggersParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#startedMs = this.#parts.clock.monotonicMs();
  }

  /** @param at when it was told first, epoch ms. Durable when it resolves. */
  async thing(event: BoardEvent, at: number): Promise<void> {
    const { thing, property } = 'run' in event ? event.run : event;
    const seen = { ...{ kind: 'event', at, event: `${thing}.${event.kind}` }, thing, property };
    const sight: Sight = { ...seen, data: plain(event) };
    for (const workflow of this.#armed(sight['event'])) {
      const id = datedId('run', at, `${workflow.name} ${JSON.stringify(sight)}`);
      await this.#parts.occasions.begin(workflow, sight, { id });
    }
  }

  /** A board was heard of, or is not any more. */
  board(board: string, isOnline: boolean, at: number): void {
    const isSettled = this.#parts.clock.monotonicMs() - this.#startedMs > SETTLING_MS;
    const before = this.#boards.get(board) ?? (isSettled ? false : undefined);
    this.#boards.set(board, isOnline);
    if (before === undefined || before === isOnline) return;
    const event = isOnline ? 'board-joined' : 'board-left';
    for (const workflow of this.#armed(event)) {
      const { of = board } = workflow.trigger;
      if (of === board) this.#parts.occasions.fire(workflow, { kind: 'event', at, event, board });
    }
  }

  /** As people hear of it. Durable when it resolves, and once for each incident. */
  async alert(phase: 'began' | 'over', incident: AlertIncident): Promise<void> {
    const { id, code, subject, value, since, overAt = since } = incident;
    const event = phase === 'began' ? 'alert-raised' : 'alert-cleared';
    const alert = subject ?? code;
    const at = phase === 'began' ? since : overAt;
    const sight = { kind: 'event', at, event, alert, code, value };
    for (const workflow of this.#armed(event)) {
      const { of = alert } = workflow.trigger;
      if (of !== alert && of !== code) continue;
      const run = datedId('run', at, `${workflow.name} ${id} ${event}`);
      await this.#parts.occasions.begin(workflow, sight, { id: run });
    }
  }

  #armed(event: unknown): readonly EventWorkflow[] {
    return this.#parts
      .workflows()
      .filter(isArmed)
      .filter(({ trigger }) => trigger.event === event);
  }
}

function isArmed(workflow: Workflow): workflow is EventWorkflow {
  return workflow.isEnabled && workflow.trigger.kind === 'event';
}

/** What is undefined in it is not in the run either. */
function plain(event: BoardEvent): unknown {
  const data: unknown = JSON.parse(JSON.stringify(event));
  return data;
}
