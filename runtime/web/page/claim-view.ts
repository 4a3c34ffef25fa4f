/** The first view: a code from the board's console makes this browser the owner's. */
import { postClaim, type ClaimProblem } from './board-api.ts';
import { find } from './dom.ts';
import type { Wording } from './wording.ts';

export interface ClaimViewDependencies {
  readonly wording: Wording;
  readonly onClaimed: () => void;
}

export class ClaimView {
  readonly #wording: Wording;
  readonly #onClaimed: () => void;
  readonly #view = find('claim', HTMLElement);
  readonly #lead = find('claim-lead', HTMLElement);
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
    this.#lead.textContent = this.#wording.text(this.#isClaimed ? 'signInLead' : 'claimLead');
    this.#error.hidden = this.#problem === undefined;
    this.#error.textContent = this.#problem === undefined ? '' : this.#problemText(this.#problem);
    this.#code.setAttribute('aria-invalid', String(this.#problem !== undefined));
  }

  #problemText({ code, text }: ClaimProblem): string {
    if (code === '') return this.#wording.text('unreachable');
    if (code === 'incomplete') return this.#wording.text('claimIncomplete');
    if (code === 'POLICY_BAD_CLAIM') return this.#wording.text('wrongCode');
    if (code === 'WEB_TOO_MANY_CLAIMS') return this.#wording.text('tooManyClaims');
    return text;
  }
}
