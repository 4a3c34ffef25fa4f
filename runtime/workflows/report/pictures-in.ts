/** The pictures that steps gave, by the name `attachments`: those that a chat can be sent. Pure. */
import { attachmentSchema, type Attachment } from '../../actions/attachment.ts';
import type { Output } from '../step-action.ts';

/** Each waits in the store until it is heard, once for each person. */
const MOST_PICTURES = 3;
const MOST_CHARACTERS = 300_000;

export function picturesIn(outputs: readonly (Output | undefined)[]): readonly Attachment[] {
  return outputs
    .flatMap((output) => attachmentSchema.array().safeParse(output?.['attachments']).data ?? [])
    .filter(({ base64 }) => base64.length <= MOST_CHARACTERS)
    .slice(0, MOST_PICTURES);
}
