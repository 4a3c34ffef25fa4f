/**
 * What was written while no post arrived: every space that has news is read back to where it last was heard
 * (developer.webex.com/docs/api/v1/rooms/list-rooms, …/messages/list-messages).
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { heardOf, type Me } from './parse.ts';
import type { Failure, WebexApi } from './webex-api.ts';

/** "Cannot exceed 100 if used with mentionedPeople"; who wrote more meanwhile is not answered all of it anyway. */
const MOST = 100;

const roomsSchema = z.object({
  items: z.array(
    z.object({ id: z.string(), type: z.string(), lastActivity: z.string().default('') }),
  ),
});

const messagesSchema = z.object({ items: z.array(z.unknown()) });

export interface Since {
  /** Epoch ms, by the clock of Webex. */
  readonly since: number;
  readonly me: Me;
  readonly signal: AbortSignal;
}

/** @returns oldest first */
export async function readMissed(
  api: WebexApi,
  asked: Since,
): Promise<readonly ArrivedMessage[] | Failure> {
  const { since, signal } = asked;
  const answer = await api.call(`rooms?sortBy=lastactivity&max=${String(MOST)}`, { signal });
  if (answer.kind !== 'ok') return answer;
  const rooms = roomsSchema.safeParse(answer.json).data?.items;
  if (rooms === undefined)
    return { kind: 'unclear', why: 'Webex did not say which spaces there are' };
  const missed: ArrivedMessage[] = [];
  for (const room of rooms) {
    if (!(Date.parse(room.lastActivity) >= since)) continue;
    const heard = await readRoom(api, room, asked);
    if (!('kind' in heard)) missed.push(...heard);
    // A space that is gone does not keep the others from being heard.
    else if (heard.kind !== 'refused' || [401, 429].includes(heard.status)) return heard;
  }
  return missed.toSorted((one, other) => one.at - other.at);
}

async function readRoom(
  api: WebexApi,
  { id, type }: { readonly id: string; readonly type: string },
  { since, me, signal }: Since,
): Promise<readonly ArrivedMessage[] | Failure> {
  const query = new URLSearchParams({ roomId: id, max: String(MOST) });
  // "Bots must include this parameter to list messages in group rooms."
  if (type !== 'direct') query.set('mentionedPeople', 'me');
  const answer = await api.call(`messages?${query.toString()}`, { signal });
  if (answer.kind !== 'ok') return answer;
  const items = messagesSchema.safeParse(answer.json).data?.items;
  if (items === undefined) return { kind: 'unclear', why: 'Webex did not say what was written' };
  return items.flatMap((item) => heardOf(item, me) ?? []).filter(({ at }) => at >= since);
}
