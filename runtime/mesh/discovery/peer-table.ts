/**
 * The nodes heard of lately, with an end to how many and how long. A node may be heard on several
 * links; it is gone when none of them heard it for a while, or when it said goodbye on all. Not
 * for liveness: that comes from MQTT.
 */
import type { Clock } from '../../core/clock.ts';
import type { Announcement } from './announcement.ts';

export interface Peer extends Announcement {
  /** Epoch ms. */
  readonly seenAt: number;
}

/** What a listener is told. `changed`: other addresses, another port, or it has started anew. */
export interface PeerChange {
  readonly change: 'seen' | 'changed' | 'gone';
  readonly peer: Peer;
}

/** `crowded`: there was no more room for it. */
export type Heard = PeerChange['change'] | 'same' | 'crowded';

/** More than a site's 100 boards, and a few kB in all. */
const MOST_PEERS = 256;
/** One machine runs a few nodes; a thousand names from one address are invented. */
const MOST_PEERS_OF_ONE_ADDRESS = 16;
/** Nodes answer every question, and one is asked every 20 to 35 s: two answers may go missing. */
export const PEER_LIFE_MS = 90_000;

interface Sighting {
  readonly announcement: Announcement;
  readonly seenAt: number;
  readonly seenMs: number;
}

type Sightings = Map<string, Sighting>;

export class PeerTable {
  readonly #clock: Clock;
  readonly #listener: (change: PeerChange) => void;
  /** `site/node` → link → what was heard there last. */
  readonly #peers = new Map<string, Sightings>();

  constructor(clock: Clock, listener: (change: PeerChange) => void) {
    this.#clock = clock;
    this.#listener = listener;
  }

  get size(): number {
    return this.#peers.size;
  }

  hear(link: string, announcement: Announcement): Heard {
    const key = keyOf(announcement);
    const sightings = this.#peers.get(key);
    if (sightings === undefined && this.#isCrowded(announcement)) return 'crowded';
    const before = sightings?.get(link);
    const kept: Sightings = sightings ?? new Map<string, Sighting>();
    const now = { seenAt: this.#clock.now(), seenMs: this.#clock.monotonicMs() };
    kept.set(link, { announcement, ...now });
    this.#peers.set(key, kept);
    if (before !== undefined && isSame(before.announcement, announcement)) return 'same';
    return this.#tell(sightings === undefined ? 'seen' : 'changed', kept);
  }

  /** It said goodbye on this link. */
  leave(link: string, { site, id }: Pick<Announcement, 'site' | 'id'>): void {
    this.#forget(keyOf({ site, id }), (_, sightLink) => sightLink === link);
  }

  /** We are on this link no more. */
  dropLink(link: string): void {
    for (const key of [...this.#peers.keys()])
      this.#forget(key, (_, sightLink) => sightLink === link);
  }

  /** Forgets what was not heard for `PEER_LIFE_MS`. */
  expire(): void {
    const oldestMs = this.#clock.monotonicMs() - PEER_LIFE_MS;
    for (const key of [...this.#peers.keys()])
      this.#forget(key, ({ seenMs }) => seenMs <= oldestMs);
  }

  peers(): readonly Peer[] {
    return [...this.#peers.values()].map(merge);
  }

  #forget(key: string, isOver: (sighting: Sighting, link: string) => boolean): void {
    const sightings = this.#peers.get(key);
    if (sightings === undefined) return;
    const over = [...sightings].filter(([link, sighting]) => isOver(sighting, link));
    if (over.length === 0) return;
    if (over.length === sightings.size) {
      this.#peers.delete(key);
      this.#tell('gone', sightings);
      return;
    }
    for (const [link] of over) sightings.delete(link);
    this.#tell('changed', sightings);
  }

  #tell<Change extends PeerChange['change']>(change: Change, sightings: Sightings): Change {
    this.#listener({ change, peer: merge(sightings) });
    return change;
  }

  #isCrowded({ addresses: [source] }: Announcement): boolean {
    if (this.#peers.size >= MOST_PEERS) return true;
    const fromThere = [...this.#peers.values()].filter((sightings) =>
      [...sightings.values()].some(({ announcement }) => announcement.addresses[0] === source),
    );
    return fromThere.length >= MOST_PEERS_OF_ONE_ADDRESS;
  }
}

/** The newest sighting speaks for the node; addresses heard on the other links follow. */
function merge(sightings: Sightings): Peer {
  const [newest, ...others] = [...sightings.values()].sort((a, b) => b.seenMs - a.seenMs);
  if (newest === undefined) throw new Error('a peer has at least one sighting');
  const { announcement, seenAt } = newest;
  const addresses = [announcement, ...others.map((other) => other.announcement)].flatMap(
    (heard) => heard.addresses,
  );
  return { ...announcement, addresses: [...new Set(addresses)], seenAt };
}

function isSame(left: Announcement, right: Announcement): boolean {
  return (
    left.bootNonce === right.bootNonce &&
    left.port === right.port &&
    left.role === right.role &&
    left.version === right.version &&
    left.addresses.join() === right.addresses.join()
  );
}

function keyOf({ site, id }: Pick<Announcement, 'site' | 'id'>): string {
  return `${site}/${id}`;
}
