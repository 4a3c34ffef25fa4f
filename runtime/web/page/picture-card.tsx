/** A picture of the conversation: small in its bubble, whole on a press, and to be kept as a file. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Attachment } from '../../actions/attachment.ts';
import type { Wording } from './wording.ts';

interface Props {
  readonly attachment: Attachment;
  readonly wording: Wording;
}

export function PictureCard({ attachment, wording }: Props): JSX.Element {
  const { name, type, base64, alt } = attachment;
  const [isLarge, setLarge] = useState(false);
  const source = `data:${type};base64,${base64}`;
  return (
    <figure class="picture" data-testid="picture">
      <button
        type="button"
        aria-pressed={isLarge}
        aria-label={`${wording.text('enlarge')}: ${alt}`}
        onClick={() => setLarge(!isLarge)}
      >
        <img src={source} alt={alt} />
      </button>
      <figcaption>
        <a href={source} download={name}>
          {wording.text('savePicture')}
        </a>
      </figcaption>
    </figure>
  );
}
