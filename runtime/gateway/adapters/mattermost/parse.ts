/**
 * What Mattermost says by its socket (developers.mattermost.com/api-documentation, "WebSocket") and lists of a
 * channel, as the core knows it: what people write to the bot, and in channels what names it. What programs
 * and the server itself post is passed over.
 */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { isPictureType } from '../../channels/is-picture-type.ts';

/** An event has `seq`; the answer to an action has `seq_reply`. */
export const frameSchema = z.object({
  event: z.string().optional(),
  data: z.unknown().optional(),
  seq: z.int().optional(),
  seq_reply: z.int().optional(),
});

/** …/api-documentation, schema "FileInfo": the id becomes a part of an address. */
const fileSchema = z.object({ id: z.string().regex(/^[a-z0-9]{26}$/), mime_type: z.string() });

/** …/api-documentation, schema "Post" */
const postSchema = z.object({
  id: z.string(),
  create_at: z.number(),
  user_id: z.string(),
  channel_id: z.string(),
  root_id: z.string().default(''),
  message: z.string().default(''),
  /** Empty: it was written; `system_…`, `custom_…`: the server and its plugins speak. */
  type: z.string().default(''),
  props: z.record(z.string(), z.unknown()).nullish(),
  /** Schema "PostMetadata". */
  metadata: z
    .object({ files: z.array(fileSchema).nullish() })
    .nullish()
    .catch(undefined),
});
export type Post = z.infer<typeof postSchema>;

/** Of the event `posted`: what is in it comes as JSON in texts. */
const postedSchema = z.object({
  channel_type: z.string(),
  post: z.string(),
  mentions: z.string().optional(),
});

/** …/api-documentation, schema "PostList": newest first. */
const postListSchema = z.object({
  order: z.array(z.string()),
  posts: z.record(z.string(), z.unknown()).nullish(),
});

export interface Reading {
  readonly me: Me;
  readonly now: number;
  /** How far the clock of the server is ahead of ours, ms. */
  readonly aheadMs: number;
}

export interface Me {
  readonly id: string;
  /** docs.mattermost.com: letters, digits, `.`, `-` and `_`. */
  readonly username: string;
}

export interface Heard {
  readonly message: ArrivedMessage;
  /** Epoch ms, by the clock of the server. */
  readonly createdAt: number;
}

/** The chat of two with this person: their id is known before the channel is. */
export function directChat(user: string): string {
  return `@${user}`;
}

export function parsePosted(data: unknown, reading: Reading): Heard | undefined {
  const posted = postedSchema.safeParse(data).data;
  const post = postSchema.safeParse(parseBoundedJson(posted?.post ?? '')).data;
  if (posted === undefined || post === undefined) return undefined;
  if (posted.channel_type === 'D') return heardOf(post, reading);
  const mentions = z.array(z.string()).safeParse(parseBoundedJson(posted.mentions ?? '')).data;
  const isMentioned = mentions?.includes(reading.me.id) === true;
  return heardOf(post, reading, isMentioned ? groupOf(post, reading.me) : 'overheard');
}

/** By its name: @all and @channel mention it as well, and are not meant for it. */
export function groupOf({ message }: Post, { username }: Me): 'addressed' | 'overheard' {
  return nameIn(username).test(message) ? 'addressed' : 'overheard';
}

/** A page of what stands in a channel, the newest first; undefined: no such list. */
export function parsePostList(body: unknown): readonly Post[] | undefined {
  const list = postListSchema.safeParse(body).data;
  return list?.order.flatMap((id) => postSchema.safeParse(list.posts?.[id]).data ?? []);
}

export function heardOf(
  post: Post,
  { me, now, aheadMs }: Reading,
  group?: 'addressed' | 'overheard',
): Heard | undefined {
  if (post.user_id === me.id || post.type !== '' || isByProgram(post)) return undefined;
  const { channel_id: channel, root_id: root } = post;
  const kind = kindOf(post);
  const ref = kind === 'file' ? pictureOf(post) : undefined;
  const message: ArrivedMessage = {
    id: post.id,
    chat: group === undefined ? directChat(post.user_id) : inThread(channel, root),
    user: post.user_id,
    at: Math.min(post.create_at - aheadMs, now),
    kind,
    text: post.message.replaceAll(nameIn(me.username), '').trim(),
    ...(group !== undefined && { group }),
    ...(ref !== undefined && { file: { ref } }),
  };
  return { message, createdAt: post.create_at };
}

/** Told by the server (server/public/model/post.go, PostProps…): a program spoke, also in the name of a person. */
const PROGRAMS = ['from_bot', 'from_webhook', 'from_plugin', 'from_oauth_app'];

function isByProgram({ props }: Post): boolean {
  return PROGRAMS.some((key) => props?.[key] === 'true' || props?.[key] === true);
}

/** server/public/model/post.go, PostPropsPreviewedPost: below what was written stands a message of somebody. */
function kindOf(post: Post): ArrivedMessage['kind'] {
  if (typeof post.props?.['previewed_post'] === 'string') return 'forwarded';
  if (pictureOf(post) !== undefined) return 'file';
  return post.message.trim() === '' ? 'other' : 'text';
}

/** The id of the first one. */
function pictureOf({ metadata }: Post): string | undefined {
  return metadata?.files?.find(({ mime_type: type }) => isPictureType(type))?.id;
}

function inThread(channel: string, root: string): string {
  return root === '' ? channel : `${channel}/${root}`;
}

/** `@board`, and not the start of a longer name. */
function nameIn(username: string): RegExp {
  const name = username.replaceAll('.', String.raw`\.`);
  return new RegExp(String.raw`(?<![\w.-])@${name}(?![\w-]|\.\w)[:,]?`, 'gi');
}
