/**
 * What signal-cli tells of a message (man signal-cli-jsonrpc(5), `receive`), as the core knows it: what people
 * write, not what is changed, deleted, reacted or read, and not what the account itself wrote elsewhere.
 */
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { z } from '../../../core/schema.ts';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { groupChat } from './render.ts';

/** Somebody who is named, or whose words are quoted. */
const mentionSchema = z.object({
  number: z.string().nullish(),
  uuid: z.string().nullish(),
  /** In UTF-16 units. */
  start: z.int(),
  length: z.int(),
});

const dataSchema = z.object({
  timestamp: z.int(),
  message: z.string().nullish(),
  groupInfo: z.object({ groupId: z.string() }).nullish(),
  mentions: z.array(mentionSchema).nullish(),
  quote: z
    .object({ authorNumber: z.string().nullish(), authorUuid: z.string().nullish() })
    .nullish(),
  attachments: z.array(z.unknown()).nullish(),
  sticker: z.unknown().optional(),
  contacts: z.array(z.unknown()).nullish(),
});
type Data = z.infer<typeof dataSchema>;

const receivedSchema = z.object({
  account: z.string().optional(),
  envelope: z.object({
    /** The ACI: absent where the sender could not be told for certain. */
    sourceUuid: z.string().nullish(),
    /** By the clock of Signal's servers, epoch ms. */
    serverReceivedTimestamp: z.int().nullish(),
    dataMessage: dataSchema.nullish(),
  }),
});

/** @param account of the site: its number, or its ACI */
export function parseReceived(
  text: string,
  { account, now }: { readonly account: string; readonly now: number },
): ArrivedMessage | undefined {
  const received = receivedSchema.safeParse(parseBoundedJson(text)).data;
  const { sourceUuid: user, dataMessage: data } = received?.envelope ?? {};
  if (received === undefined || !user || !data || user === account) return undefined;
  if (received.account !== undefined && received.account !== account) return undefined;
  const kind = kindOf(data);
  if (kind === undefined) return undefined;
  const isOwn = (one: { number?: unknown; uuid?: unknown }): boolean =>
    one.number === account || one.uuid === account;
  const named = (data.mentions ?? []).filter(isOwn);
  const { authorNumber: number, authorUuid: uuid } = data.quote ?? {};
  const isAddressed = named.length > 0 || isOwn({ number, uuid });
  const { groupId } = data.groupInfo ?? {};
  const at = received.envelope.serverReceivedTimestamp ?? data.timestamp;
  return {
    /** Signal itself knows a message by who sent it, and when. */
    id: `${user}:${String(data.timestamp)}`,
    chat: groupId === undefined ? user : groupChat(groupId),
    ...{ user, kind, at: Math.min(at, now), text: without(data.message ?? '', named) },
    ...(groupId !== undefined && {
      group: isAddressed ? ('addressed' as const) : ('overheard' as const),
    }),
  };
}

/** undefined: a reaction, a timer, a group that changed. What is passed on is not marked in Signal. */
function kindOf({ message, attachments, sticker, contacts }: Data): 'text' | 'other' | undefined {
  if ((message ?? '').trim() !== '') return 'text';
  const isSomething =
    (attachments?.length ?? 0) > 0 ||
    (contacts?.length ?? 0) > 0 ||
    (sticker !== undefined && sticker !== null);
  return isSomething ? 'other' : undefined;
}

/**
 * The name of the account is no part of what is said; in the text one sign stands for it. Where it stands says
 * whoever wrote: with lengths below zero the text would grow with each name.
 */
function without(
  text: string,
  named: readonly { readonly start: number; readonly length: number }[],
): string {
  return named
    .filter(({ start, length }) => start >= 0 && length >= 0)
    .toSorted((one, other) => other.start - one.start)
    .reduce((rest, { start, length }) => rest.slice(0, start) + rest.slice(start + length), text)
    .trim();
}
