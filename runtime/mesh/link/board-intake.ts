/**
 * What boards owe the gateway, taken in order and once: journal records, events, late readings. The
 * place up to which everything is here is durable in the same batch as its effect, and is what the
 * board is told.
 */
import { Lane } from '../../core/lane.ts';
import type { Clock } from '../../core/clock.ts';
import type { JournalCopies } from '../../state/journal-copies.ts';
import type { JournalRecord } from '../../state/journal-entry.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store, Write } from '../../state/store.ts';
import { decodePack, type Pack } from '../wire/senml.ts';
import {
  backlogMessageSchema,
  eventMessageSchema,
  journalBatchSchema,
  parseMessage,
  placeSchema,
  type Ack,
  type BoardEvent,
  type Place,
} from './messages.ts';

export interface BoardIntakeParts {
  readonly site: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly journals: Pick<JournalCopies, 'head' | 'append' | 'begin'>;
  /** Its effect must be durable, in one batch with `alongside`, before it resolves. */
  readonly onEvent: (
    board: string,
    event: BoardEvent,
    alongside: readonly Write[],
  ) => Promise<void>;
  /** Readings of a time without a gateway, with their old times. Whoever keeps them lets each count once. */
  readonly onLate: (pack: Pack) => void;
  readonly onRecords: (board: string, records: readonly JournalRecord[]) => void;
}

const OWED = ['journal', 'event', 'backlog'] as const;
type Owing = (typeof OWED)[number];

/** One is sent twice when an acknowledgement is late, and the first of an epoch is no sign either. */
const STUCK = 4;

interface Numbered extends Place {
  readonly after: number;
}

/** `<board>.event`, `<board>.backlog` → how far it was taken. */
const placeSpace = defineSpace({ name: 'intake-places', schema: placeSchema });

export class BoardIntake {
  readonly #parts: BoardIntakeParts;
  readonly #space: Space<Place>;
  readonly #places = new Map<string, Place>();
  readonly #lanes = new Map<string, Lane>();
  /** `<board>.<what>` → how many messages in a row brought nothing further. */
  readonly #idle = new Map<string, number>();

  constructor(parts: BoardIntakeParts) {
    this.#parts = parts;
    this.#space = parts.store.space(placeSpace);
  }

  async load(): Promise<void> {
    for (const [key, place] of await this.#space.list()) this.#places.set(key, place);
  }

  /** How far everything of a board is here. */
  async standing(board: string): Promise<Ack> {
    return {
      journal: await this.#parts.journals.head(board),
      event: this.#place(board, 'event'),
      backlog: this.#place(board, 'backlog'),
    };
  }

  /** What a board sends again and again, and what brings it no further. */
  stuck(board: string): readonly Owing[] {
    const isStuck = (what: Owing): boolean => (this.#idle.get(`${board}.${what}`) ?? 0) >= STUCK;
    return OWED.filter(isStuck);
  }

  /** @throws MeshError `MESH_BAD_MESSAGE`, StateError */
  journal(board: string, bytes: Uint8Array): Promise<Ack> {
    return this.#lane(board).run(async () => {
      const { journals, onRecords } = this.#parts;
      const further = this.#hears(board, 'journal');
      const { records, anew } = parseMessage(bytes, journalBatchSchema);
      if (anew !== undefined) await journals.begin(board, anew);
      const { seq: before } = await journals.head(board);
      const journal = await journals.append(board, records);
      const fresh = records.filter(({ seq }) => seq > before && seq <= journal.seq);
      if (fresh.length > 0) further();
      onRecords(board, fresh);
      return { journal };
    });
  }

  /** @throws MeshError `MESH_BAD_MESSAGE`, StateError */
  event(board: string, thing: string | undefined, bytes: Uint8Array): Promise<Ack> {
    return this.#lane(board).run(async () => {
      const further = this.#hears(board, 'event');
      const message = parseMessage(bytes, eventMessageSchema);
      if (this.#isNext(board, 'event', message) && message.event.thing === thing) {
        const place = { epoch: message.epoch, seq: message.seq };
        await this.#parts.onEvent(board, message.event, [this.#put(board, 'event', place)]);
        if (place.epoch === this.#place(board, 'event').epoch) further();
        this.#places.set(`${board}.event`, place);
      }
      return { event: this.#place(board, 'event') };
    });
  }

  /** @throws MeshError `MESH_BAD_MESSAGE`, `MESH_FOREIGN_NAME`, StateError */
  backlog(board: string, bytes: Uint8Array): Promise<Ack> {
    return this.#lane(board).run(async () => {
      const further = this.#hears(board, 'backlog');
      const message = parseMessage(bytes, backlogMessageSchema);
      if (this.#isNext(board, 'backlog', message)) {
        const { site, clock, store, onLate } = this.#parts;
        const origin = { site, node: board, now: clock.now() };
        for (const pack of message.packs.map((bytes) => decodePack(bytes, origin))) onLate(pack);
        const place = { epoch: message.epoch, seq: message.seq };
        await store.durable([this.#put(board, 'backlog', place)]);
        if (place.epoch === this.#place(board, 'backlog').epoch) further();
        this.#places.set(`${board}.backlog`, place);
      }
      return { backlog: this.#place(board, 'backlog') };
    });
  }

  /** Counts a message as idle until `further` is called. A new epoch alone is not further. */
  #hears(board: string, what: Owing): () => void {
    const key = `${board}.${what}`;
    this.#idle.set(key, (this.#idle.get(key) ?? 0) + 1);
    return () => this.#idle.delete(key);
  }

  /** Exactly the one behind what is here, or behind what the board itself no longer owes. */
  #isNext(board: string, what: 'event' | 'backlog', { epoch, seq, after }: Numbered): boolean {
    const known = this.#places.get(`${board}.${what}`);
    const here = known?.epoch === epoch ? known.seq : 0;
    return seq === Math.max(here, after) + 1;
  }

  #place(board: string, what: 'event' | 'backlog'): Place {
    return this.#places.get(`${board}.${what}`) ?? { epoch: 'none', seq: 0 };
  }

  #put(board: string, what: 'event' | 'backlog', place: Place): Write {
    return this.#space.put(`${board}.${what}`, place);
  }

  #lane(board: string): Lane {
    const lane = this.#lanes.get(board) ?? new Lane();
    this.#lanes.set(board, lane);
    return lane;
  }
}
