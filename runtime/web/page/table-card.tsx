/** A table that came with an answer: what it is, and the file to keep. */
import type { JSX } from 'preact';
import type { Attachment } from '../../actions/attachment.ts';
import type { Wording } from './wording.ts';

interface Props {
  readonly attachment: Attachment;
  readonly wording: Wording;
}

export function TableCard({ attachment, wording }: Props): JSX.Element {
  const { name, type, base64, alt } = attachment;
  return (
    <figure class="picture" data-testid="table">
      <figcaption>
        <span>{alt}</span>
        <a href={`data:${type};base64,${base64}`} download={name}>
          {wording.text('saveTable')}
        </a>
      </figcaption>
    </figure>
  );
}
