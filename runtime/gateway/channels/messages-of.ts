/** A text with its files as messages that the platform takes, with ids that are the same for the same text. */
import type { Attachment } from '../../actions/attachment.ts';
import { FILE_TYPES, type FileOut, type Outgoing, type Traits } from './channel-adapter.ts';
import { languageOf, sayFiles } from './channel-phrases.ts';
import { chunkText } from './chunk-text.ts';

export interface Said {
  readonly id: string;
  readonly chat: string;
  readonly text: string;
  readonly attachments?: readonly Attachment[] | undefined;
}

export type QueuedMessage = Outgoing & { readonly id: string };

/** In base64: what every platform takes as a picture (Telegram 10 MB, Slack more). Larger ones are on the page. */
const MOST_FILE = 4_000_000;

/** Of the words under a file: core.telegram.org/bots/api#sendphoto has 1,024, the others more. */
const MOST_CAPTION = 1_000;

/** A file that cannot be shown is said in words. */
export function messagesOf(
  { id, chat, text, attachments = [] }: Said,
  { text: limit, files: types }: Pick<Traits, 'text' | 'files'>,
): readonly QueuedMessage[] {
  const takes = (attachment: Attachment): readonly FileOut[] =>
    fileOf(attachment).filter(({ type }) => types.includes(type));
  const files = attachments.flatMap(takes);
  const unseen = attachments.filter((attachment) => takes(attachment).length === 0);
  const said = [text, sayFiles(unseen, languageOf(text))].join('\n').trim();
  return [
    ...chunkText(said, limit).map((piece) => ({ chat, text: piece })),
    ...files.map((file) => ({ chat, text: file.alt.slice(0, MOST_CAPTION), file })),
  ].map((message, at) => ({ id: `${id}/${String(at)}`, ...message }));
}

function fileOf({ name, type: given, base64, alt }: Attachment): readonly FileOut[] {
  const type = FILE_TYPES.find((one) => one === given);
  if (type === undefined || base64.length > MOST_FILE) return [];
  return [{ name, type, base64, alt }];
}
