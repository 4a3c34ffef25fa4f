/** In place of what is not there yet, or could not be had. */
import type { JSX } from 'preact';
import type { PageProps } from './page-props.ts';
import type { Asked } from './use-answer.ts';

export function Waiting({
  page,
  asked,
}: PageProps & { readonly asked: Asked<unknown> }): JSX.Element {
  if (asked.problem === undefined) return <p class="empty">{page.wording.text('loading')}</p>;
  return (
    <p class="empty" role="alert">
      {asked.problem}{' '}
      <button type="button" onClick={asked.again}>
        {page.wording.text('retryLoad')}
      </button>
    </p>
  );
}
