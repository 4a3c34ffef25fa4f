/**
 * This node on one network interface: says who it is there, and hears who else is. One browser of
 * bonjour-service lives for one round only. It tells each name once, never notices that one is
 * alive or has moved, and keeps what it heard for ever; a new one every round has none of this.
 */
import type { Bonjour as Responder, Browser } from 'bonjour-service';
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import { NO_PORT, parseAnnouncement, SERVICE_TYPE, type Announcement } from './announcement.ts';
import type { NetworkInterface } from './interfaces.ts';
import { LinkSocket } from './link-socket.ts';
import type { Trouble } from './trouble.ts';

export interface Self {
  readonly id: string;
  readonly role: 'gateway' | 'board';
  readonly version: string;
  readonly site: string;
  /** Where other nodes reach its broker; absent: they do not. */
  readonly port?: number;
}

export interface LinkParts {
  readonly network: NetworkInterface;
  readonly clock: Clock;
  readonly self: Self;
  readonly bootNonce: string;
  /** What else it says in its TXT record. */
  readonly says: Readonly<Record<string, string>>;
  /** Of this start: rises when addresses change, which makes other programs look at them again. */
  readonly revision: number;
  /** Whether the name is asked for before it is taken; 0.8 s later, and only then, it is said. */
  readonly probing: boolean;
  readonly onAnnouncement: (link: Link, announcement: Announcement) => void;
  readonly onGoodbye: (link: Link, announcement: Announcement) => void;
  readonly onTrouble: (trouble: Trouble) => void;
}

/** A question of another node begins a round too, but not more often than this. */
const SHORTEST_ROUND_MS = 20_000;
/** A flood of names ends the round; the next one begins empty. */
const MOST_NAMES_A_ROUND = 512;
const CLOSE_WITHIN_MS = 500;
/** RFC 1035 §2.3.4. Ids of nodes may repeat between sites, and the TXT record says both whole. */
const LABEL_LENGTH = 63;

export class Link {
  readonly #parts: LinkParts;
  readonly #socket: LinkSocket;
  #responder: Responder | undefined;
  #browser: Browser | undefined;
  #roundMs = -Infinity;
  #namesThisRound = 0;

  constructor(parts: LinkParts) {
    this.#parts = parts;
    const { network, clock, onTrouble } = parts;
    const onQuestion = (): void => this.listen();
    this.#socket = new LinkSocket({ network, clock, onQuestion, onTrouble });
  }

  get network(): NetworkInterface {
    return this.#parts.network;
  }

  /** Rejects when the interface cannot be used; then nothing is left open. */
  async open(): Promise<void> {
    const { default: Bonjour } = await import('bonjour-service');
    try {
      await this.#socket.open();
    } catch (error) {
      this.#socket.close();
      throw error;
    }
    // Options of multicast-dns, which these are handed on to: it opens no socket and binds none.
    const options = { type: 'udp4', bind: false, socket: this.#socket };
    const ignoreReported = (): void => undefined;
    this.#responder = new Bonjour(options, ignoreReported);
    if (canBeReached(this.#parts.self)) this.#announce(this.#responder);
    this.listen();
  }

  /** Begins a round: asks who is there, unless a round has just begun. */
  listen(): void {
    const nowMs = this.#parts.clock.monotonicMs();
    if (this.#responder === undefined || nowMs - this.#roundMs < SHORTEST_ROUND_MS) return;
    this.#roundMs = nowMs;
    this.#namesThisRound = 0;
    this.#browser?.stop();
    const browser = this.#responder.find({ type: SERVICE_TYPE });
    this.#browser = browser;
    browser.on('up', this.#hear);
    browser.on('txt-update', this.#hear);
    browser.on('srv-update', this.#hear);
    browser.on('down', this.#leave);
  }

  /** Says goodbye and closes, each in half a second at most. May be called twice. */
  async close(): Promise<void> {
    const { clock } = this.#parts;
    const responder = this.#responder;
    if (responder !== undefined)
      await within(clock, CLOSE_WITHIN_MS, done(responder.unpublishAll.bind(responder)));
    await this.abandon();
  }

  /** Closes without a word: the node goes on living at another address. */
  async abandon(): Promise<void> {
    const responder = this.#responder;
    this.#responder = undefined;
    this.#browser?.stop();
    if (responder !== undefined)
      await within(this.#parts.clock, CLOSE_WITHIN_MS, done(responder.destroy.bind(responder)));
  }

  #announce(responder: Responder): void {
    const { self, bootNonce, revision, probing, says } = this.#parts;
    const { id, role, version, site, port = NO_PORT } = self;
    responder.publish({
      name: `${id}-${site}`.slice(0, LABEL_LENGTH),
      type: SERVICE_TYPE,
      port,
      host: `${id}.local`,
      txt: { id, role, version, site, nonce: bootNonce, revision, ...says },
      probe: probing,
      // Links are IPv4, and link-local addresses mean nothing elsewhere.
      disableIPv6: true,
    });
  }

  readonly #hear = (service: unknown): void => {
    const { network, onAnnouncement, onTrouble } = this.#parts;
    this.#namesThisRound += 1;
    if (this.#namesThisRound > MOST_NAMES_A_ROUND) this.#browser?.stop();
    const announcement = parseAnnouncement(service);
    if (announcement !== undefined) onAnnouncement(this, announcement);
    else onTrouble({ kind: 'malformed', text: `a strange announcement on ${network.name}` });
  };

  readonly #leave = (service: unknown): void => {
    const announcement = parseAnnouncement(service);
    if (announcement !== undefined) this.#parts.onGoodbye(this, announcement);
  };
}

/** A gateway whose broker only this machine reaches has nothing to say. */
export function canBeReached({ role, port }: Self): boolean {
  return role === 'board' || port !== undefined;
}

/** A call with a callback at its end, as a promise; that it failed was reported where it was sent. */
function done(call: (callback: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    call(() => resolve());
  });
}
