/**
 * Where something is said. A group has its conversation id, in which `/` may stand: here that divides a group from
 * its thread, and so it is written `_`, which base64 does not know. The chat of two is marked, for a company gives
 * people whatever ids it likes.
 */
const PERSON = 'staff:';

export function chatOfPerson(staffId: string): string {
  return PERSON + staffId;
}

export function chatOfGroup(conversationId: string): string {
  return conversationId.replaceAll('/', '_');
}

export type Receiver =
  | { readonly kind: 'person'; readonly staffId: string }
  | { readonly kind: 'group'; readonly conversationId: string };

export function receiverOf(chat: string): Receiver {
  return chat.startsWith(PERSON)
    ? { kind: 'person', staffId: chat.slice(PERSON.length) }
    : { kind: 'group', conversationId: chat.replaceAll('_', '/') };
}
