/**
 * What the gateway's own board says to the mesh: the same topics as every board, handed to the broker
 * of this process without a socket between.
 */
import type { Clock } from '../core/clock.ts';
import { createId } from '../core/ids.ts';
import type { Service } from '../core/service.ts';
import { ReadingsOut } from '../mesh/link/readings-out.ts';
import { RetainedTopics } from '../mesh/link/retained-topics.ts';
import type { BoardModes, Status } from '../mesh/link/messages.ts';
import type { Outlet } from '../mesh/link/outlet.ts';
import { nodeTopic } from '../mesh/topics.ts';
import { encodeWire } from '../mesh/wire/wire-codec.ts';
import type { BoardSide } from './board-side.ts';

export interface OwnBoardOutParts {
  readonly site: string;
  readonly node: string;
  readonly version: string;
  readonly board: BoardSide;
  readonly broker: Outlet;
  readonly clock: Clock;
}

export class OwnBoardOut implements Service {
  readonly #parts: OwnBoardOutParts;
  readonly #retained = new RetainedTopics();
  readonly #readings: ReadingsOut;
  #ends: readonly (() => void)[] = [];

  constructor(parts: OwnBoardOutParts) {
    this.#parts = parts;
    this.#readings = new ReadingsOut({ ...parts, retained: this.#retained });
  }

  start(): Promise<void> {
    const { board, broker } = this.#parts;
    this.#retained.attach(broker);
    this.#say('status', { ...this.#status() });
    this.#sayModes();
    this.#ends = [
      board.things.onReading(this.#readings.hear),
      board.modes.onChange(() => {
        this.#sayModes();
      }),
    ];
    for (const property of board.things.properties())
      this.#readings.hear(property, property.reading());
    return Promise.resolve();
  }

  stop(): Promise<void> {
    for (const end of this.#ends) end();
    this.#readings.stop();
    this.#retained.detach();
    return Promise.resolve();
  }

  #status(): Status {
    const { version, clock } = this.#parts;
    const boot = createId('boot', clock.now());
    return { state: 'online', role: 'gateway', version, boot, nonce: boot };
  }

  #sayModes(): void {
    const { board } = this.#parts;
    this.#say('modes', modesOf(board));
  }

  #say(what: 'status' | 'modes', message: Parameters<typeof encodeWire>[0]): void {
    const { site, node } = this.#parts;
    this.#retained.set(nodeTopic(site, node, what), encodeWire(message), 1);
  }
}

/** The modes of all things of a board, by thing. */
export function modesOf({ things, modes }: Pick<BoardSide, 'things' | 'modes'>): BoardModes {
  return Object.fromEntries(things.list().map(({ id }) => [id, modes.of(id)]));
}
