/**
 * The conversation: what was said, what the board answers, news that nobody asked for. Keeps the
 * turns as data and draws them again when the language changes.
 */
import type { ChatNote, ChatReply } from '../../actions/chat-port.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { ClientMessage } from '../protocol.ts';
import { ConfirmCard, type ConfirmAnswer } from './confirm-card.ts';
import { button, element, find } from './dom.ts';
import { receiptCard, type CardContext } from './receipt-card.ts';

export interface ChatViewDependencies extends CardContext {
  readonly send: (message: ClientMessage) => void;
}

/** What a person said and what came of it; for news, only what came. */
interface Turn {
  readonly node: HTMLElement;
  /** What came of it: drawn anew by itself, so that what was said is not read aloud again. */
  readonly outcome: HTMLElement;
  readonly said?: string;
  readonly note?: ChatNote;
  progress?: string;
  reply?: ChatReply;
  error?: Refusal;
  confirm?: ConfirmCard;
}

/** Whose words a bubble holds; read aloud before them. */
const SPEAKERS = { me: 'you', board: 'board', news: 'news' } as const;

/** Older turns are let go: a page may stay open for months. */
const MAX_TURNS = 300;

export class ChatView {
  readonly #given: ChatViewDependencies;
  readonly #log = find('log', HTMLElement);
  readonly #input = find('chat-input', HTMLInputElement);
  readonly #send = find('chat-send', HTMLButtonElement);
  /** By message id; news under ids of their own. */
  readonly #turns = new Map<string, Turn>();
  #isLive = false;

  constructor(given: ChatViewDependencies) {
    this.#given = given;
  }

