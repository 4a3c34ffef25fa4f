/** A picture of `icons.svg`, in the colour of the text beside it. Decoration, so hidden from screen readers. */
import type { JSX } from 'preact';

export function Icon({ name }: { readonly name: string }): JSX.Element {
  return (
    <svg class="icon" aria-hidden="true">
      <use href={`/icons.svg#${name}`} />
    </svg>
  );
}
