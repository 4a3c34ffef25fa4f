/**
 * Finds the other nodes on the local network by mDNS and lets them find this one. It gives hints
 * where to knock: who a node is, is proved when it connects, and whether it lives, MQTT tells.
 * `_boardtalk._tcp.local`, TXT {id, role, version, site, nonce}, on every interface with IPv4.
 */
import { every, type Clock, type Timer } from '../../core/clock.ts';
import { errorMessage } from '../../core/app-error.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metric.ts';
import type { Service } from '../../core/service.ts';
import type { Announcement } from './announcement.ts';
import { PEERS } from './discovery-metrics.ts';
import { listInterfaces, sameInterface, type NetworkInterface } from './interfaces.ts';
import { canBeReached, Link, type Self } from './link.ts';
import { PEER_LIFE_MS, PeerTable, type Peer, type PeerChange } from './peer-table.ts';
import { TroubleDesk, type ToldTrouble, type Trouble } from './trouble.ts';

export interface DiscoveryOptions {
  readonly self: Self;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What a gateway says of its leading, and who hears what others say of theirs. */
  readonly lead?: {
    say(nonce: string): Readonly<Record<string, string>>;
    hear(announcement: Announcement): void;
  };
  /** Default: all of this machine with an IPv4 address, loopback aside. Asked every 30 s. */
  readonly interfaces?: () => readonly NetworkInterface[];
  /**
   * Default false: names are unique within a site by its configuration, a clone is told by its
   * nonce, and a name that two interfaces of one network hear would take itself for another's.
   */
  readonly probing?: boolean;
}

/** How this node stands on one interface. */
export interface LinkState {
  readonly name: string;
  readonly address: string;
  /** `silent`: what we say there does not come back to us. `waiting`: it was opened just now. */
  readonly state: 'heard' | 'silent' | 'waiting' | 'closed';
}

export interface DiscoveryState {
  readonly announces: boolean;
  readonly links: readonly LinkState[];
  readonly peers: number;
  /** Where another node was heard lately that has our name. */
  readonly cloneAt?: string;
}

const ROUND_MS = 30_000;
/** So that one asks first and the others, who hear it, need not. */
const JITTER_MS = 5_000;
/** Our own record comes back within milliseconds; with probing within 1.2 s. */
const HEARD_WITHIN_MS = 3_000;

interface OpenLink {
  readonly link: Link;
  readonly openedMs: number;
  heardMs: number;
}

