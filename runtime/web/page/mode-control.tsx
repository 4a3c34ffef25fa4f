/** Auto, by hand, or locked out with a tag that says why. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LiveThing } from '../ports.ts';
import type { PageProps } from './page-props.ts';
import { MODE_WORDS } from './mode-words.ts';

const MODES = ['auto', 'hand', 'locked-out'] as const;

export function ModeControl({
  page,
  thing,
}: PageProps & { readonly thing: LiveThing }): JSX.Element {
  const { wording } = page;
  const [reason, setReason] = useState('');
  return (
    <div class="mode-control">
      <div class="segments" role="group" aria-label={wording.text('mode')}>
        {MODES.map((mode) => (
          <button
            key={mode}
            type="button"
            data-testid={`mode-${mode}`}
            aria-pressed={thing.mode === mode}
            disabled={!page.isLive}
            onClick={() => void page.setMode(thing.id, mode, reason)}
          >
            {wording.text(MODE_WORDS[mode])}
          </button>
        ))}
      </div>
      <input
        aria-label={wording.text('reason')}
        placeholder={wording.text('reason')}
        maxLength={200}
        value={reason}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <p class="hint">{wording.text('modeMeaning')}</p>
    </div>
  );
}
