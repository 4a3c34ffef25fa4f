/**
 * What Talk posts to a bot (nextcloud-talk.readthedocs.io/en/latest/bots) as the core knows it. Only users of the
 * server are anything: guests and other servers name themselves. Nothing says when a message was written, nor
 * that it was passed on; what is quoted stands beside the text.
 */
import { z } from '../../../core/schema.ts';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

const activitySchema = z.object({
  /** `Create`: a message. `Activity`: a message of the system, which an edit is too. */
  type: z.string(),
  actor: z.object({ type: z.string(), id: z.string() }),
  object: z.object({
    id: z.coerce.string(),
    name: z.string().optional(),
    content: z.string().optional(),
  }),
  target: z.object({ id: z.string() }).optional(),
});

/** PHP writes an empty dictionary as a list. */
const contentSchema = z.object({
  message: z.string(),
  parameters: z
    .record(z.string(), z.object({ type: z.string(), name: z.coerce.string().optional() }))
    .or(z.array(z.unknown()).transform(() => ({}))),
});

type Content = z.infer<typeof contentSchema>;

export interface Names {
  /** How the bot is called in groups. */
  readonly bot: string;
  /** Tokens of conversations with one person only. */
  readonly ofTwo: ReadonlySet<string>;
}

export type Parsed = Omit<ArrivedMessage, 'at'>;

/** undefined: it is no post of Talk. null: it is of no concern. */
export function parseActivity(json: unknown, names: Names): Parsed | null | undefined {
  const activity = activitySchema.safeParse(json).data;
  if (activity === undefined) return undefined;
  const { type, actor, object, target } = activity;
  // Until Talk 23 a message with a file had no name.
  const isMessage = type === 'Create' && ['message', ''].includes(object.name ?? '');
  const isUser = actor.type === 'Person' && /^users\/./.test(actor.id);
  const isPlace = /^\w{1,64}$/.test(target?.id ?? '') && /^[1-9]\d{0,19}$/.test(object.id);
  const content = contentSchema.safeParse(parseBoundedJson(object.content ?? '')).data;
  if (!isMessage || !isUser || !isPlace || content === undefined || target === undefined)
    return null;
  const { id: chat } = target;
  const said = textOf(content);
  const isOfTwo = names.ofTwo.has(chat);
  const own = isOfTwo ? undefined : withoutOwnName(said, names.bot);
  const text = own ?? said;
  return {
    ...{ id: object.id, chat, user: actor.id, kind: text === '' ? 'other' : 'text', text },
    group: isOfTwo ? undefined : own === undefined ? 'overheard' : 'addressed',
  };
}

/** In UTF-16 units: a name that is told again and again does not fill the memory. */
const MOST_NAME = 100;

/** `{mention-user1}` stands for a name, `{file}` for what has none that was written. */
function textOf({ message, parameters }: Content): string {
  const known = new Map(Object.entries(parameters));
  // Once: a name that people chose may look like the place of another one.
  const filled = message.replaceAll(/\{([^{}]+)\}/g, (place, key: string) => {
    const filler = known.get(key);
    if (filler === undefined) return place;
    return filler.type === 'file' ? '' : `@${(filler.name ?? '').slice(0, MOST_NAME)}`;
  });
  return filled.trim();
}

/** Bots cannot be mentioned: `Board: how warm is it`, `@board how warm is it`. undefined: it is not called. */
function withoutOwnName(text: string, bot: string): string | undefined {
  const begin = text.startsWith('@') ? 1 : 0;
  const called = text.slice(begin, begin + bot.length);
  const rest = text.slice(begin + bot.length);
  const isCalled = called.toLowerCase() === bot.toLowerCase() && /^([\s:,]|$)/.test(rest);
  return isCalled ? rest.replace(/^[\s:,]+/, '') : undefined;
}

/** Of ids that count upwards, however long they are. */
export function isAfter(id: string, other: string): boolean {
  return id.length === other.length ? id > other : id.length > other.length;
}
