/**
 * Zulip by an event queue that is asked and answers when there is something: it needs no address that the world
 * can reach. How far it heard is the id of the last message, kept together with the messages; what was written
 * while there was no queue is read afterwards.
 */
import type { Clock } from '../../../core/clock.ts';
import { RecentMap } from '../../../core/recent-map.ts';
import { z } from '../../../core/schema.ts';
import type {
  ArrivedMessage,
  ChannelAdapter,
  Fetched,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import { meSchema, parseMessage, type Me, type Parsed } from './parse.ts';
import { chatWith, literal, MOST_TEXT, placeOf } from './render.ts';
import {
  failedOf,
  RestApi,
  troubleOf,
  type RestParts,
  type ZulipAnswer,
  type ZulipFailure,
} from './rest-api.ts';

export interface ZulipParts extends RestParts {
  readonly clock: Clock;
}

/** Of the longest texts that there are, so many are below what is read of one answer. */
const PAGE = 100;
/** Who was away for longer than this is not answered all of it anyway. */
const MOST_PAGES = 20;
/** Before the first time that it hears: who wrote to the bot while it was set up is answered. */
const FIRST_BACK_MS = 3_600_000;

/** Senders of whom it is known whether they are people. */
const MOST_SENDERS = 1_000;

const queueSchema = z.object({
  queue_id: z.string(),
  last_event_id: z.int(),
  /** zulip.com/api/register-queue: longer than the server lets anybody wait. */
  event_queue_longpoll_timeout_seconds: z.number().min(1).max(600).default(90),
});
const eventsSchema = z.object({
  events: z.array(z.object({ id: z.int(), type: z.string(), message: z.unknown().optional() })),
});
const messagesSchema = z.object({
  messages: z.array(z.unknown()),
  found_newest: z.boolean().default(true),
});
const userSchema = z.object({ user: z.object({ is_bot: z.boolean() }) });
const sentSchema = z.object({ id: z.int() });

const UNREADABLE: ZulipFailure = { kind: 'unclear', why: 'its answer has not the form it has' };

interface Following {
  readonly me: Me;
  readonly hearing: Hearing;
  readonly signal: AbortSignal;
}

export class ZulipAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'long polling',
    text: { most: MOST_TEXT, unit: 'code points' },
    chatRate: { burst: 5, refillMs: 1_000 },
    /** zulip.com/api/rest-error-handling: by default 200 requests of a user in a minute, also those that ask. */
    accountRate: { burst: 20, refillMs: 500 },
    /** What there is of it (`widget_content`) is not for others' use. */
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #api: RestApi;
  readonly #clock: Clock;
  readonly #people = new RecentMap<boolean>(MOST_SENDERS);

  constructor(parts: ZulipParts) {
    this.#api = new RestApi(parts);
    this.#clock = parts.clock;
    this.account = parts.email.toLowerCase();
  }

  chatOf(user: string): string {
    return chatWith(Number(user));
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const me = await this.#meet(signal);
    return 'kind' in me ? troubleOf(me) : undefined;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const me = await this.#meet(signal);
    const failure = 'kind' in me ? me : await this.#hear({ me, hearing, signal });
    return signal.aborted ? undefined : troubleOf(failure);
  }

  async send({ chat, text }: Outgoing): Promise<Sent> {
    const place = placeOf(chat);
    if (place === undefined) return { kind: 'refused', why: 'there is no such place' };
    const to =
      place.kind === 'direct'
        ? { type: 'private', to: place.users }
        : { type: 'stream', to: place.channel, topic: place.topic };
    const params = { ...to, content: literal(text) };
    const answer = await this.#api.call('messages', { method: 'POST', params });
    if (answer.kind !== 'ok') return failedOf(answer);
    const ref = sentSchema.safeParse(answer.body).data?.id;
    return ref === undefined ? failedOf(UNREADABLE) : { kind: 'sent', ref: String(ref) };
  }

  /** zulip.com/api/update-message */
  async edit(ref: string, { text }: Outgoing): Promise<Sent> {
    const call = { method: 'PATCH', params: { content: literal(text) } } as const;
    const answer = await this.#api.call(`messages/${encodeURIComponent(ref)}`, call);
    return answer.kind === 'ok' ? { kind: 'sent', ref } : failedOf(answer);
  }

  /** zulip.com/api/set-typing-status */
  async typing(chat: string): Promise<void> {
    const place = placeOf(chat);
    if (place === undefined) return;
    const to =
      place.kind === 'direct'
        ? { to: place.users }
        : { type: 'stream', stream_id: place.channel, topic: place.topic };
    await this.#api.call('typing', { method: 'POST', params: { op: 'start', ...to } });
  }

  fetchFile(ref: string, signal: AbortSignal): Promise<Fetched> {
    return this.#api.fetchFile(ref, signal);
  }

  async #meet(signal: AbortSignal): Promise<Me | ZulipFailure> {
    const answer = await this.#api.call('users/me', { signal });
    if (answer.kind !== 'ok') return answer;
    return meSchema.safeParse(answer.body).data ?? UNREADABLE;
  }

  /** Queues end when nobody asks for some minutes, and then there is a new one. */
  async #hear(following: Following): Promise<ZulipFailure> {
    for (;;) {
      const params = { event_types: '["message"]', apply_markdown: 'false' };
      const { signal } = following;
      const answer = await this.#api.call('register', { method: 'POST', params, signal });
      if (answer.kind !== 'ok') return answer;
      const queue = queueSchema.safeParse(answer.body).data;
      if (queue === undefined) return UNREADABLE;
      // From here on the queue holds what is written, so nothing is between it and what is read now.
      const missed = await this.#readMissed(following);
      if (missed !== undefined) return missed;
      const { failure, wasAlive } = await this.#poll(queue, following);
      const isQueueGone = failure.kind === 'refused' && failure.code === 'BAD_EVENT_QUEUE_ID';
      if (!isQueueGone || !wasAlive) return failure;
    }
  }

  /** zulip.com/api/get-events: who names an event has all before it. */
  async #poll(
    queue: z.infer<typeof queueSchema>,
    following: Following,
  ): Promise<{ readonly failure: ZulipFailure; readonly wasAlive: boolean }> {
    let last = queue.last_event_id;
    const withinMs = queue.event_queue_longpoll_timeout_seconds * 1_000;
    // At first it only looks: whether it works again is not to be known a minute later.
    for (let wasAlive = false; ; wasAlive = true) {
      const { hearing, signal } = following;
      const params = {
        ...{ queue_id: queue.queue_id, last_event_id: String(last) },
        ...(!wasAlive && { dont_block: 'true' }),
      };
      const answer = await this.#api.call('events', { params, signal, withinMs });
      if (answer.kind !== 'ok') return { failure: answer, wasAlive };
      const heard = eventsSchema.safeParse(answer.body).data;
      if (heard === undefined) return { failure: UNREADABLE, wasAlive };
      hearing.alive();
      const messages = heard.events.filter(({ type }) => type === 'message');
      const failure = await this.#take(
        messages.map(({ message }) => message),
        answer,
        following,
      );
      if (failure !== undefined) return { failure, wasAlive };
      last = Math.max(last, ...heard.events.map(({ id }) => id));
    }
  }

  /** zulip.com/api/get-messages, oldest first. */
  async #readMissed(following: Following): Promise<ZulipFailure | undefined> {
    const { hearing, signal } = following;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const cursor = cursorOf(hearing);
      const from =
        cursor === undefined
          ? { anchor: 'newest', num_before: String(PAGE), num_after: '0' }
          : { anchor: String(cursor), include_anchor: 'false', num_before: '0' };
      const params = { num_after: String(PAGE), apply_markdown: 'false', ...from };
      const answer = await this.#api.call('messages', { params, signal });
      if (answer.kind !== 'ok') return answer;
      const found = messagesSchema.safeParse(answer.body).data;
      if (found === undefined) return UNREADABLE;
      const failure = await this.#take(found.messages, answer, following);
      if (failure !== undefined) return failure;
      if (found.found_newest || cursor === undefined || cursorOf(hearing) === cursor) break;
    }
    return undefined;
  }

  async #take(
    values: readonly unknown[],
    { serverNow }: Extract<ZulipAnswer, { kind: 'ok' }>,
    { me, hearing, signal }: Following,
  ): Promise<ZulipFailure | undefined> {
    const now = this.#clock.now();
    const cursor = cursorOf(hearing);
    const reading = { me, now, serverNow: serverNow ?? now };
    const parsed = values.flatMap((value): Parsed | [] => parseMessage(value, reading) ?? []);
    const messages: ArrivedMessage[] = [];
    for (const { message } of parsed) {
      if (message === undefined || message.group === 'overheard') continue;
      if (cursor === undefined && message.at < now - FIRST_BACK_MS) continue;
      const isPerson = await this.#isPerson(message.user, signal);
      if (typeof isPerson !== 'boolean') return isPerson;
      if (isPerson) messages.push(message);
    }
    const upTo = Math.max(cursor ?? 0, ...parsed.map(({ id }) => id));
    if (upTo !== cursor) await hearing.accept(messages, String(upTo));
    // Numbers are not given in the order of being told: what is behind the cursor may be new.
    else if (messages.length > 0) await hearing.accept(messages);
    return undefined;
  }

  /** zulip.com/api/get-user: a message does not say whether a program wrote it. Whom the server does not know is none. */
  async #isPerson(user: string, signal: AbortSignal): Promise<boolean | ZulipFailure> {
    const known = this.#people.get(user);
    if (known !== undefined) return known;
    const answer = await this.#api.call(`users/${user}`, { signal });
    if (answer.kind !== 'ok') {
      const isNobody = answer.kind === 'refused' && [400, 404].includes(answer.status);
      return isNobody ? false : answer;
    }
    const isBot = userSchema.safeParse(answer.body).data?.user.is_bot;
    if (isBot === undefined) return UNREADABLE;
    this.#people.set(user, !isBot);
    return !isBot;
  }
}

/** The id of the last message; undefined: nothing was heard yet. */
function cursorOf({ cursor }: Hearing): number | undefined {
  const id = Number(cursor ?? Number.NaN);
  return Number.isSafeInteger(id) ? id : undefined;
}
