/**
 * Matrix by its long poll `/sync`: it needs no address that the world can reach. How far it heard is kept
 * together with the messages; from there the homeserver tells on. It reads nothing that is encrypted.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Secret } from '../../../config/secret.ts';
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
import { ClientApi, sentOf, troubleOf, type MatrixFailure } from './client-api.ts';
import {
  directInvites,
  isForeign,
  ownEvent,
  pageSchema,
  parseEvent,
  syncSchema,
  type Sync,
  type Timeline,
} from './parse.ts';
import { placeOf, renderEdit, renderMessage } from './render.ts';

export interface MatrixParts {
  readonly token: Secret;
  /** Of the homeserver, without the slash at the end. */
  readonly endpoint: string;
  /** `@board:example.org` */
  readonly user: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

/** The call gets more, so that it is the server who ends it. */
const POLL_MS = 30_000;
const POLL_WITHIN_MS = 45_000;

/** Messages of one room in one answer; of what is more the rest is asked for, so many times at most. */
const PAGE = 50;
const MOST_PAGES = 10;

/** Who is in a room of so many that no answer holds them is not asked for ever: it is none of two. */
const MOST_COUNTS = 3;
const MOST_ROOMS = 100;

/** An account that was never listened to begins here: what is older is its history. */
const FIRST_LOOK_MS = 3_600_000;

/** Own messages that are remembered, to know a reply to them. */
const MOST_OWN = 1_000;

/** A sync may bring more; they ask again. */
const MOST_INVITES = 10;

/** …/client-server-api/#put_matrixclientv3roomsroomidtypinguserid */
const TYPING_MS = 10_000;

/** …/client-server-api/#filtering: all that is not read does not come. */
function filterOf(limit: number): string {
  const none = { types: [] };
  const timeline = { limit, types: ['m.room.message', 'm.room.encrypted'] };
  const room = { ephemeral: none, account_data: none, state: none, timeline };
  return JSON.stringify({ presence: none, account_data: none, room });
}

const whoSchema = z.object({ user_id: z.string() });
const membersSchema = z.object({ joined: z.record(z.string(), z.unknown()) });

interface Listening {
  readonly hearing: Hearing;
  readonly signal: AbortSignal;
  /** How far was heard; undefined: nothing ever was. */
  readonly since: string | undefined;
}