export class Discovery implements Service {
  readonly #options: DiscoveryOptions;
  readonly #bootNonce: string;
  readonly #peers: PeerTable;
  readonly #troubles: TroubleDesk;
  readonly #listeners = new Set<(change: PeerChange) => void>();
  #networks: readonly NetworkInterface[] = [];
  #links: readonly OpenLink[] = [];
  #revision = 0;
  #clone: { readonly address: string; readonly heardMs: number } | undefined;
  #timer: Timer | undefined;
  #looking: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
    this.#bootNonce = createNonce(options.random);
    this.#peers = new PeerTable(options.clock, (change) => this.#tell(change));
    this.#troubles = new TroubleDesk(options);
  }

  /** Never rejects for want of a network: one may come later, and gateways can be named by hand. */
  async start(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { clock, random } = this.#options;
    this.#looking = this.#look();
    await this.#looking;
    this.#timer = every(clock, ROUND_MS + random() * JITTER_MS, () => {
      this.#looking = this.#look();
      return this.#looking;
    });
  }

  /** Says goodbye on every link, within a second. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#looking;
    const links = this.#links;
    this.#links = [];
    await Promise.all(links.map(({ link }) => link.close()));
  }

  /** What this node says of itself has changed. */
  async announceAnew(): Promise<void> {
    this.#looking = this.#looking.then(async () => {
      await this.#abandonLinks();
      if (!this.#isStopped) await this.#look();
    });
    await this.#looking;
  }

  async #abandonLinks(): Promise<void> {
    const links = this.#links;
    this.#links = [];
    this.#revision += 1;
    await Promise.all(links.map(({ link }) => link.abandon()));
  }

  /** Nodes heard of lately, of any site; this one is none of them. */
  peers(): readonly Peer[] {
    return this.#peers.peers();
  }

  onPeer(listener: (change: PeerChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Each kind once a minute at most, with how many there were. */
  onTrouble(listener: (trouble: ToldTrouble) => void): () => void {
    return this.#troubles.onTrouble(listener);
  }

  state(): DiscoveryState {
    const nowMs = this.#options.clock.monotonicMs();
    const clone = this.#clone;
    return {
      announces: canBeReached(this.#options.self),
      links: this.#networks.map((network) => this.#stateOf(network, nowMs)),
      peers: this.#peers.size,
      ...(clone === undefined || nowMs - clone.heardMs > PEER_LIFE_MS
        ? {}
        : { cloneAt: clone.address }),
    };
  }

  #stateOf({ name, address }: NetworkInterface, nowMs: number): LinkState {
    const open = this.#links.find(({ link }) => link.network.name === name);
    if (open === undefined) return { name, address, state: 'closed' };
    if (nowMs - open.heardMs <= PEER_LIFE_MS) return { name, address, state: 'heard' };
    const isNew = nowMs - open.openedMs < HEARD_WITHIN_MS;
    return { name, address, state: isNew ? 'waiting' : 'silent' };
  }

  async #look(): Promise<void> {
    this.#peers.expire();
    await this.#followInterfaces(this.#interfaces());
    for (const { link } of this.#links) link.listen();
  }

  /** A sandbox may forbid to ask for them: it stays with those there are. */
  #interfaces(): readonly NetworkInterface[] {
    const { interfaces = listInterfaces } = this.#options;
    try {
      return interfaces();
    } catch (error) {
      this.#troubles.note({ kind: 'unsent', text: errorMessage(error) });
      return this.#networks;
    }
  }

  /** A node's records carry the addresses of all its interfaces: when one changes, all links do. */
  async #followInterfaces(networks: readonly NetworkInterface[]): Promise<void> {
    const before = this.#networks;
    const isHere = (network: NetworkInterface): boolean =>
      networks.some((other) => sameInterface(network, other));
    if (before.length !== networks.length || !before.every(isHere)) {
      this.#networks = networks;
      await this.#abandonLinks();
      for (const gone of before.filter((network) => !isHere(network)))
        this.#peers.dropLink(gone.name);
    }
    for (const network of networks) if (!this.#isStopped) await this.#join(network);
  }

  /** What cannot be opened now is tried again in the next round. */
  async #join(network: NetworkInterface): Promise<void> {
    if (this.#links.some(({ link }) => link.network.name === network.name)) return;
    const { self, clock, lead, probing = false } = this.#options;
    const link = new Link({
      ...{ network, clock, self, probing },
      bootNonce: this.#bootNonce,
      says: lead?.say(this.#bootNonce) ?? {},
      revision: this.#revision,
      onAnnouncement: (from, announcement) => this.#hear(from, announcement),
      onGoodbye: (from, announcement) => this.#peers.leave(from.network.name, announcement),
      onTrouble: (trouble) => this.#troubles.note(trouble),
    });
    this.#links = [...this.#links, { link, openedMs: clock.monotonicMs(), heardMs: -Infinity }];
    try {
      await link.open();
    } catch (error) {
      this.#links = this.#links.filter((open) => open.link !== link);
      this.#troubles.note({ kind: 'unsent', text: `${errorMessage(error)} on ${network.name}` });
    }
  }

  #hear(link: Link, announcement: Announcement): void {
    const { self, lead } = this.#options;
    if (announcement.bootNonce !== this.#bootNonce) lead?.hear(announcement);
    if (announcement.id === self.id && announcement.site === self.site)
      this.#hearOwnName(link, announcement);
    else if (this.#peers.hear(link.network.name, announcement) === 'crowded')
      this.#note('crowded', announcement);
  }

  /** Our own record, when it came from this link's own address; else that of another node. */
  #hearOwnName(link: Link, announcement: Announcement): void {
    const heardMs = this.#options.clock.monotonicMs();
    const [address = ''] = announcement.addresses;
    if (announcement.bootNonce !== this.#bootNonce) {
      this.#clone = { address, heardMs };
      this.#note('clone', announcement);
    } else if (address === link.network.address) {
      const own = this.#links.find((open) => open.link === link);
      if (own !== undefined) own.heardMs = heardMs;
    }
  }

  #note(kind: Trouble['kind'], { site, id, addresses }: Announcement): void {
    this.#troubles.note({ kind, text: `${id} of ${site} at ${addresses[0] ?? 'no address'}` });
  }

  #tell(change: PeerChange): void {
    this.#options.metrics.set(PEERS, this.#peers.size);
    for (const listener of this.#listeners) listener(change);
  }
}

/** 10 characters: it tells two starts apart, and proves nothing. */
function createNonce(random: () => number): string {
  return Array.from({ length: 10 }, () => Math.floor(random() * 36).toString(36)).join('');
}
