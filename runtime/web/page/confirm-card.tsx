/** A question that waits for yes or no, with the time that is left. Silence is no. */
import type { JSX } from 'preact';
import type { ConfirmRequest } from '../../actions/chat-port.ts';
import type { Names } from './value-text.ts';
import type { Word } from './words.en.ts';

export type ConfirmAnswer = 'yes' | 'no';

/** `otherwise`: in another place, or by what was ordered since. */
export type ConfirmEnd = ConfirmAnswer | 'otherwise';

/** How long the board waits for an answer; the bar is full then. */
const WHOLE_WAIT_S = 120;

interface Props {
  readonly request: ConfirmRequest;
  readonly answered: ConfirmEnd | undefined;
  readonly names: Names;
  readonly onAnswer: (answer: ConfirmAnswer) => void;
}

export function ConfirmCard({ request, answered, names, onAnswer }: Props): JSX.Element {
  const { wording, site } = names;
  const leftS = Math.max(0, Math.round((request.expiresAt - site.now()) / 1_000));
  const isOpen = answered === undefined && leftS > 0;
  return (
    <div
      class="confirm"
      role="group"
      data-testid="confirm"
      aria-label={wording.text('confirmTitle')}
    >
      <strong>{wording.text('confirmTitle')}</strong>
      <p>{request.question}</p>
      {isOpen && <progress max={WHOLE_WAIT_S} value={leftS} aria-hidden="true" />}
      {/* A timer is silent for screen readers: the seconds must not be read aloud. */}
      <p class="hint" role="timer">
        {isOpen
          ? wording.text('secondsLeft', { s: leftS })
          : wording.text(answered === undefined ? 'expired' : CLOSED_WORDS[answered])}
      </p>
      {isOpen && (
        <div class="buttons">
          <button
            type="button"
            class="primary danger"
            data-testid="confirm-yes"
            onClick={() => onAnswer('yes')}
          >
            {wording.text('yes')}
          </button>
          <button type="button" data-testid="confirm-no" onClick={() => onAnswer('no')}>
            {wording.text('no')}
          </button>
        </div>
      )}
    </div>
  );
}

const CLOSED_WORDS: Readonly<Record<ConfirmEnd, Word>> = {
  yes: 'saidYes',
  no: 'saidNo',
  otherwise: 'endedOtherwise',
};
