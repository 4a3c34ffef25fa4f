/**
 * The nodes heard of lately, with an end to how many and how long. A node may be heard on several
 * links; it is gone when none of them heard it for a while, or when it said goodbye on all. Not
 * for liveness: that comes from MQTT.
 */
import type { Clock } from '../../core/clock.ts';
import type { Announcement } from './announcement.ts';
import type { Endpoint } from './endpoints.ts';

export interface Peer extends Announcement {
  /** Epoch ms. */
  readonly seenAt: number;
  /** Where it is said to have a broker, by anybody: who takes a gateway's name does not hide it. */
  readonly brokers: readonly Endpoint[];
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
/** Of one name: a node on three networks that has just moved, and room for who takes its name. */
const MOST_SIGHTINGS = 8;
/** Nodes answer every question, and one is asked every 20 to 35 s: two answers may go missing. */
export const PEER_LIFE_MS = 90_000;

interface Sighting {
  readonly link: string;
  readonly announcement: Announcement;
  readonly seenAt: number;
  readonly seenMs: number;
}

/** By link and source address: what else goes by the same name stands beside it, not in its place. */
type Sightings = Map<string, Sighting>;

export class PeerTable {
  readonly #clock: Clock;
  readonly #listener: (change: PeerChange) => void;
  /** `site/node` → what was heard of it last. */
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
    const sighting = `${link} ${sourceOf(announcement)}`;
    const before = sightings?.get(sighting);
    const kept: Sightings = sightings ?? new Map<string, Sighting>();
    if (before === undefined && kept.size >= MOST_SIGHTINGS) return 'crowded';
    const now = { seenAt: this.#clock.now(), seenMs: this.#clock.monotonicMs() };
    kept.set(sighting, { link, announcement, ...now });
    this.#peers.set(key, kept);
    if (before !== undefined && isSame(before.announcement, announcement)) return 'same';
    return this.#tell(sightings === undefined ? 'seen' : 'changed', kept);
  }

  /** It said goodbye on this link. */
  leave(link: string, announcement: Announcement): void {
    const isOver = (sighting: Sighting): boolean =>
      sighting.link === link && sourceOf(sighting.announcement) === sourceOf(announcement);
    this.#forget(keyOf(announcement), isOver);
  }

  /** We are on this link no more. */
  dropLink(link: string): void {
    for (const key of [...this.#peers.keys()])
      this.#forget(key, (sighting) => sighting.link === link);
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

  #forget(key: string, isOver: (sighting: Sighting) => boolean): void {
    const sightings = this.#peers.get(key);
    if (sightings === undefined) return;
    const over = [...sightings].filter(([, sighting]) => isOver(sighting));
    if (over.length === 0) return;
    if (over.length === sightings.size) {
      this.#peers.delete(key);
      this.#tell('gone', sightings);
      return;
    }
    for (const [name] of over) sightings.delete(name);
    this.#tell('changed', sightings);
  }

  #tell<Change extends PeerChange['change']>(change: Change, sightings: Sightings): Change {
    this.#listener({ change, peer: merge(sightings) });
    return change;
  }

  #isCrowded(announcement: Announcement): boolean {
    if (this.#peers.size >= MOST_PEERS) return true;
    const source = sourceOf(announcement);
    const fromThere = [...this.#peers.values()].filter((sightings) =>
      [...sightings.values()].some((sighting) => sourceOf(sighting.announcement) === source),
    );
    return fromThere.length >= MOST_PEERS_OF_ONE_ADDRESS;
  }
}

/** The newest sighting speaks for the node; addresses of the others follow. */
function merge(sightings: Sightings): Peer {
  const sorted = [...sightings.values()].sort((a, b) => b.seenMs - a.seenMs);
  const [newest] = sorted;
  if (newest === undefined) throw new Error('a peer has at least one sighting');
  const heard = sorted.map(({ announcement }) => announcement);
  const addresses = [...new Set(heard.flatMap((each) => each.addresses))];
  return { ...newest.announcement, addresses, seenAt: newest.seenAt, brokers: brokersOf(heard) };
}

function brokersOf(heard: readonly Announcement[]): readonly Endpoint[] {
  const brokers = heard.flatMap(({ role, port, addresses }) =>
    role === 'gateway' && port !== undefined ? addresses.map((host) => ({ host, port })) : [],
  );
  return [...new Map(brokers.map((one) => [`${one.host}:${String(one.port)}`, one])).values()];
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

/** The address it was heard from. */
function sourceOf({ addresses: [source = ''] }: Announcement): string {
  return source;
}

function keyOf({ site, id }: Pick<Announcement, 'site' | 'id'>): string {
  return `${site}/${id}`;
}
