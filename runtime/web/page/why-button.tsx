/** "Why is it so?": asked of the journal when it is pressed, and answered below. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PageProps } from './page-props.ts';

export function WhyButton({ page, target }: PageProps & { readonly target: string }): JSX.Element {
  const [text, setText] = useState<string>();
  const ask = async (): Promise<void> => {
    setText(page.wording.text('loading'));
    const answer = await page.rest.ask('why', { target });
    const isSaid = answer.kind === 'done' || answer.kind === 'refused';
    setText(isSaid ? answer.text : page.wording.text('notReached'));
  };
  return (
    <div class="why">
      <button type="button" data-testid="why" onClick={() => void ask()}>
        {page.wording.text('why')}
      </button>
      <p role="status">{text}</p>
    </div>
  );
}
