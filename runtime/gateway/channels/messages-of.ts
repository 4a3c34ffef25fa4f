/** A text with its pictures as messages that the platform takes, with ids that are the same for the same text. */
import type { Attachment } from '../../actions/attachment.ts';
import type { Outgoing, Picture, Traits } from './channel-adapter.ts';
import { languageOf, sayPictures } from './channel-phrases.ts';
import { chunkText } from './chunk-text.ts';

export interface Said {
  readonly id: string;
  readonly chat: string;
  readonly text: string;
  readonly attachments?: readonly Attachment[] | undefined;
}

export type QueuedMessage = Outgoing & { readonly id: string };

/** In base64: what every platform takes as a picture (Telegram 10 MB, Slack more). Larger ones are on the page. */
const MOST_PICTURE = 4_000_000;

/** Of the words under a picture: core.telegram.org/bots/api#sendphoto has 1,024, the others more. */
const MOST_CAPTION = 1_000;

/** A picture that cannot be shown is said in words. */
export function messagesOf(
  { id, chat, text, attachments = [] }: Said,
  { text: limit, hasPictures }: Pick<Traits, 'text' | 'hasPictures'>,
): readonly QueuedMessage[] {
  const pictures = hasPictures ? attachments.flatMap(pictureOf) : [];
  const shown = new Set(pictures.map(({ name }) => name));
  const unseen = attachments.filter(({ name }) => !shown.has(name)).map(({ alt }) => alt);
  const said = [text, sayPictures(unseen, languageOf(text))].join('\n').trim();
  return [
    ...chunkText(said, limit).map((piece) => ({ chat, text: piece })),
    ...pictures.map((picture) => ({ chat, text: picture.alt.slice(0, MOST_CAPTION), picture })),
  ].map((message, at) => ({ id: `${id}/${String(at)}`, ...message }));
}

function pictureOf({ name, type, base64, alt }: Attachment): readonly Picture[] {
  if (type === 'image/svg+xml' || base64.length > MOST_PICTURE) return [];
  return [{ name, type, base64, alt }];
}