  start(): void {
    find('composer', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#say(this.#input.value);
    });
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowUp' && this.#input.value === '') this.#recall(event);
    });
    this.#given.wording.onChange(() => {
      this.#renderAll();
    });
    this.#renderAll();
  }

  /** Nothing can be said while the board does not hear it: it must not come true much later. */
  setLive(isLive: boolean): void {
    this.#isLive = isLive;
    this.#send.disabled = !isLive;
  }

  focus(): void {
    this.#input.focus();
  }

  clear(): void {
    this.#turns.clear();
    this.#renderAll();
  }

  reply(id: string, reply: ChatReply): void {
    this.#change(id, (turn) => {
      turn.reply = reply;
      if (reply.confirm !== undefined) turn.confirm = this.#confirmCard(reply.confirm);
    });
  }

  fail(id: string, error: Refusal): void {
    this.#change(id, (turn) => {
      turn.error = error;
    });
  }

  /** Progress goes into the turn it belongs to while that one waits; everything else is news. */
  note(note: ChatNote): void {
    const turn = this.#turns.get(note.inReplyTo ?? '');
    if (note.inReplyTo !== undefined && turn !== undefined && isWaiting(turn))
      this.#change(note.inReplyTo, (waiting) => {
        waiting.progress = note.text;
      });
    else this.#add(crypto.randomUUID(), { ...blank(), note });
  }

  /** Once a second: the countdowns. */
  tick(): void {
    for (const { confirm } of this.#turns.values()) confirm?.tick();
  }

  #say(text: string): void {
    const said = text.trim();
    if (said === '' || !this.#isLive) return;
    const id = crypto.randomUUID();
    this.#input.value = '';
    this.#add(id, { ...blank(), said });
    this.#given.send({ type: 'chat', id, text: said });
    this.#input.focus();
  }

  #confirmCard(request: NonNullable<ChatReply['confirm']>): ConfirmCard {
    return new ConfirmCard(request, this.#given, (answer: ConfirmAnswer) => {
      const id = crypto.randomUUID();
      const said = this.#given.wording.text(answer);
      this.#add(id, { ...blank(), said });
      this.#given.send({ type: 'confirm', id, token: request.token, answer });
      this.#input.focus();
    });
  }

  #recall(event: KeyboardEvent): void {
    const last = [...this.#turns.values()].reverse().find(({ said }) => said !== undefined);
    if (last?.said === undefined) return;
    event.preventDefault();
    this.#input.value = last.said;
  }

  #add(id: string, turn: Turn): void {
    this.#turns.set(id, turn);
    const [oldest] = this.#turns;
    if (this.#turns.size > MAX_TURNS && oldest !== undefined) {
      oldest[1].node.remove();
      this.#turns.delete(oldest[0]);
    }
    this.#log.querySelector('.welcome')?.remove();
    this.#render(turn);
    this.#log.append(turn.node);
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #change(id: string, change: (turn: Turn) => void): void {
    const turn = this.#turns.get(id);
    if (turn === undefined) return;
    const wasAtEnd = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < 80;
    change(turn);
    this.#renderOutcome(turn);
    if (wasAtEnd) this.#log.scrollTop = this.#log.scrollHeight;
  }

  #renderAll(): void {
    for (const turn of this.#turns.values()) this.#render(turn);
    const nodes = [...this.#turns.values()].map(({ node }) => node);
    this.#log.replaceChildren(...(nodes.length === 0 ? [this.#welcome()] : nodes));
  }

  #render(turn: Turn): void {
    const { node, outcome, said, note } = turn;
    this.#renderOutcome(turn);
    if (said !== undefined) node.replaceChildren(this.#bubble('me', said), outcome);
    if (note !== undefined) node.replaceChildren(this.#news(note));
  }

  #renderOutcome(turn: Turn): void {
    const { outcome, progress, reply, error } = turn;
    if (isWaiting(turn)) outcome.replaceChildren(this.#waiting(progress));
    if (error !== undefined) outcome.replaceChildren(this.#problem(error));
    if (reply !== undefined) outcome.replaceChildren(...this.#answer(turn, reply));
  }

  #answer(turn: Turn, reply: ChatReply): HTMLElement[] {
    // For doors without buttons the reply repeats the question; here once is enough.
    const asks = reply.confirm !== undefined && reply.reply.startsWith(reply.confirm.question);
    const bubble = this.#bubble('board', asks ? '' : reply.reply);
    for (const receipt of reply.receipts) bubble.append(receiptCard(receipt, this.#given));
    if (turn.confirm !== undefined) {
      turn.confirm.render();
      bubble.append(turn.confirm.node);
    }
    const suggestions = reply.suggestions ?? [];
    return suggestions.length === 0 ? [bubble] : [bubble, this.#chips(suggestions)];
  }

  #bubble(from: keyof typeof SPEAKERS, text: string): HTMLElement {
    const speaker = element(
      'span',
      { class: 'unseen' },
      `${this.#given.wording.text(SPEAKERS[from])}: `,
    );
    const attributes = {
      class: `bubble from-${from}`,
      'data-testid': 'message',
      'data-from': from,
    };
    return element('div', attributes, element('p', {}, speaker, text));
  }

  #news(note: ChatNote): HTMLElement {
    const bubble = this.#bubble('news', note.text);
    bubble.prepend(element('time', {}, this.#given.wording.time(note.at)));
    if (note.receipt !== undefined) bubble.append(receiptCard(note.receipt, this.#given));
    return bubble;
  }

  #waiting(progress: string | undefined): HTMLElement {
    const dots = element('span', { class: 'dots', 'aria-hidden': 'true' });
    dots.append(element('i'), element('i'), element('i'));
    const text = progress ?? this.#given.wording.text('working');
    return element('div', { class: 'bubble waiting', 'data-testid': 'progress' }, dots, text);
  }

  #problem({ message, hint }: Refusal): HTMLElement {
    const bubble = this.#bubble('board', message);
    bubble.classList.add('failed');
    if (hint !== '') bubble.append(element('p', { class: 'hint' }, hint));
    return bubble;
  }

  #chips(texts: readonly string[]): HTMLElement {
    const chips = texts.map((text) =>
      button({ class: 'chip', 'data-testid': 'suggestion' }, text, () => {
        this.#say(text);
      }),
    );
    return element('div', { class: 'chips' }, ...chips);
  }

  /** Only questions are offered unasked: one careless tap must not move anything. */
  #welcome(): HTMLElement {
    const { wording } = this.#given;
    const chips = this.#chips([wording.text('askStatus'), wording.text('askHelp')]);
    return element('div', { class: 'welcome' }, element('p', {}, wording.text('welcome')), chips);
  }
}

function blank(): Pick<Turn, 'node' | 'outcome'> {
  return { node: element('div', { class: 'turn' }), outcome: element('div', { class: 'turn' }) };
}

function isWaiting({ said, reply, error }: Turn): boolean {
  return said !== undefined && reply === undefined && error === undefined;
}
