/**
 * Who is next. Pure: it knows ids, lanes and levels, and neither time nor disk.
 *
 * A lane is a device: what is written to it is written one after the other. What is on its way is
 * `begun`, then `settling` when it is written and only the world takes its time.
 *
 * - In a lane begins: `safety` at once; `interactive` when nothing there is begun and not settling yet,
 *   as on the board, where a newer write supersedes the older measurement; everything else when the
 *   lane is empty.
 * - Of what nobody sits and waits for, `SLOTS` are on their way at once, over all lanes.
 * - What waits has a turn at last (`levels.ts`).
 */
import type { Level } from '../task.ts';
import { Levels, type Turn } from './levels.ts';

export interface Place {
  readonly id: string;
  readonly lane: string;
  readonly level: Level;
}

interface Lane {
  readonly waiting: Levels<Place>;
  readonly begun: Set<string>;
  readonly settling: Set<string>;
}

/** Workflows and background work together. More would only make the answers to people slower. */
export const SLOTS = 16;

export class Line {
  readonly #lanes = new Map<string, Lane>();
  readonly #places = new Map<string, Place>();
  readonly #urgent: string[] = [];
  /** Something may begin there. */
  readonly #open = new Set<string>();
  /** Lanes where something could begin, if there were a slot. */
  readonly #slotless = new Levels<string>();
  readonly #inSlots = new Set<string>();

  /** Begun or not. */
  has(id: string): boolean {
    return this.#places.has(id);
  }

  add(place: Place): void {
    const { id, lane: name, level } = place;
    this.#places.set(id, place);
    const lane = this.#laneOf(name);
    if (level === 'safety') {
      lane.begun.add(id);
      this.#urgent.push(id);
    } else {
      lane.waiting.add(place, level);
      this.#open.add(name);
    }
  }

  /** The next that may begin, and has begun by that; undefined: all others have to wait. */
  next(): string | undefined {
    const urgent = this.#urgent.shift();
    if (urgent !== undefined) return urgent;
    for (const name of this.#open) {
      const id = this.#nextIn(name);
      if (id !== undefined) return id;
      this.#open.delete(name);
    }
    return this.#nextForSlot();
  }

  /** It is written, and the world is given time. */
  settle(id: string): void {
    const place = this.#places.get(id);
    const lane = place && this.#lanes.get(place.lane);
    if (place === undefined || lane?.begun.delete(id) !== true) return;
    lane.settling.add(id);
    this.#open.add(place.lane);
  }

  /** It has ended, or waits for something else than its turn. */
  leave(id: string): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    const lane = this.#laneOf(place.lane);
    this.#places.delete(id);
    lane.waiting.remove(place);
    lane.begun.delete(id);
    lane.settling.delete(id);
    this.#inSlots.delete(id);
    if (lane.waiting.size > 0) this.#open.add(place.lane);
    else this.#slotless.remove(place.lane);
    if (lane.waiting.size + lane.begun.size + lane.settling.size > 0) return;
    this.#lanes.delete(place.lane);
    this.#open.delete(place.lane);
  }

  /** Those that it waits for, as things stand: what is on its way first. Empty once it has begun. */
  before(id: string): readonly string[] {
    const place = this.#places.get(id);
    const lane = place && this.#lanes.get(place.lane);
    if (lane === undefined || lane.begun.has(id) || lane.settling.has(id)) return [];
    const ahead = [...lane.begun, ...lane.settling];
    for (const other of lane.waiting.list()) {
      if (other.id === id) break;
      ahead.push(other.id);
    }
    return ahead;
  }

  #nextForSlot(): string | undefined {
    while (this.#inSlots.size < SLOTS) {
      const turn = this.#slotless.next();
      if (turn === undefined) return undefined;
      this.#slotless.take(turn);
      const id = this.#nextIn(turn.item);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  #nextIn(name: string): string | undefined {
    const lane = this.#laneOf(name);
    const turn = lane.begun.size > 0 ? undefined : this.#turnIn(lane);
    if (turn === undefined) return undefined;
    const { id } = turn.item;
    if (turn.level !== 'interactive') this.#inSlots.add(id);
    lane.waiting.take(turn);
    lane.begun.add(id);
    return id;
  }

  /** Nobody who sits there waits because there is no slot for what is not urgent. */
  #turnIn({ waiting, settling }: Lane): Turn<Place> | undefined {
    const turn = waiting.next();
    if (turn === undefined || turn.level === 'interactive') return turn;
    if (settling.size > 0) return undefined;
    const { lane } = turn.item;
    this.#slotless.remove(lane);
    if (this.#inSlots.size < SLOTS) return turn;
    this.#slotless.add(lane, turn.level);
    return waiting.first('interactive');
  }

  #laneOf(name: string): Lane {
    const lane = this.#lanes.get(name) ?? {
      ...{ waiting: new Levels<Place>(), begun: new Set<string>(), settling: new Set<string>() },
    };
    this.#lanes.set(name, lane);
    return lane;
  }
}
