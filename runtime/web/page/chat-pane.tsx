/** The conversation as it looks: bubbles, receipts, questions, and the line to write in. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PageProps } from './page-props.ts';
import { ChatTurn } from './chat-turn.tsx';

const INPUT = 'chat-input';
/** Who has scrolled up further than this reads, and is left where they are. */
const NEAR_END_PX = 120;

export function focusChat(): void {
  const input = document.getElementById(INPUT);
  if (input?.checkVisibility() === false) location.hash = '#/chat';
  requestAnimationFrame(() => document.getElementById(INPUT)?.focus());
}

export function ChatPane({ page }: PageProps): JSX.Element {
  const { wording, transcript } = page;
  const log = useRef<HTMLDivElement>(null);
  const { turns } = transcript;
  useEffect(() => {
    const node = log.current;
    if (node === null) return;
    const below = node.scrollHeight - node.scrollTop - node.clientHeight;
    const grown = node.lastElementChild?.clientHeight ?? 0;
    if (below < NEAR_END_PX + grown) node.scrollTop = node.scrollHeight;
  }, [turns.length, turns.at(-1)]);
  return (
    <section class="chat" aria-label={wording.text('chat')}>
      <div
        ref={log}
        class="log"
        role="log"
        aria-live="polite"
        tabIndex={0}
        aria-label={wording.text('conversation')}
      >
        {turns.length === 0 && <Welcome page={page} />}
        {turns.map((turn) => (
          <ChatTurn key={turn.id} page={page} turn={turn} />
        ))}
      </div>
      <Composer page={page} />
    </section>
  );
}

/** Only questions are offered unasked: one careless tap must not move anything. */
function Welcome({ page }: PageProps): JSX.Element {
  const { wording } = page;
  return (
    <div class="welcome">
      <p>{wording.text('welcome')}</p>
      <div class="chips">
        {(['askStatus', 'askHelp'] as const).map((word) => (
          <button
            key={word}
            type="button"
            class="chip"
            disabled={!page.isLive}
            onClick={() => page.say(wording.text(word))}
          >
            {wording.text(word)}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Nothing can be said while the board does not hear it: it must not come true much later. */
function Composer({ page }: PageProps): JSX.Element {
  const { wording } = page;
  const input = useRef<HTMLTextAreaElement>(null);
  const send = (): void => {
    const node = input.current;
    if (node === null || !page.isLive) return;
    page.say(node.value);
    node.value = '';
    node.focus();
  };
  const press = (event: KeyboardEvent): void => {
    const node = input.current;
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && node?.value === '') {
      event.preventDefault();
      node.value = page.transcript.lastSaid ?? '';
    }
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        {...{ id: INPUT, 'data-testid': INPUT, ref: input, rows: 1, maxLength: 2000 }}
        {...{ autocomplete: 'off', enterkeyhint: 'send', onKeyDown: press }}
        aria-label={wording.text('messageLabel')}
        aria-keyshortcuts="Control+K"
        placeholder={wording.text('messagePlaceholder')}
      />
      <button type="submit" class="primary" data-testid="chat-send" disabled={!page.isLive}>
        {wording.text('send')}
      </button>
    </form>
  );
}
