/**
 * Rocket.Chat by its WebSocket: it needs no address that the world can reach. How far it heard is kept together
 * with the messages; what was written in a gap is read afterwards.
 */
import { setInterval } from 'node:timers';
import type { Clock } from '../../../core/clock.ts';
import { RecentMap } from '../../../core/recent-map.ts';
import { z } from '../../../core/schema.ts';
import type { CallFailure } from '../../channels/call-outcome.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import { connectLine, type WebSocketLine } from '../../channels/web-socket-line.ts';
import { DdpLine, type Room, type Told } from './ddp-line.ts';
import { isDirect, readMissed } from './missed.ts';
import { directChat, heardOf, meSchema, parseMessage, type Heard, type Me } from './parse.ts';
import { literal, messageId, MOST_TEXT } from './render.ts';
import { failedOf, RENEW, RestApi, troubleOf, unsaid, type RestParts } from './rest-api.ts';

export interface RocketchatParts extends RestParts {
  readonly clock: Clock;
}

/** The server asks every half minute; who has heard nothing for so long is deaf. */
const PING_EVERY_MS = 15_000;
const SILENT_MS = 40_000;

/** What was heard is read once more for so long back: servers of a cluster do not tell in one order. */
const OVERLAP_MS = 10_000;

/** Before the first time that it hears: who wrote to the bot while it was set up is answered. */
const FIRST_BACK_MS = 3_600_000;

/** What is older was heard or is over: it comes once more when somebody reacts to it. Less than what is remembered. */
const OLD_MS = 24 * 3_600_000;

/** Rooms and people of which something is remembered. */
const MOST_ROOMS = 1_000;

const roomSchema = z.object({
  room: z.object({ t: z.string(), usersCount: z.int().optional() }),
});
const userSchema = z.object({ user: z.object({ username: z.string() }) });
/** …/apidocs/create-dm-session */
const createdSchema = z.object({
  room: z.object({ _id: z.string().optional(), rid: z.string().optional() }),
});
const sentSchema = z.object({ message: z.object({ _id: z.string() }) });

const UNREADABLE: CallFailure = { kind: 'unclear', why: 'its answer has not the form it has' };

interface Following {
  readonly line: WebSocketLine;
  readonly hearing: Hearing;
  readonly me: Me;
  readonly signal: AbortSignal;
}

