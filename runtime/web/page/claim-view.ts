/** The first view: a code from the board's console makes this browser the owner's. */
import { postClaim, type ClaimProblem } from './board-api.ts';
import { find } from './dom.ts';
import type { Word, Wording } from './wording.ts';

/** What is said in the page's language; of anything else, the board's own words are shown. */
const PROBLEMS: ReadonlyMap<string, Word> = new Map([
  ['unreachable', 'unreachable'],
  ['incomplete', 'claimIncomplete'],
  ['POLICY_BAD_CLAIM', 'wrongCode'],
  ['POLICY_NO_CODE', 'noCode'],
  ['WEB_TOO_MANY_CLAIMS', 'tooManyClaims'],
]);

export interface ClaimViewDependencies {
  readonly wording: Wording;
  readonly onClaimed: () => void;
}

export class ClaimView {
  readonly #wording: Wording;
  readonly #onClaimed: () => void;
  readonly #view = find('claim', HTMLElement);
  readonly #title = find('claim-title', HTMLElement);
  readonly #lead = find('claim-lead', HTMLElement);
  readonly #hint = find('claim-hint', HTMLElement);
  readonly #code = find('claim-code', HTMLInputElement);
  readonly #name = find('claim-name', HTMLInputElement);
  readonly #submit = find('claim-submit', HTMLButtonElement);
  readonly #error = find('claim-error', HTMLElement);
  #isClaimed = false;
  #problem: ClaimProblem | undefined;

  constructor({ wording, onClaimed }: ClaimViewDependencies) {
    this.#wording = wording;
    this.#onClaimed = onClaimed;
  }

  start(): void {
    find('claim-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#claim();
    });
    this.#wording.onChange(() => {
      this.#render();
    });
  }

  /** `isClaimed`: the site has an owner, who comes with another browser. */
  show(isClaimed: boolean): void {
    this.#isClaimed = isClaimed;
    this.#problem = undefined;
    this.#view.hidden = false;
    this.#render();
    this.#code.focus();
  }

  hide(): void {
    this.#view.hidden = true;
    this.#code.value = '';
  }

  async #claim(): Promise<void> {
    const code = this.#code.value.trim();
    const name = this.#name.value.trim();
    this.#problem = undefined;
    if (code === '' || name === '') this.#problem = { code: 'incomplete', text: '' };
    else {
      this.#submit.disabled = true;
      this.#problem = await postClaim(code, name);
      this.#submit.disabled = false;
    }
    this.#render();
    if (this.#problem === undefined) this.#onClaimed();
    else (name === '' && code !== '' ? this.#name : this.#code).focus();
  }

  #render(): void {
    const isClaimed = this.#isClaimed;
    this.#title.textContent = this.#wording.text(isClaimed ? 'signInTitle' : 'claimTitle');
    this.#lead.textContent = this.#wording.text(isClaimed ? 'signInLead' : 'claimLead');
    this.#submit.textContent = this.#wording.text(isClaimed ? 'signInButton' : 'claimButton');
    this.#hint.hidden = isClaimed;
    this.#error.hidden = this.#problem === undefined;
    this.#error.textContent = this.#problem === undefined ? '' : this.#problemText(this.#problem);
    this.#code.setAttribute('aria-invalid', String(this.#problem !== undefined));
  }

  #problemText({ code, text }: ClaimProblem): string {
    const word = PROBLEMS.get(code);
    return word === undefined ? text : this.#wording.text(word);
  }
}
