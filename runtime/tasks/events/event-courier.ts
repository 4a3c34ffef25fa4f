/**
 * Posts the events of one platform, one after the other: the next one goes when the one before it was
 * taken or given up, so they arrive in their order. At least once, with the same id: what is posted is
 * marked after the answer, and a restart between the two posts it again.
 */
import type { SitePlatform } from '../../config/site.ts';
import { errorMessage } from '../../core/app-error.ts';
import { BackOff } from '../../core/back-off.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { formOf, type PlatformEvent } from './event.ts';
import type { EventBook } from './event-book.ts';
import { timestampOf } from './event-signature.ts';
import { postEvent, type Posted } from './post-event.ts';

export interface CourierParts {
  readonly book: EventBook;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch: typeof globalThis.fetch;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** A program that is back hears of it within a minute and a half. */
const LONGEST_WAIT_MS = 60_000;

/** An event that a program falls over for a day is given up, so that those behind it do not wait for it until it is too old. */
const SUSPECT_MS = 86_400_000;

/** A platform to which nothing can be posted now, though something waits. */
export interface CourierTrouble {
  /** Epoch ms of the first failure. */
  readonly since: number;
  readonly why: string;
}

export class EventCourier {
  readonly #name: string;
  readonly #find: () => SitePlatform | undefined;
  readonly #parts: CourierParts;
  readonly #backOff: BackOff;
  readonly #stopping = new AbortController();
  #work: Promise<void> | undefined;
  #timer: Timer | undefined;
  #trouble: CourierTrouble | undefined;
  /** Of the event that the program fell over, each time since; by the monotonic clock. */
  #suspect: { readonly id: string; readonly sinceMs: number } | undefined;

  /** @param find the platform as the site has it now */
  constructor(name: string, find: () => SitePlatform | undefined, parts: CourierParts) {
    this.#name = name;
    this.#find = find;
    this.#parts = parts;
    this.#backOff = new BackOff(parts.random, LONGEST_WAIT_MS);
  }

  get trouble(): CourierTrouble | undefined {
    return this.#trouble;
  }

  /** Something was told. Who waits after a failure goes on waiting. */
  wake(): void {
    if (this.#work !== undefined || this.#timer !== undefined) return;
    this.#work = this.#run();
  }

  /** The site is another one: the address may be right now. */
  tryAgain(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#backOff.reset();
    this.wake();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#work;
  }

  async #run(): Promise<void> {
    let isMore = true;
    try {
      while (isMore && !this.#stopping.signal.aborted) isMore = await this.#step();
    } catch (error) {
      // The store has failed: the events are posted after the next start.
      this.#parts.log.error({ platform: this.#name, error: errorMessage(error) }, 'events stay');
    } finally {
      this.#work = undefined;
    }
  }

  /** @returns whether to go on at once */
  async #step(): Promise<boolean> {
    const platform = this.#find();
    const event = await this.#parts.book.next(this.#name);
    if (event === undefined || platform === undefined) return false;
    const posted = await this.#post(event, platform);
    if (posted === undefined || this.#stopping.signal.aborted) return false;
    return this.#settle(event, this.#judge(event, posted));
  }

  async #post(event: PlatformEvent, platform: SitePlatform): Promise<Posted | undefined> {
    const { callbackUrl: url, authToken: token } = platform;
    // It is fetched, or cannot be signed yet.
    if (url === undefined || token === undefined) return undefined;
    const { clock, fetch } = this.#parts;
    const now = clock.now();
    const body = JSON.stringify(formOf(event, platform));
    const post = { url, token, id: event.id, body, timestamp: timestampOf(now) };
    return postEvent(post, { fetch, now, signal: this.#stopping.signal });
  }

  async #settle(event: PlatformEvent, posted: Posted): Promise<boolean> {
    const { book, clock, log } = this.#parts;
    const { id } = event;
    const platform = this.#name;
    switch (posted.kind) {
      case 'taken':
        this.#recover();
        await book.settle(event, { postedAt: clock.now() });
        return true;
      case 'refused':
        log.error({ platform, event: id, why: posted.why }, 'event given up');
        this.#recover();
        await book.settle(event, { givenUp: posted.why });
        return true;
      case 'failed':
        if (this.#trouble === undefined)
          log.warn({ platform, event: id, why: posted.why }, 'event not taken yet');
        this.#trouble = { since: this.#trouble?.since ?? clock.now(), why: posted.why };
        this.#wait(posted.retryAfterMs ?? 0);
        return false;
    }
  }

  #judge({ id }: PlatformEvent, posted: Posted): Posted {
    const isSuspect = posted.kind === 'failed' && posted.isSuspect === true;
    const nowMs = this.#parts.clock.monotonicMs();
    const since = this.#suspect?.id === id ? this.#suspect.sinceMs : nowMs;
    this.#suspect = isSuspect ? { id, sinceMs: since } : undefined;
    const isPoison = isSuspect && nowMs - since >= SUSPECT_MS;
    return isPoison ? { kind: 'refused', why: `${posted.why} for a day` } : posted;
  }

  #recover(): void {
    if (this.#trouble !== undefined)
      this.#parts.log.info({ platform: this.#name }, 'events are taken again');
    this.#trouble = undefined;
    this.#backOff.reset();
  }

  #wait(atLeastMs: number): void {
    const waitMs = Math.max(this.#backOff.nextMs(), atLeastMs);
    this.#timer = this.#parts.clock.after(waitMs, () => {
      this.#timer = undefined;
      this.wake();
    });
  }
}