export class RocketchatAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'websocket, and what was missed by REST',
    text: { most: MOST_TEXT, unit: 'utf-16' },
    chatRate: { burst: 5, refillMs: 1_000 },
    /** Accounts with the role bot are not limited; others to ten calls of a kind in a minute. */
    accountRate: { burst: 10, refillMs: 500 },
    /** Only apps that run in the server have buttons. */
    mostButtons: 0,
    files: [],
    /** …/apidocs/send-message, `_id`: whoever sends may choose it, and no two messages have the same. */
    isIdempotent: true,
    isForgeable: false,
  };
  readonly #parts: RocketchatParts;
  readonly #api: RestApi;
  /** The room of two, by the id of the person. */
  readonly #rooms = new RecentMap<string>(MOST_ROOMS);
  /** Whether a room is one of two. */
  readonly #direct = new RecentMap<boolean>(MOST_ROOMS);

  constructor(parts: RocketchatParts) {
    this.#parts = parts;
    this.#api = new RestApi(parts);
    this.account = `${parts.userId}@${new URL(parts.endpoint).hostname}`;
  }

  chatOf(user: string): string {
    return directChat(user);
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const me = await this.#meet(signal);
    return 'kind' in me ? troubleOf(me) : undefined;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const me = await this.#meet(signal);
    if ('kind' in me) return signal.aborted ? undefined : troubleOf(me);
    const url = `${this.#parts.endpoint.replace(/^http/, 'ws')}/websocket`;
    const connected = await connectLine(url, { signal });
    if (connected.kind === 'failed')
      return {
        why: `Rocket.Chat's socket cannot be opened: ${connected.code}`,
        cure: 'Let the proxy in front of Rocket.Chat pass WebSockets through at /websocket.',
      };
    const trouble = await this.#follow({ line: connected.line, hearing, me, signal });
    return signal.aborted ? undefined : trouble;
  }

  async send({ chat, text }: Outgoing, key: string): Promise<Sent> {
    const [place = chat, tmid] = chat.split('/');
    const rid = place.startsWith('@') ? await this.#roomWith(place.slice(1)) : place;
    if (typeof rid !== 'string') return unsaid(rid);
    const id = messageId(this.#parts.userId, key);
    const message = { _id: id, rid, msg: literal(text), ...(tmid !== undefined && { tmid }) };
    const answer = await this.#api.call('chat.sendMessage', { json: { message } });
    if (answer.kind === 'ok' && sentSchema.safeParse(answer.body).data?.message._id === id)
      return { kind: 'sent', ref: `${rid}/${id}` };
    if (answer.kind === 'refused' && [401, 429].includes(answer.status)) return failedOf(answer);
    if (answer.kind === 'unclear' || answer.kind === 'unreached') return failedOf(answer);
    // What stands there already is not put there again, and what is said of that is no success.
    if (await this.#stands(id)) return { kind: 'sent', ref: `${rid}/${id}` };
    return failedOf(answer.kind === 'ok' ? UNREADABLE : answer);
  }

  /** …/apidocs/update-message */
  async edit(ref: string, { text }: Outgoing): Promise<Sent> {
    const [roomId = '', msgId = ''] = ref.split('/');
    const json = { roomId, msgId, text: literal(text) };
    const answer = await this.#api.call('chat.update', { json });
    return answer.kind === 'ok' ? { kind: 'sent', ref } : failedOf(answer);
  }

  async #meet(signal: AbortSignal): Promise<Me | CallFailure> {
    const answer = await this.#api.call('me', { signal });
    if (answer.kind !== 'ok') return answer;
    const me = meSchema.safeParse(answer.body).data;
    const now = this.#parts.clock.now();
    return me === undefined ? UNREADABLE : { ...me, aheadMs: (answer.serverNow ?? now) - now };
  }

  async #follow(following: Following): Promise<Trouble | undefined> {
    const { line } = following;
    const { clock, token } = this.#parts;
    const ddp = new DdpLine(line, token);
    let heardMs = clock.monotonicMs();
    const pinging = setInterval(() => {
      if (clock.monotonicMs() - heardMs > SILENT_MS) line.cut();
      else ddp.ping();
    }, PING_EVERY_MS);
    try {
      let isReady = false;
      for await (const text of line.frames()) {
        heardMs = clock.monotonicMs();
        const told = ddp.take(text.toString());
        const trouble = await this.#take(told, following);
        if (trouble !== undefined) return trouble;
        isReady ||= told.kind === 'ready';
        // Before that it only says that it is there, and not that it tells of anything.
        if (isReady) following.hearing.alive();
      }
    } finally {
      clearInterval(pinging);
      line.close();
    }
    return { why: `Rocket.Chat's socket broke off: ${line.ended?.why ?? 'silence'}` };
  }

  async #take(told: Told, following: Following): Promise<Trouble | undefined> {
    switch (told.kind) {
      case 'ready':
        return this.#catchUp(following);
      case 'message':
        return this.#hear(told.message, told.room, following);
      case 'not let in':
        return { why: `Rocket.Chat does not let this bot listen: ${told.why}`, cure: RENEW };
      case 'pong':
      case 'nothing':
        return undefined;
    }
  }

  async #catchUp({ me, hearing, signal }: Following): Promise<Trouble | undefined> {
    const now = this.#parts.clock.now();
    const serverNow = Math.floor(now + me.aheadMs);
    const cursor = cursorOf(hearing);
    // What is not remembered any more is not read once more.
    const overlapMs = cursor !== undefined && cursor > serverNow - OLD_MS ? OVERLAP_MS : 0;
    const since = cursor === undefined ? serverNow - FIRST_BACK_MS : cursor - overlapMs;
    const missed = await readMissed(this.#api, { since, me, now, signal });
    if ('kind' in missed) return troubleOf(missed);
    if (missed.length > 0) await this.#accept(missed, hearing);
    else if (cursor === undefined) await hearing.accept([], String(serverNow));
    return undefined;
  }

  async #hear(value: unknown, room: Room, following: Following): Promise<Trouble | undefined> {
    const { me, hearing, signal } = following;
    const now = this.#parts.clock.now();
    const message = parseMessage(value);
    // What is said in rooms that everybody may read is told as well.
    if (message === undefined || room.roomParticipant === false) return undefined;
    if (message.ts < now + me.aheadMs - OLD_MS) return undefined;
    const isOfTwo = await this.#isDirect(message.rid, room.roomType, signal);
    if (typeof isOfTwo !== 'boolean') return troubleOf(isOfTwo);
    const heard = heardOf(message, isOfTwo, { me, now });
    if (heard !== undefined) await this.#accept([heard], hearing);
    return undefined;
  }

  async #accept(heard: readonly Heard[], hearing: Hearing): Promise<void> {
    for (const { message, rid } of heard)
      if (message.group === undefined) this.#rooms.set(message.user, rid);
    const upTo = Math.max(cursorOf(hearing) ?? 0, ...heard.map(({ sentAt }) => sentAt));
    await hearing.accept(
      heard.map(({ message }) => message),
      String(upTo),
    );
  }

  /** …/apidocs/get-room-information; whoever writes directly to several writes to a group. */
  async #isDirect(
    rid: string,
    type: string | undefined,
    signal: AbortSignal,
  ): Promise<boolean | CallFailure> {
    if (type !== undefined && type !== 'd') return false;
    const known = this.#direct.get(rid);
    if (known !== undefined) return known;
    const answer = await this.#api.call('rooms.info', { query: { roomId: rid }, signal });
    if (answer.kind !== 'ok') return answer;
    const room = roomSchema.safeParse(answer.body).data?.room;
    if (room === undefined) return UNREADABLE;
    const isOfTwo = isDirect(room.t, room.usersCount);
    this.#direct.set(rid, isOfTwo);
    return isOfTwo;
  }

  /** …/apidocs/create-dm-session: opened as often as one likes, it is the same. It wants the name of the moment. */
  async #roomWith(userId: string): Promise<string | CallFailure> {
    const known = this.#rooms.get(userId);
    if (known !== undefined) return known;
    const found = await this.#api.call('users.info', { query: { userId } });
    if (found.kind !== 'ok') return found;
    const username = userSchema.safeParse(found.body).data?.user.username;
    if (username === undefined) return UNREADABLE;
    const created = await this.#api.call('im.create', { json: { username } });
    if (created.kind !== 'ok') return created;
    const room = createdSchema.safeParse(created.body).data?.room;
    const rid = room?._id ?? room?.rid;
    if (rid === undefined) return UNREADABLE;
    this.#rooms.set(userId, rid);
    return rid;
  }

  /** …/apidocs/get-message */
  async #stands(msgId: string): Promise<boolean> {
    const answer = await this.#api.call('chat.getMessage', { query: { msgId } });
    const found = answer.kind === 'ok' ? sentSchema.safeParse(answer.body).data : undefined;
    return found?.message._id === msgId;
  }
}

/** Epoch ms, by the clock of the server; undefined: nothing was heard yet. */
function cursorOf({ cursor }: Hearing): number | undefined {
  const at = Number(cursor ?? Number.NaN);
  return Number.isFinite(at) ? at : undefined;
}
