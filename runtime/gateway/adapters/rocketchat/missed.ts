/**
 * What was written while the bot did not hear: the stream tells only of what is written from now on, so every
 * room that has news is read back to where it last heard.
 */
import { z } from '../../../core/schema.ts';
import type { CallFailure } from '../../channels/call-outcome.ts';
import { heardOf, parseMessage, type Heard, type Me } from './parse.ts';
import type { RestApi } from './rest-api.ts';

const PAGE = 50;

/** In one room; who wrote more than this meanwhile is not answered all of it anyway. */
const MOST_PAGES = 4;

/** developer.rocket.chat/apidocs: get-dm-messages-history, get-channel-history, get-group-history */
const HISTORIES: Readonly<Record<string, string>> = {
  d: 'im.history',
  c: 'channels.history',
  p: 'groups.history',
};

/** developer.rocket.chat/apidocs/get-rooms */
const roomsSchema = z.object({
  update: z.array(z.object({ _id: z.string(), t: z.string(), usersCount: z.int().optional() })),
});
const historySchema = z.object({ messages: z.array(z.unknown()) });

export interface Since {
  /** Epoch ms, by the clock of the server. */
  readonly since: number;
  readonly me: Me;
  readonly now: number;
  readonly signal: AbortSignal;
}

/** @returns oldest first */
export async function readMissed(
  api: RestApi,
  asked: Since,
): Promise<readonly Heard[] | CallFailure> {
  const query = { updatedSince: new Date(asked.since).toISOString() };
  const answer = await api.call('rooms.get', { query, signal: asked.signal });
  if (answer.kind !== 'ok') return answer;
  const rooms = roomsSchema.safeParse(answer.body).data?.update;
  if (rooms === undefined) return { kind: 'unclear', why: 'no list of rooms' };
  const missed: Heard[] = [];
  for (const { _id: rid, t: type, usersCount } of rooms) {
    const path = Object.hasOwn(HISTORIES, type) ? HISTORIES[type] : undefined;
    if (path === undefined) continue;
    const room = { path, rid, isDirect: isDirect(type, usersCount) };
    const heard = await readRoom(api, room, asked);
    if (!('kind' in heard)) missed.push(...heard);
    // A room that is gone does not keep the others from being heard.
    else if (heard.kind !== 'refused' || [401, 429].includes(heard.status)) return heard;
  }
  return missed.toSorted((one, other) => one.sentAt - other.sentAt);
}

/** Of several who write to each other directly: that is a group. */
export function isDirect(type: string, usersCount: number | undefined): boolean {
  return type === 'd' && usersCount === 2;
}

async function readRoom(
  api: RestApi,
  {
    path,
    rid,
    isDirect,
  }: { readonly path: string; readonly rid: string; readonly isDirect: boolean },
  { since, me, now, signal }: Since,
): Promise<readonly Heard[] | CallFailure> {
  const missed: Heard[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = {
      ...{ roomId: rid, oldest: new Date(since).toISOString(), inclusive: 'false' },
      ...{ count: String(PAGE), offset: String(page * PAGE) },
    };
    const answer = await api.call(path, { query, signal });
    if (answer.kind !== 'ok') return answer;
    const messages = historySchema.safeParse(answer.body).data?.messages;
    if (messages === undefined) return { kind: 'unclear', why: 'no list of messages' };
    for (const value of messages) {
      const message = parseMessage(value);
      const heard =
        message !== undefined && message.ts > since
          ? heardOf(message, isDirect, { me, now })
          : undefined;
      if (heard !== undefined) missed.push(heard);
    }
    if (messages.length < PAGE) break;
  }
  // They came newest first; of one moment the order is all that is known.
  return missed.toReversed();
}
