/**
 * One gateway of a site leads.
 *
 *   begins ── a second without one that leads ──▶ leads ◀── a person's word ──┐
 *      │                                            │                         │
 *      └── hears one that leads ──▶ stands back ◀───┘ hears one that goes before it
 *
 * - Who begins yields to whoever leads, whatever the clocks say. Of two that lead or begin, one goes before (`lead.ts`).
 * - Who stands back begins nothing by itself and takes no orders but such as end something. It stays so over restarts,
 *   and when the other falls silent: not to be heard is not to be dead, and a copy is no spare.
 * - What it was doing it goes on with only where a person has named the other one: otherwise it is a copy, and the
 *   other one has the same work. What lies open in a copy is never taken up: it ends, and is told, when it leads.
 * - Gateways that do not hear each other both lead.
 */
import { isTrustedTime, type Clock, type Timer } from '../../core/clock.ts';
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
import { precedes, readLead, sayLead, type Lead, type SaidLead } from './lead.ts';
import { LedWork, type Duty, type LedWorkParts } from './led-work.ts';

export interface LeadershipParts {
  readonly site: string;
  readonly key: SiteKey;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

interface Course {
  /** The run in whose course something is asked for. */
  readonly parent?: string | undefined;
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

/** What could not be started or stopped, for a full disk say, may be by then. */
const AGAIN_MS = 10_000;

/**
 * What else than to read may be done on one that stands back: ending, letting people in, and leading. Of `set` only
 * what stops, of `mode` only the lock, of `confirm` only the no.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  ...['lead', 'claim', 'pins-stop', 'set', 'mode', 'confirm'],
  ...['cancel', 'workflow-cancel', 'workflow-answer', 'alerts-ack'],
]);

/** Later than anybody, in the 15 digits of an announcement: whoever does not know the time yields to who does. */
const NEVER = 10 ** 15 - 1;

export class Leadership {
  readonly #parts: LeadershipParts;
  readonly #space: Space<Kept>;
  readonly #lane = new Lane();
  /** One word is kept after the other, so that the last one stands on the disk. */
  readonly #words = new Lane();
  readonly #listeners = new Set<(behind: string | undefined) => Promise<void>>();
  #kept: Kept = { term: 0 };
  #own: Lead = { term: 0, since: 0, nonce: '' };
  #announceAnew: () => Promise<void> = () => Promise.resolve();
  #work: LedWork | undefined;
  #timer: Timer | undefined;
  /** It has listened for a moment, and nobody led. */
  #isSettled = false;
  /** A person has named another one while this one led. */
  #isRelieved = false;
  #highest = 0;

  constructor(parts: LeadershipParts) {
    this.#parts = parts;
    this.#space = parts.store.space(leadershipSpace);
  }