export class MatrixAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'long polling',
    /** …/client-server-api/#size-limits: an event has 65,536 bytes, and one that is changed has its text twice, escaped. */
    text: { most: 16_000, unit: 'bytes' },
    /** Every homeserver has its own; Synapse's default `rc_message` is one in 5 s and ten at once, of an account. */
    chatRate: { burst: 5, refillMs: 2_000 },
    accountRate: { burst: 10, refillMs: 1_000 },
    mostButtons: 0,
    files: [],
    /** …/client-server-api/#transaction-identifiers */
    isIdempotent: true,
    /** The specification names no time; Synapse's transaction cache is cleared every 30 min. */
    keyKnownForMs: 1_800_000,
    isForgeable: false,
  };
  readonly #parts: MatrixParts;
  readonly #api: ClientApi;
  readonly #own = new RecentMap<true>(MOST_OWN);
  /** Rooms whose members were asked for in vain, and how often. */
  readonly #uncounted = new RecentMap<number>(MOST_ROOMS);
  /** Less after an answer that did not come whole: somebody may have filled a room with what no answer holds. */
  #page = PAGE;

  constructor(parts: MatrixParts) {
    this.#parts = parts;
    this.#api = new ClientApi(parts);
    this.account = parts.user;
  }

  /** A room of two has an id of its own: known when they have written. */
  chatOf(): undefined {
    return undefined;
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const answer = await this.#api.call('account/whoami', { signal });
    if (answer.kind !== 'ok') return troubleOf(answer);
    const user = whoSchema.safeParse(answer.body).data?.user_id;
    if (user === this.account) return undefined;
    return {
      why: `the token is of ${user ?? 'nobody'}, not of ${this.account}`,
      cure: 'Put the access token of that account where auth_token points, or correct options.user.',
    };
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const trouble = await this.probe(signal);
    if (trouble !== undefined) return trouble;
    let since = hearing.cursor;
    // At first it only looks: whether it works again is not to be known half a minute later.
    for (let timeout = 0; ; timeout = POLL_MS) {
      const sync = await this.#sync(since, timeout, signal);
      if (signal.aborted) return undefined;
      if ('why' in sync) return sync;
      hearing.alive();
      const failed = await this.#take(sync, { hearing, signal, since });
      if (failed !== undefined) return failed;
      since = sync.next_batch;
      this.#page = PAGE;
    }
  }

  async send(message: Outgoing, key: string): Promise<Sent> {
    const transaction = createHash('sha256').update(key).digest('hex');
    return this.#put(message.chat, transaction, renderMessage(message));
  }

  /** What is changed twice to the same text says the same. */
  async edit(ref: string, message: Outgoing): Promise<Sent> {
    const sent = await this.#put(message.chat, randomUUID(), renderEdit(ref, message));
    return sent.kind === 'sent' ? { ...sent, ref } : sent;
  }

  async typing(chat: string): Promise<void> {
    const path = `${roomPath(placeOf(chat).room)}/typing/${encodeURIComponent(this.account)}`;
    await this.#api.call(path, { method: 'PUT', json: { typing: true, timeout: TYPING_MS } });
  }

  fetchFile(ref: string, signal: AbortSignal): Promise<Fetched> {
    return this.#api.fetchFile(ref, signal);
  }

  async #put(chat: string, transaction: string, json: object): Promise<Sent> {
    const path = `${roomPath(placeOf(chat).room)}/send/m.room.message/${transaction}`;
    const sent = sentOf(await this.#api.call(path, { method: 'PUT', json }));
    if (sent.kind === 'sent' && sent.ref !== undefined) this.#own.set(sent.ref, true);
    return sent;
  }

  async #sync(
    since: string | undefined,
    timeout: number,
    signal: AbortSignal,
  ): Promise<Sync | Trouble> {
    const query = new URLSearchParams({
      ...{ filter: filterOf(this.#page), timeout: String(timeout), set_presence: 'offline' },
      ...(since !== undefined && { since }),
    });
    const limits = { withinMs: POLL_WITHIN_MS, signal };
    const answer = await this.#api.call(`sync?${query.toString()}`, limits);
    if (answer.kind !== 'ok') return this.#failed(answer);
    return syncSchema.safeParse(answer.body).data ?? { why: 'the homeserver sent no sync' };
  }

  async #take(sync: Sync, listening: Listening): Promise<Trouble | undefined> {
    const { hearing, signal, since } = listening;
    // Nobody waits for a room on a server that does not answer: who invites again is heard.
    for (const room of directInvites(sync, this.account).slice(0, MOST_INVITES))
      void this.#api.call(`${roomPath(room)}/join`, { json: {}, signal });
    const messages: ArrivedMessage[] = [];
    for (const [room, { timeline }] of Object.entries(sync.rooms.join)) {
      const heard = await this.#readRoom(room, timeline, listening);
      if ('why' in heard) return heard;
      messages.push(...heard);
    }
    const from = since === undefined ? this.#parts.clock.now() - FIRST_LOOK_MS : 0;
    const fresh = messages.filter(({ at }) => at >= from);
    // Where nobody wrote it is no loss to hear of it again; a disk that is written every poll wears out.
    if (fresh.length > 0 || since === undefined) await hearing.accept(fresh, sync.next_batch);
    return undefined;
  }

  async #readRoom(
    room: string,
    timeline: Timeline,
    { signal, since }: Listening,
  ): Promise<readonly ArrivedMessage[] | Trouble> {
    const missed = await this.#readGap(room, timeline, { signal, since });
    if ('why' in missed) return missed;
    const events = [...missed, ...timeline.events];
    for (const event of events) {
      const own = ownEvent(event, this.account);
      if (own !== undefined) this.#own.set(own, true);
    }
    if (!events.some((event) => isForeign(event, this.account))) return [];
    const isOfTwo = await this.#isOfTwo(room, signal);
    if (typeof isOfTwo !== 'boolean') return isOfTwo;
    const isMine = (id: string): boolean => this.#own.get(id) !== undefined;
    const reading = { me: this.account, room, now: this.#parts.clock.now(), isOfTwo, isMine };
    return events.flatMap((event) => parseEvent(event, reading) ?? []);
  }

  /** What a long absence left out (…/client-server-api/#syncing, `limited`), oldest first. */
  async #readGap(
    room: string,
    { limited, prev_batch: before }: Timeline,
    { signal, since }: Pick<Listening, 'signal' | 'since'>,
  ): Promise<readonly unknown[] | Trouble> {
    const missed: unknown[] = [];
    let from = limited && since !== undefined ? before : undefined;
    for (let page = 0; from !== undefined && page < MOST_PAGES; page += 1) {
      const query = new URLSearchParams({
        dir: 'b',
        from,
        to: since ?? '',
        limit: String(this.#page),
      });
      const path = `${roomPath(room)}/messages?${query.toString()}`;
      const answer = await this.#api.call(path, { signal });
      if (answer.kind === 'refused' && isGone(answer.code)) return [];
      if (answer.kind !== 'ok') return this.#failed(answer);
      const { data } = pageSchema.safeParse(answer.body);
      missed.unshift(...(data?.chunk.toReversed() ?? []));
      from = data?.end === from ? undefined : data?.end;
    }
    return missed;
  }

  /** Asked anew for each answer: whoever came in meanwhile reads along. */
  async #isOfTwo(room: string, signal: AbortSignal): Promise<boolean | Trouble> {
    const answer = await this.#api.call(`${roomPath(room)}/joined_members`, { signal });
    if (answer.kind === 'refused' && isGone(answer.code)) return false;
    if (answer.kind !== 'ok') {
      const count = (this.#uncounted.get(room) ?? 0) + (answer.kind === 'unclear' ? 1 : 0);
      this.#uncounted.set(room, count);
      return count > MOST_COUNTS ? false : troubleOf(answer);
    }
    this.#uncounted.delete(room);
    const joined = Object.keys(membersSchema.safeParse(answer.body).data?.joined ?? {});
    return joined.length === 2 && joined.includes(this.account);
  }

  #failed(answer: MatrixFailure): Trouble {
    if (answer.kind === 'unclear') this.#page = Math.max(1, Math.floor(this.#page / 4));
    return troubleOf(answer);
  }
}

/** This account is in the room no more. */
function isGone(code: string): boolean {
  return code === 'M_FORBIDDEN' || code === 'M_NOT_FOUND';
}

function roomPath(room: string): string {
  return `rooms/${encodeURIComponent(room)}`;
}
