/**
 * What a sync brings (spec.matrix.org/latest/client-server-api/#syncing), as the core knows it. What others
 * changed afterwards, what bots say (`m.notice`), and what this account wrote itself is passed over.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { isPictureType } from '../../channels/is-picture-type.ts';
import { chatIn } from './render.ts';

const eventsSchema = z.object({ events: z.array(z.unknown()).default([]) });

/** …/#get_matrixclientv3sync */
export const syncSchema = z.object({
  next_batch: z.string(),
  rooms: z
    .object({
      join: z
        .record(
          z.string(),
          z.object({
            timeline: eventsSchema
              .extend({ limited: z.boolean().default(false), prev_batch: z.string().optional() })
              .default({ events: [], limited: false }),
          }),
        )
        .default({}),
      invite: z
        .record(z.string(), z.object({ invite_state: eventsSchema.default({ events: [] }) }))
        .default({}),
    })
    .default({ join: {}, invite: {} }),
});
export type Sync = z.infer<typeof syncSchema>;
export type Timeline = Sync['rooms']['join'][string]['timeline'];

/** …/#get_matrixclientv3roomsroomidmessages: newest first; without `end` there is no more. */
export const pageSchema = z.object({ chunk: z.array(z.unknown()), end: z.string().optional() });

/** …/#room-event-format, …/#mroommessage, …/#forming-relationships-between-events */
const eventSchema = z.object({
  event_id: z.string(),
  type: z.enum(['m.room.message', 'm.room.encrypted']),
  sender: z.string(),
  origin_server_ts: z.number(),
  unsigned: z.object({ age: z.number().optional() }).optional(),
  content: z.object({
    msgtype: z.string().optional(),
    /** …/#mimage, …/#mfile; absent where the file is encrypted. */
    url: z.string().optional().catch(undefined),
    info: z.object({ mimetype: z.string().optional() }).optional().catch(undefined),
    /** …/#media-captions: where it is another one than `body`, that is what stands under the file. */
    filename: z.string().optional().catch(undefined),
    body: z.string().default(''),
    formatted_body: z.string().optional(),
    'm.mentions': z.object({ user_ids: z.array(z.string()).optional() }).optional(),
    'm.relates_to': z
      .object({
        rel_type: z.string().optional(),
        event_id: z.string().optional(),
        is_falling_back: z.boolean().optional(),
        'm.in_reply_to': z.object({ event_id: z.string() }).optional(),
      })
      .optional(),
  }),
});
type Event = z.infer<typeof eventSchema>;

export interface Reading {
  /** `@board:example.org` */
  readonly me: string;
  readonly room: string;
  readonly now: number;
  /** Exactly this account and one other are in the room. */
  readonly isOfTwo: boolean;
  /** Whether this account wrote that event. */
  readonly isMine: (event: string) => boolean;
}

const FILES = ['m.image', 'm.file', 'm.audio', 'm.video', 'm.location'];

/** Something that a person wrote; so it is worth asking who is in the room. */
export function isForeign(event: unknown, me: string): boolean {
  const { data } = eventSchema.safeParse(event);
  return data !== undefined && data.sender !== me && kindOf(data) !== undefined;
}

/** @returns the id of the event when this account itself wrote it */
export function ownEvent(event: unknown, me: string): string | undefined {
  const { data } = eventSchema.safeParse(event);
  return data?.sender === me ? data.event_id : undefined;
}

export function parseEvent(event: unknown, reading: Reading): ArrivedMessage | undefined {
  const { data } = eventSchema.safeParse(event);
  if (data === undefined || data.sender === reading.me) return undefined;
  const kind = kindOf(data);
  if (kind === undefined) return undefined;
  const ref = kind === 'file' ? pictureOf(data) : undefined;
  const isSaid = kind === 'text' || (kind === 'file' && hasCaption(data));
  const text = isSaid ? plain(data, reading.me) : '';
  const relation = data.content['m.relates_to'];
  const thread = relation?.rel_type === 'm.thread' ? relation.event_id : undefined;
  const { room, isOfTwo } = reading;
  return {
    id: data.event_id,
    chat: isOfTwo ? room : chatIn({ room, thread }),
    user: data.sender,
    at: writtenAt(data, reading.now),
    // Nothing but a quotation: the words of somebody else. A name alone is what they said themselves.
    kind: kind === 'text' && unquoted(data) === '' ? 'forwarded' : kind,
    text,
    ...(ref !== undefined && { file: { ref } }),
    ...(!isOfTwo && { group: isAddressed(data, reading) ? 'addressed' : 'overheard' }),
  };
}

