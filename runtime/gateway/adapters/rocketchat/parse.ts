/**
 * A message of Rocket.Chat (developer.rocket.chat/docs/message-schema) as the core knows it, as the stream
 * tells of it or a history lists it: what people write to the bot, and in rooms what names it.
 */
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';

/** A time of DDP is EJSON; of REST it is a text. */
const timeSchema = z.union([
  z.object({ $date: z.number() }).transform(({ $date }) => $date),
  z.iso.datetime().transform((text) => Date.parse(text)),
]);

const messageSchema = z.object({
  _id: z.string(),
  rid: z.string(),
  msg: z.string().default(''),
  ts: timeSchema,
  u: z.object({ _id: z.string() }),
  /** The thread. */
  tmid: z.string().optional(),
  /** Present: the server speaks, or it is encrypted. */
  t: z.string().nullish(),
  /** Programs that post mark themselves with it. */
  bot: z.unknown().optional(),
  editedAt: z.unknown().optional(),
  mentions: z.array(z.object({ _id: z.string() })).nullish(),
});
export type Message = z.infer<typeof messageSchema>;

/** developer.rocket.chat/apidocs/get-profile-information */
export const meSchema = z.object({ _id: z.string(), username: z.string().regex(/^[\w.-]+$/) });

export interface Me extends Readonly<z.infer<typeof meSchema>> {
  /** How far the clock of the server is ahead of ours, ms. */
  readonly aheadMs: number;
}

export interface Heard {
  readonly message: ArrivedMessage;
  readonly rid: string;
  /** Epoch ms, by the clock of the server. */
  readonly sentAt: number;
}

/** undefined: it is none, or one of a version that is not known. */
export function parseMessage(value: unknown): Message | undefined {
  return messageSchema.safeParse(value).data;
}

/** The chat of two with this person: their id is known before the room is. */
export function directChat(user: string): string {
  return `@${user}`;
}

/** @param isDirect nobody else has it */
export function heardOf(
  message: Message,
  isDirect: boolean,
  { me, now }: { readonly me: Me; readonly now: number },
): Heard | undefined {
  const { _id: id, rid, u: sender, ts, tmid, mentions } = message;
  if (sender._id === me._id || !isOfPerson(message)) return undefined;
  const own = message.msg.replace(QUOTE, '');
  const isNamed = mentions?.some((one) => one._id === me._id) === true;
  const arrived: ArrivedMessage = {
    id,
    chat: isDirect ? directChat(sender._id) : tmid === undefined ? rid : `${rid}/${tmid}`,
    user: sender._id,
    at: Math.min(ts - me.aheadMs, now),
    kind: kindOf(own, message.msg),
    text: own.replaceAll(nameIn(me.username), '').trim(),
    ...(!isDirect && { group: isNamed ? ('addressed' as const) : ('overheard' as const) }),
  };
  return { message: arrived, rid, sentAt: ts };
}

/** What was changed afterwards is no new order; what was written first was heard. */
function isOfPerson({ t: type, bot, editedAt }: Message): boolean {
  const isSystem = typeof type === 'string' && type !== '';
  return !isSystem && (bot ?? undefined) === undefined && (editedAt ?? undefined) === undefined;
}

/** A quote, and a message that is passed on, begin with links to messages which have no words: `[ ](…?msg=ID)`. */
const QUOTE = /^(?:\s*\[\s*\]\([^)\s]*[?&]msg=[^)\s]*\))+/;

function kindOf(own: string, whole: string): ArrivedMessage['kind'] {
  if (own.trim() !== '') return 'text';
  return whole.trim() === '' ? 'other' : 'forwarded';
}

/** `@board`, and not the start of a longer name. */
function nameIn(username: string): RegExp {
  const name = username.replaceAll('.', String.raw`\.`);
  return new RegExp(String.raw`(?<![\w.-])@${name}(?![\w-]|\.\w)[:,]?`, 'gi');
}
