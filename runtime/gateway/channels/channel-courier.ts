/**
 * Sends what is queued for the chats of one channel: each chat in its order, all of them at once, and
 * none faster than the platform bears. A chat that has to wait makes no other one wait.
 */
import { BackOff } from '../../core/back-off.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { RecentMap } from '../../core/recent-map.ts';
import { TokenBucket } from '../../core/token-bucket.ts';
import { errorMessage } from '../../core/app-error.ts';
import type { ChannelAdapter, Outgoing, Sent, Trouble } from './channel-adapter.ts';
import { Pause } from './pause.ts';
import type { Hearer, Sending, Sendings } from './sendings.ts';
import { withoutFile } from './without-file.ts';

export interface CourierParts {
  readonly channel: string;
  readonly adapter: ChannelAdapter;
  readonly sendings: Sendings;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  /** Asked just before it is sent: who was let go hears nothing of what waited. */
  readonly mayHear: (hearer: Hearer) => boolean;
  /** @param ref of `Sent` */
  readonly onEnd: (outcome: 'sent' | 'failed' | 'unknown', message: Outgoing, ref?: string) => void;
  readonly onTrouble: (trouble: Trouble) => void;
}

/** Who is back hears of it within a minute and a half. */
const LONGEST_WAIT_MS = 60_000;

/** Chats whose pace is remembered; whoever was not heard for so long is not too fast. */
const MOST_PACES = 1_000;

export class ChannelCourier {
  readonly #parts: CourierParts;
  readonly #account: TokenBucket;
  readonly #paces = new RecentMap<TokenBucket>(MOST_PACES);
  /** By chat. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #pause: Pause;

  constructor(parts: CourierParts) {
    this.#parts = parts;
    this.#account = new TokenBucket(parts.clock, parts.adapter.traits.accountRate);
    this.#pause = new Pause(parts.clock);
  }

  /** Something was queued, here or before. */
  wake(): void {
    const { sendings, channel } = this.#parts;
    for (const chat of sendings.chats(channel)) this.#start(chat);
  }

  /** What is being sent has its answer then; what waits stays queued. */
  async stop(): Promise<void> {
    this.#pause.end();
    await Promise.all(this.#running.values());
  }

  #start(chat: string): void {
    if (this.#running.has(chat) || this.#pause.isOver) return;
    const work = this.#run(chat)
      .catch((error: unknown) => {
        // The store has failed: it is sent after the next start, or is `unknown` then.
        const { log, channel } = this.#parts;
        log.error({ channel, error: errorMessage(error) }, 'messages stay unsent');
      })
      .finally(() => this.#running.delete(chat));
    this.#running.set(chat, work);
  }

  async #run(chat: string): Promise<void> {
    const { sendings, channel, random, clock, mayHear } = this.#parts;
    const backOff = new BackOff(random, LONGEST_WAIT_MS);
    for (;;) {
      const sending = sendings.next(channel, chat);
      if (sending === undefined || this.#pause.isOver) return;
      if (clock.monotonicMs() > sending.lateAtMs) {
        await this.#end(sending, { kind: 'refused', why: 'it could not be sent for a day' });
        continue;
      }
      if (!(await this.#hasRoom(chat))) return;
      if (sending.to !== undefined && !mayHear(sending.to)) {
        await this.#end(sending, { kind: 'refused', why: 'it was for somebody who was let go' });
        continue;
      }
      if (!sendings.mayTryAgain(sending.id, this.#parts.adapter.traits)) {
        await this.#end(sending, { kind: 'unknown', why: 'the platform would show it twice' });
        continue;
      }
      await sendings.begin(sending);
      const sent = await this.#send(sending);
      if (sent.kind === 'later') {
        await sendings.later(sending);
        this.#parts.onTrouble(sent);
        await this.#pause.for(Math.max(backOff.nextMs(), sent.retryAfterMs ?? 0));
      } else {
        backOff.reset();
        await this.#end(sending, sent);
      }
    }
  }

  /** Where the platform shows the same key once, an answer that was lost is asked for again. */
  async #send(sending: Sending): Promise<Sent> {
    const { adapter, sendings } = this.#parts;
    try {
      const sent = await this.#hand(sending);
      if (sent.kind !== 'unknown' || !adapter.traits.isIdempotent) return sent;
      sendings.doubt(sending);
      return { kind: 'later', why: sent.why };
    } catch (error) {
      return { kind: 'unknown', why: errorMessage(error) };
    }
  }

  /** Where the platform takes no such file from this account, words say what it was: they are in nothing else. */
  async #hand({ id, message }: Sending): Promise<Sent> {
    const { adapter } = this.#parts;
    const sent = await adapter.send(message, id);
    if (sent.kind !== 'refused' || message.file === undefined) return sent;
    return adapter.send(withoutFile(message), `${id}/words`);
  }

  async #end(sending: Sending, sent: Exclude<Sent, { kind: 'later' }>): Promise<void> {
    const { sendings, log, channel, onEnd } = this.#parts;
    const { id } = sending;
    switch (sent.kind) {
      case 'sent':
        await sendings.end(sending, 'sent');
        onEnd('sent', sending.message, sent.ref);
        return;
      case 'refused':
        log.warn({ channel, sending: id, why: sent.why }, 'message not taken');
        await sendings.end(sending, 'failed');
        onEnd('failed', sending.message);
        return;
      case 'unknown':
        log.warn({ channel, sending: id, why: sent.why }, 'message possibly sent');
        await sendings.end(sending, 'unknown');
        onEnd('unknown', sending.message);
        return;
    }
  }

  /** Waits until both the chat and the account may. @returns false when the courier stops meanwhile */
  async #hasRoom(chat: string): Promise<boolean> {
    const { chatRate, accountRate } = this.#parts.adapter.traits;
    const pace = this.#paces.get(chat) ?? new TokenBucket(this.#parts.clock, chatRate);
    this.#paces.set(chat, pace);
    while (!pace.take()) if (!(await this.#pause.for(chatRate.refillMs))) return false;
    while (!this.#account.take()) if (!(await this.#pause.for(accountRate.refillMs))) return false;
    return true;
  }
}