function kindOf(event: Event): 'text' | 'file' | 'other' | undefined {
  const { type, content } = event;
  if (content['m.relates_to']?.rel_type === 'm.replace') return undefined;
  if (type === 'm.room.encrypted') return 'other';
  if (content.msgtype === 'm.text') return 'text';
  if (!FILES.includes(content.msgtype ?? '')) return undefined;
  return pictureOf(event) === undefined ? 'other' : 'file';
}

/** …/#matrix-content-mxc-uris; both become parts of an address. @returns `SERVER/ID` */
function pictureOf({ content: { url = '', info } }: Event): string | undefined {
  if (!isPictureType(info?.mimetype)) return undefined;
  const [, server, id] = /^mxc:\/\/([\w[][\w.:[\]-]{0,254})\/([\w-]{1,255})$/.exec(url) ?? [];
  return server === undefined || id === undefined ? undefined : `${server}/${id}`;
}

function hasCaption({ content: { body, filename } }: Event): boolean {
  return filename !== undefined && filename !== body;
}

/** The age is by the clock of the homeserver alone, and so holds where the clock of this board does not. */
function writtenAt({ unsigned, origin_server_ts: at }: Event, now: number): number {
  return Math.min(unsigned?.age === undefined ? at : now - unsigned.age, now);
}

function isAddressed({ content }: Event, { me, isMine }: Reading): boolean {
  if (content['m.mentions']?.user_ids?.includes(me) === true) return true;
  const relation = content['m.relates_to'];
  const repliedTo = relation?.['m.in_reply_to']?.event_id;
  // In a thread a plain message names the last one there, for clients that know no threads.
  return repliedTo !== undefined && relation?.is_falling_back !== true && isMine(repliedTo);
}

/** Quoted lines stand at the beginning (…/v1.12/client-server-api/#fallbacks-for-rich-replies); they are nobody's order. */
function unquoted({ content: { body } }: Event): string {
  return body.replace(/^(?:>[^\n]*(?:\n|$))+/, '').trim();
}

/** Without what it quotes and without the name of this account. */
function plain(event: Event, me: string): string {
  const own = unquoted(event);
  const html = event.content.formatted_body ?? '';
  const local = me.slice(1).split(':')[0] ?? me;
  // Written out, a name is one only with a colon behind: an account may be called as a pump is.
  const names = [...namesIn(html, me), me, ...[':', ','].map((mark) => `${local}${mark}`)];
  const called = names.flatMap((name) => [name, `@${name}`]).find((name) => begins(own, name));
  return called === undefined ? own : own.slice(called.length).replace(/^[\s:,]+/, '');
}

/** `Board how warm`; not `Boards`. */
function begins(text: string, name: string): boolean {
  const isNamed = text.slice(0, name.length).toLowerCase() === name.toLowerCase();
  return isNamed && (/[:,]$/.test(name) || !/^[\p{L}\p{N}_-]/u.test(text.slice(name.length)));
}

/** A link to a person shows the name they have in the room (…/appendices/#matrixto-navigation). */
function namesIn(html: string, me: string): readonly string[] {
  const links = html.slice(0, MOST_LOOKED_AT).matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g);
  return [...links].flatMap(([, address = '', name = '']) =>
    [me, encodeURIComponent(me)].some((id) => address === `https://matrix.to/#/${id}`)
      ? name.replace(/^@/, '') || []
      : [],
  );
}

const MOST_LOOKED_AT = 2_000;

const memberSchema = z.object({
  type: z.literal('m.room.member'),
  state_key: z.string(),
  content: z.object({ membership: z.literal('invite'), is_direct: z.literal(true) }),
});

/** Rooms that somebody made to be alone with this account (…/#mroommember, `is_direct`). */
export function directInvites({ rooms }: Sync, me: string): readonly string[] {
  return Object.entries(rooms.invite)
    .filter(([, { invite_state: state }]) =>
      state.events.some((event) => memberSchema.safeParse(event).data?.state_key === me),
    )
    .map(([room]) => room);
}
