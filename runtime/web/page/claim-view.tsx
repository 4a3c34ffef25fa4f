/** The first view: a code from the board's console makes this browser the owner's. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageProps } from './page-props.ts';
import { postClaim, type ClaimProblem } from './board-api.ts';
import type { Word } from './words.en.ts';

/** What is said in the page's language; of anything else, the board's own words are shown. */
const PROBLEMS: ReadonlyMap<string, Word> = new Map([
  ['unreachable', 'unreachable'],
  ['incomplete', 'claimIncomplete'],
  ['POLICY_BAD_CLAIM', 'wrongCode'],
  ['POLICY_NO_CODE', 'noCode'],
  ['WEB_TOO_MANY_CLAIMS', 'tooManyClaims'],
]);

export function ClaimView({ page }: PageProps): JSX.Element {
  const { wording, isClaimed } = page;
  const [problem, setProblem] = useState<ClaimProblem>();
  const [isBusy, setBusy] = useState(false);
  const code = useRef<HTMLInputElement>(null);
  const name = useRef<HTMLInputElement>(null);
  useEffect(() => code.current?.focus(), []);

  const claim = async (): Promise<void> => {
    const given = {
      code: code.current?.value.trim() ?? '',
      name: name.current?.value.trim() ?? '',
    };
    setBusy(true);
    const found = await tryClaim(given);
    setBusy(false);
    setProblem(found);
    if (found === undefined) page.enter();
    else (given.code !== '' && given.name === '' ? name : code).current?.focus();
  };

  return (
    <main class="claim">
      <form
        class="card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void claim();
        }}
      >
        <h2>{wording.text(isClaimed ? 'signInTitle' : 'claimTitle')}</h2>
        <p class="lead">{wording.text(isClaimed ? 'signInLead' : 'claimLead')}</p>
        <label for="claim-code">{wording.text('codeLabel')}</label>
        <input
          {...{ id: 'claim-code', 'data-testid': 'claim-code', class: 'code', ref: code }}
          {...{ autocomplete: 'one-time-code', autocapitalize: 'none', spellcheck: false }}
          {...{ maxLength: 64, required: true, 'aria-describedby': 'claim-hint claim-error' }}
          aria-invalid={problem !== undefined}
        />
        <p id="claim-hint" class="hint">
          {isClaimed ? '' : wording.text('codeHint')}
        </p>
        <label for="claim-name">{wording.text('nameLabel')}</label>
        <input
          {...{ id: 'claim-name', 'data-testid': 'claim-name', ref: name }}
          {...{ autocomplete: 'name', maxLength: 64, required: true }}
        />
        {problem !== undefined && (
          <p id="claim-error" class="problem" role="alert" data-testid="claim-error">
            {problemText(problem, page)}
          </p>
        )}
        <button type="submit" class="primary" data-testid="claim-submit" disabled={isBusy}>
          {wording.text(isClaimed ? 'signInButton' : 'claimButton')}
        </button>
      </form>
    </main>
  );
}

async function tryClaim(given: { code: string; name: string }): Promise<ClaimProblem | undefined> {
  if (given.code === '' || given.name === '') return { code: 'incomplete', text: '' };
  return postClaim(given.code, given.name);
}

function problemText({ code, text }: ClaimProblem, { wording }: PageProps['page']): string {
  const word = PROBLEMS.get(code);
  return word === undefined ? text : wording.text(word);
}
