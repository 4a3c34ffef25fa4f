/** A picture: small where it is shown, as large as the window on a press, and to be kept as a file. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Attachment } from '../../actions/attachment.ts';
import type { Wording } from './wording.ts';

interface Props {
  readonly attachment: Attachment;
  /** What is to be read below it; what it shows, unless given. */
  readonly caption?: string;
  readonly wording: Wording;
}

export function PictureCard({ attachment, caption, wording }: Props): JSX.Element {
  const { name, type, base64, alt } = attachment;
  const [isWhole, setWhole] = useState(false);
  const source = `data:${type};base64,${base64}`;
  return (
    <figure class="picture" data-testid="picture">
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={`${wording.text('enlarge')}: ${alt}`}
        onClick={() => setWhole(true)}
      >
        <img src={source} alt={alt} />
      </button>
      <figcaption>
        <span>{caption ?? alt}</span>
        <a href={source} download={name}>
          {wording.text('savePicture')}
        </a>
      </figcaption>
      {isWhole && (
        <Whole
          {...{ source, alt, caption: caption ?? alt, wording }}
          onClose={() => setWhole(false)}
        />
      )}
    </figure>
  );
}

interface WholeProps {
  readonly source: string;
  readonly alt: string;
  readonly caption: string;
  readonly wording: Wording;
  readonly onClose: () => void;
}

/** Closes on a press and on Escape; the browser then gives the focus back to the small one. */
function Whole({ source, alt, caption, wording, onClose }: WholeProps): JSX.Element {
  const place = useRef<HTMLDialogElement>(null);
  useEffect(() => place.current?.showModal(), []);
  return (
    <dialog ref={place} class="whole" aria-label={alt} data-testid="whole" onClose={onClose}>
      <button
        type="button"
        aria-label={wording.text('close')}
        onClick={() => place.current?.close()}
      >
        <img src={source} alt={alt} />
        <span aria-hidden="true">×</span>
      </button>
      <p>{caption}</p>
    </dialog>
  );
}
