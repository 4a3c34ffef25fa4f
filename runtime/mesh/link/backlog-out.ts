/**
 * Readings of the time without a gateway: packed as they would have been sent, kept within a budget
 * of bytes (the oldest go first), and sent with their old times after the next join.
 */
import { every, type Clock, type Timer } from '../../core/clock.ts';
import { z } from '../../core/schema.ts';
import type { Store } from '../../state/store.ts';
import { nodeTopic } from '../topics.ts';
import { encodePack, type PackReading } from '../wire/senml.ts';
import { encodeWire } from '../wire/wire-codec.ts';
import type { Place } from './messages.ts';
import { OrderedFlow } from './ordered-flow.ts';
import { Outbox } from './outbox.ts';

export interface BacklogOutParts {
  readonly site: string;
  readonly node: string;
  readonly store: Store;
  readonly clock: Clock;
  /** Default 8 MiB. */
  readonly budgetBytes?: number;
  readonly onDropped: (packs: number) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** SenML packs in base64: those of one interval. */
const itemSchema = z.array(z.string());

/** The most that a power cut takes: the store's own promise for telemetry. */
const PACK_MS = 5_000;
/** A burst is written before its interval is over. */
const MAX_READINGS = 500;
const DEFAULT_BUDGET_BYTES = 8 << 20;

export class BacklogOut {
  readonly flow: OrderedFlow;
  readonly #parts: BacklogOutParts;
  readonly #outbox: Outbox<string[]>;
  #gathered = new Map<string, PackReading[]>();
  #count = 0;
  #packing: Timer | undefined;
  #isNeeded = true;

  constructor(parts: BacklogOutParts) {
    const { site, node, store, clock, onTrouble } = parts;
    const onDropped = (packs: number): readonly [] => {
      parts.onDropped(packs);
      return [];
    };
    const budgetBytes = parts.budgetBytes ?? DEFAULT_BUDGET_BYTES;
    const space = { name: 'backlog', schema: itemSchema };
    const outbox = new Outbox<string[]>({ store, space, budgetBytes, onDropped });
    this.#parts = parts;
    this.#outbox = outbox;
    this.flow = new OrderedFlow({
      clock,
      onTrouble,
      next: async (after) => {
        const found = await outbox.next(Math.max(after, outbox.done.seq));
        if (found === undefined) return undefined;
        const { epoch } = outbox.done;
        const { seq, item } = found;
        const packs = item.map((pack) => Buffer.from(pack, 'base64'));
        const payload = encodeWire({ epoch, seq, after: seq - 1, packs });
        return { last: seq, topic: nodeTopic(site, node, 'backlog'), payload };
      },
    });
  }

  async start(): Promise<void> {
    await this.#outbox.load();
    this.#packing = every(this.#parts.clock, PACK_MS, () => this.#pack());
  }

  async stop(): Promise<void> {
    this.#packing?.cancel();
    await this.#pack();
  }

  /** From now on readings reach the gateway, or do not. */
  async connected(isConnected: boolean): Promise<void> {
    this.#isNeeded = !isConnected;
    if (isConnected) await this.#pack();
  }

  take(thing: string, readings: readonly PackReading[]): void {
    if (!this.#isNeeded) return;
    const gathered = this.#gathered.get(thing) ?? [];
    gathered.push(...readings);
    this.#gathered.set(thing, gathered);
    this.#count += readings.length;
    if (this.#count >= MAX_READINGS) void this.#pack();
  }

  async acknowledge(place: Place): Promise<void> {
    await this.#outbox.acknowledge(place);
    this.flow.acknowledge(place.epoch === this.#outbox.done.epoch ? place.seq : 0);
  }

  async #pack(): Promise<void> {
    if (this.#count === 0) return;
    const gathered = this.#gathered;
    this.#gathered = new Map();
    this.#count = 0;
    const { site, node, clock, onTrouble } = this.#parts;
    const packs = [...gathered].map(([thing, readings]) =>
      Buffer.from(encodePack({ site, node, thing, readings }, clock.now())).toString('base64'),
    );
    await this.#outbox.add(packs).catch(onTrouble);
    this.flow.poke();
  }
}