  async load(): Promise<void> {
    for (const [, kept] of await this.#space.list()) this.#kept = kept;
    this.#own = { term: this.#kept.term, since: this.#now(), nonce: '' };
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
    const stage = this.behind !== undefined ? 'back' : this.#isSettled ? 'leads' : 'begins';
    return sayLead(site, key, { ...this.#own, stage });
  };

  readonly hear = (announcement: Announcement): void => {
    const { key, log, site } = this.#parts;
    if (announcement.site !== site || announcement.role !== 'gateway') return;
    const said = readLead(announcement, key);
    if (said === undefined) return;
    this.#highest = Math.max(this.#highest, said.term);
    if (this.behind !== undefined || !this.#yieldsTo(said)) return;
    const { addresses, port } = announcement;
    const behind = `${addresses[0] ?? 'an unknown address'}:${String(port ?? '?')}`;
    this.#isRelieved = this.#isSettled && said.term > this.#own.term;
    this.#standBack({ term: this.#own.term, behind }).catch((error: unknown) => {
      log.error({ error }, 'that this gateway stands back could not be kept');
    });
  };

  /** A person says that this one leads; the other hears it, and stands back. */
  async lead(): Promise<void> {
    if (this.behind === undefined) return;
    await this.#words.run(() => this.#takeLead());
    await this.#tellListeners();
  }

  async #takeLead(): Promise<void> {
    const term = Math.max(this.#highest, this.#own.term) + 1;
    // A word that cannot be kept changes nothing.
    await this.#parts.store.durable([this.#space.put(KEY, { term })]);
    this.#own = { ...this.#own, term, since: this.#now() };
    this.#isSettled = true;
    this.#isRelieved = false;
    this.#change({ term });
    // The other one has a moment to stop.
    this.#soon(() => this.#follow());
  }

  /** Why this may not be done here; undefined: it may. */
  objection(
    action: { readonly kind: string; readonly name: string },
    asker: Course = {},
  ): Refusal | undefined {
    return action.kind === 'read' || ALLOWED.has(action.name) ? undefined : this.refusal(asker);
  }

  /** Why nothing is begun here; undefined: this one leads, or it belongs to what was begun. */
  refusal({ parent }: Course = {}): Refusal | undefined {
    const { behind } = this;
    if (behind === undefined || parent !== undefined) return undefined;
    const message = `this gateway stands back: the one at ${behind} leads this site`;
    return refuseMesh('MESH_STANDS_BACK', message);
  }

  /** Lives as far as this gateway leads. Where others can be heard, it begins a moment later. */
  whileLeading(work: LedWorkParts): Service {
    return {
      start: async (signal) => {
        this.#work = new LedWork(work, signal);
        if (this.#own.nonce === '' || this.behind !== undefined) await this.#settle();
        else this.#soon(() => this.#settle());
      },
      stop: async () => {
        this.#timer?.cancel();
        await this.#lane.run(() => this.#work?.stop() ?? Promise.resolve());
        this.#work = undefined;
      },
    };
  }

  #yieldsTo(said: SaidLead): boolean {
    if (said.stage === 'back') return false;
    const isBefore = precedes(said, this.#own);
    if (this.#isSettled) return said.stage === 'leads' && isBefore;
    return said.stage === 'leads' ? said.term >= this.#own.term : isBefore;
  }

  async #settle(): Promise<void> {
    if (!this.#isSettled && this.behind === undefined) {
      this.#isSettled = true;
      this.#announce();
    }
    await this.#follow();
  }

  /** It stands back also where that cannot be kept. */
  async #standBack(kept: Kept): Promise<void> {
    this.#change(kept);
    await this.#follow().catch((error: unknown) => {
      this.#tryAgain(error);
    });
    // A person may have named this one meanwhile.
    const isLast = (): boolean => this.#kept === kept;
    await this.#words.run(async () => {
      if (isLast()) await this.#parts.store.durable([this.#space.put(KEY, kept)]);
    });
    if (isLast()) await this.#tellListeners();
  }

  #change(kept: Kept): void {
    const { behind, term } = kept;
    this.#kept = kept;
    this.#timer?.cancel();
    this.#parts.log.warn({ behind, term }, behind === undefined ? 'leads' : 'stands back');
    this.#announce();
  }

  async #tellListeners(): Promise<void> {
    for (const listener of this.#listeners) await listener(this.behind);
  }

  /** A network that is not there keeps nothing from being done. */
  #announce(): void {
    this.#announceAnew().catch((error: unknown) => {
      this.#parts.log.error({ error }, 'who leads cannot be announced');
    });
  }

  #soon(then: () => Promise<void>, delayMs = SETTLE_MS): void {
    this.#timer?.cancel();
    this.#timer = this.#parts.clock.after(delayMs, () => {
      then().catch((error: unknown) => {
        this.#tryAgain(error);
      });
    });
  }

  #tryAgain(error: unknown): void {
    this.#parts.log.error({ error }, 'what runs by itself does not follow who leads');
    if (this.#work !== undefined) this.#soon(() => this.#follow(), AGAIN_MS);
  }

  #follow(): Promise<void> {
    return this.#lane.run(() => this.#work?.follow(this.#duty()) ?? Promise.resolve());
  }

  #duty(): Duty {
    if (this.behind === undefined) return 'lead';
    return this.#isRelieved ? 'finish' : 'rest';
  }

  #now(): number {
    const now = this.#parts.clock.now();
    return isTrustedTime(now) ? now : NEVER;
  }
}
