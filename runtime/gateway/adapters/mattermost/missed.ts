/**
 * What was written while the bot did not hear: the socket tells only of what is posted from now on, so every
 * channel that has news is read back to where it last heard.
 */
import { z } from '../../../core/schema.ts';
import type { CallFailure } from '../../channels/call-outcome.ts';
import { groupOf, heardOf, parsePostList, type Heard, type Reading } from './parse.ts';
import type { RestApi } from './rest-api.ts';

/** Of the longest texts that there are, so many are below what is read of one answer. */
const PAGE = 50;

/** In one chat; who wrote more than this meanwhile is not answered all of it anyway. */
const MOST_PAGES = 4;

const channelsSchema = z.array(
  z.object({ id: z.string(), type: z.string(), last_post_at: z.number().default(0) }),
);

export interface Since {
  /** Epoch ms, by the clock of the server. */
  readonly since: number;
  readonly reading: Reading;
  readonly signal: AbortSignal;
}

/** @returns oldest first */
export async function readMissed(
  api: RestApi,
  asked: Since,
): Promise<readonly Heard[] | CallFailure> {
  const answer = await api.call('users/me/channels', { signal: asked.signal });
  if (answer.kind !== 'ok') return answer;
  const channels = channelsSchema.safeParse(answer.body).data;
  if (channels === undefined) return { kind: 'unclear', why: 'no list of channels' };
  const missed: Heard[] = [];
  for (const { id, type, last_post_at: lastAt } of channels) {
    if (lastAt < asked.since) continue;
    const heard = await readChat(api, { id, isDirect: type === 'D' }, asked);
    if (!('kind' in heard)) missed.push(...heard);
    // A chat that is gone does not keep the others from being heard.
    else if (heard.kind !== 'refused' || [401, 429].includes(heard.status)) return heard;
  }
  return missed.toSorted((one, other) => one.createdAt - other.createdAt);
}

async function readChat(
  api: RestApi,
  { id, isDirect }: { readonly id: string; readonly isDirect: boolean },
  { since, reading, signal }: Since,
): Promise<readonly Heard[] | CallFailure> {
  const missed: Heard[] = [];
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = `page=${String(page)}&per_page=${String(PAGE)}&skipFetchThreads=true`;
    const answer = await api.call(`channels/${encodeURIComponent(id)}/posts?${query}`, { signal });
    if (answer.kind !== 'ok') return answer;
    const posts = parsePostList(answer.body);
    if (posts === undefined) return { kind: 'unclear', why: 'no list of messages' };
    const news = posts.filter((post) => post.create_at >= since);
    for (const post of news) {
      const heard = heardOf(post, reading, isDirect ? undefined : groupOf(post, reading.me));
      if (heard !== undefined) missed.unshift(heard);
    }
    if (news.length < PAGE) break;
  }
  return missed;
}
