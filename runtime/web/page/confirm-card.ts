/** A question that waits for yes or no, with the time that is left. Silence is no. */
import type { ConfirmRequest } from '../../actions/chat-port.ts';
import { button, element } from './dom.ts';
import type { CardContext } from './receipt-card.ts';
import type { Word } from './wording.ts';

export type ConfirmAnswer = 'yes' | 'no';

/** How long the board waits for an answer; the bar is full then. */
const WHOLE_WAIT_S = 120;

export class ConfirmCard {
  readonly node: HTMLElement;
  readonly #request: ConfirmRequest;
  readonly #context: CardContext;
  readonly #onAnswer: (answer: ConfirmAnswer) => void;
  /** A timer is silent for screen readers: the seconds must not be read aloud. */
  readonly #left = element('p', { class: 'hint', role: 'timer' });
  readonly #bar = element('progress', { max: String(WHOLE_WAIT_S), 'aria-hidden': 'true' });
  readonly #buttons = element('div', { class: 'buttons' });
  #answer: ConfirmAnswer | undefined;

  constructor(
    request: ConfirmRequest,
    context: CardContext,
    onAnswer: (answer: ConfirmAnswer) => void,
  ) {
    this.#request = request;
    this.#context = context;
    this.#onAnswer = onAnswer;
    this.node = element('div', { class: 'confirm', role: 'group', 'data-testid': 'confirm' });
  }

  render(): void {
    const { wording } = this.#context;
    this.node.setAttribute('aria-label', wording.text('confirmTitle'));
    this.#buttons.replaceChildren(
      this.#choice('yes', 'primary danger'),
      this.#choice('no', 'secondary'),
    );
    this.node.replaceChildren(
      element('strong', {}, wording.text('confirmTitle')),
      element('p', {}, this.#request.question),
      this.#bar,
      this.#left,
      this.#buttons,
    );
    this.tick();
  }

  /** Once a second. */
  tick(): void {
    const { wording, site } = this.#context;
    const leftS = Math.max(0, Math.round((this.#request.expiresAt - site.now()) / 1_000));
    const isOpen = this.#answer === undefined && leftS > 0;
    this.#bar.value = leftS;
    this.#bar.hidden = !isOpen;
    this.#buttons.hidden = !isOpen;
    const word = this.#closedWord();
    const text = isOpen ? wording.seconds('secondsLeft', leftS) : wording.text(word);
    if (this.#left.textContent !== text) this.#left.textContent = text;
  }

  #closedWord(): Word {
    if (this.#answer === undefined) return 'expired';
    return this.#answer === 'yes' ? 'saidYes' : 'saidNo';
  }

  #choice(answer: ConfirmAnswer, look: string): HTMLButtonElement {
    const attributes = { class: look, 'data-testid': `confirm-${answer}` };
    return button(attributes, this.#context.wording.text(answer), () => {
      this.#answer = answer;
      this.tick();
      this.#onAnswer(answer);
    });
  }
}
