/** What is sent, as `m.room.message` wants it (spec.matrix.org/latest/client-server-api/#mroommessage). */
import type { Outgoing } from '../../channels/channel-adapter.ts';

/** A thread is known by the event that it began with, whose id begins with `$` (…/appendices/#event-ids). */
const THREAD = /^(.+?)\/(\$.+)$/;

export interface Place {
  readonly room: string;
  readonly thread?: string | undefined;
}

export function placeOf(chat: string): Place {
  const [, room = chat, thread] = THREAD.exec(chat) ?? [];
  return { room, thread };
}

export function chatIn({ room, thread }: Place): string {
  return thread === undefined ? room : `${room}/${thread}`;
}

/** Not `m.notice`: …/#default-underride-rules of clients stay silent for one, and news have to ring. */
export function renderMessage({ chat, text }: Pick<Outgoing, 'chat' | 'text'>): object {
  const { thread } = placeOf(chat);
  return {
    ...contentOf(text),
    ...(thread !== undefined && { 'm.relates_to': inThread(thread) }),
  };
}

/** …/#event-replacements: `body` is for those who do not know of replacements. */
export function renderEdit(ref: string, { text }: Pick<Outgoing, 'text'>): object {
  return {
    ...contentOf(`* ${text}`),
    'm.new_content': contentOf(text),
    'm.relates_to': { rel_type: 'm.replace', event_id: ref },
  };
}

/** …/#user-and-room-mentions: nobody, whatever stands in the text. */
function contentOf(text: string): object {
  return { msgtype: 'm.text', body: text, 'm.mentions': {} };
}

/** …/#fallback-for-unthreaded-clients */
function inThread(thread: string): object {
  return {
    ...{ rel_type: 'm.thread', event_id: thread, is_falling_back: true },
    'm.in_reply_to': { event_id: thread },
  };
}
