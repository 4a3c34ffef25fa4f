/**
 * One gateway of a site leads. Whoever hears another one with the key of its site that leads longer
 * stands back: it starts nothing by itself and takes no orders, until a person says that it leads.
 * It stays so when the other falls silent: not to be heard is not to be dead, and a copy is no spare.
 * Gateways that do not hear each other both lead.
 */
import type { Clock, Timer } from '../../core/clock.ts';
import { Lane } from '../../core/lane.ts';
import type { Log } from '../../core/log.ts';
import type { Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import type { Service } from '../../core/service.ts';
import type { SiteKey } from '../../policy/site-key.ts';
import { defineSpace, type Space } from '../../state/space.ts';
import type { Store } from '../../state/store.ts';
import type { Announcement } from '../discovery/announcement.ts';
import { refuseMesh } from '../errors.ts';
import { precedes, readLead, sayLead, type Lead } from './lead.ts';

export interface LeadershipParts {
  readonly site: string;
  readonly key: SiteKey;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

const leadershipSchema = z.strictObject({
  term: z.number(),
  /** Where the gateway was heard that leads instead; absent: this one leads. */
  behind: z.string().optional(),
});

type Kept = Readonly<z.infer<typeof leadershipSchema>>;

const leadershipSpace = defineSpace({ name: 'leadership', schema: leadershipSchema });
const KEY = 'own';

/** Another node answers our question within 120 ms (RFC 6762 §6); a few times that for a busy one. */
const SETTLE_MS = 1_000;

/** What else than to read may be done on one that stands back: ending, letting people in, and leading. Of `set` only what stops. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...['lead', 'claim', 'pins-stop', 'set', 'mode', 'cancel', 'workflow-cancel', 'alerts-ack'],
]);

export class Leadership {
  readonly #parts: LeadershipParts;
  readonly #space: Space<Kept>;
  readonly #lane = new Lane();
  readonly #listeners = new Set<(behind: string | undefined) => Promise<void>>();
  #kept: Kept = { term: 0 };
  #own: Lead = { term: 0, since: 0, nonce: '' };
  #announceAnew: () => Promise<void> = () => Promise.resolve();
  #work: Service | undefined;
  #isWorking = false;
  #timer: Timer | undefined;
  #highest = 0;

  constructor(parts: LeadershipParts) {
    this.#parts = parts;
    this.#space = parts.store.space(leadershipSpace);
  }

  async load(): Promise<void> {
    for (const [, kept] of await this.#space.list()) this.#kept = kept;
    this.#own = { term: this.#kept.term, since: this.#parts.clock.now(), nonce: '' };
  }

  /** Where the gateway was heard that leads instead of this one; undefined: this one leads. */
  get behind(): string | undefined {
    return this.#kept.behind;
  }

  /** Hears when it stands back, and when it leads again. */
  onChange(listener: (behind: string | undefined) => Promise<void>): void {
    this.#listeners.add(listener);
  }

  /** How what is said on the network is said anew. */
  announceBy(announceAnew: () => Promise<void>): void {
    this.#announceAnew = announceAnew;
  }

  /** @param nonce of this start */
  readonly say = (nonce: string): Readonly<Record<string, string>> => {
    const { site, key } = this.#parts;
    this.#own = { ...this.#own, nonce };
    return sayLead(site, key, { ...this.#own, leads: this.behind === undefined });
  };

  readonly hear = (announcement: Announcement): void => {
    const { key, log, site } = this.#parts;
    if (announcement.site !== site || announcement.role !== 'gateway') return;
    const said = readLead(announcement, key);
    if (said === undefined) return;
    this.#highest = Math.max(this.#highest, said.term);
    if (this.behind !== undefined || !said.leads || !precedes(said, this.#own)) return;
    const { addresses, port } = announcement;
    const behind = `${addresses[0] ?? 'an unknown address'}:${String(port ?? '?')}`;
    this.#become({ term: this.#own.term, behind }).catch((error: unknown) => {
      log.error({ error }, 'cannot stand back');
    });
  };

  /** A person says that this one leads; the other hears it, and stands back. */
  async lead(): Promise<void> {
    if (this.behind === undefined) return;
    const term = Math.max(this.#highest, this.#own.term) + 1;
    this.#own = { ...this.#own, term, since: this.#parts.clock.now() };
    await this.#become({ term });
  }

  /** Why this may not be done here; undefined: it may. */
  objection(action: { readonly kind: string; readonly name: string }): Refusal | undefined {
    return action.kind === 'read' || ALLOWED.has(action.name) ? undefined : this.refusal();
  }

  /** Why nothing is begun here; undefined: this one leads. */
  refusal(): Refusal | undefined {
    const { behind } = this;
    if (behind === undefined) return undefined;
    const message = `this gateway stands back: the one at ${behind} leads this site`;
    return refuseMesh('MESH_STANDS_BACK', message);
  }

  /** Lives only while this gateway leads. Where others can be heard, it begins a moment later. */
  whileLeading(work: readonly Service[]): Service {
    return {
      start: async (signal) => {
        this.#work = inOrder(work, signal);
        if (this.#own.nonce === '') await this.#follow();
        else this.#followSoon();
      },
      stop: async () => {
        this.#timer?.cancel();
        await this.#lane.run(() => this.#rest());
        this.#work = undefined;
      },
    };
  }

  async #become(kept: Kept): Promise<void> {
    const { store, log } = this.#parts;
    this.#kept = kept;
    this.#timer?.cancel();
    const { behind } = kept;
    log.warn({ behind, term: kept.term }, behind === undefined ? 'leads' : 'stands back');
    if (behind !== undefined) await this.#follow();
    await store.durable([this.#space.put(KEY, kept)]);
    await this.#announceAnew();
    // The other one has a moment to stop.
    if (behind === undefined) this.#followSoon();
    for (const listener of this.#listeners) await listener(behind);
  }

  #followSoon(): void {
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.after(SETTLE_MS, () => {
      this.#follow().catch((error: unknown) => {
        this.#parts.log.error({ error }, 'what runs by itself cannot start');
      });
    });
  }

  #follow(): Promise<void> {
    return this.#lane.run(async () => {
      if (this.behind !== undefined) return this.#rest();
      if (this.#isWorking || this.#work === undefined) return;
      this.#isWorking = true;
      await this.#work.start(new AbortController().signal);
    });
  }

  async #rest(): Promise<void> {
    if (!this.#isWorking) return;
    this.#isWorking = false;
    await this.#work?.stop();
  }
}

function inOrder(services: readonly Service[], given: AbortSignal): Service {
  return {
    start: async () => {
      for (const service of services) await service.start(given);
    },
    stop: async () => {
      for (const service of [...services].reverse()) await service.stop();
    },
  };
}
