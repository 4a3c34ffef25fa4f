/** One turn of the conversation: what was said, then the waiting, the answer, the refusal, or the news. */
import type { ComponentChildren, JSX } from 'preact';
import type { ChatReply } from '../../actions/chat-port.ts';
import type { PageProps } from './page-props.ts';
import { ConfirmCard } from './confirm-card.tsx';
import { PictureCard } from './picture-card.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import { SpokenText } from './spoken-text.tsx';
import { TableCard } from './table-card.tsx';
import { isWaiting, type Turn } from './transcript.ts';

interface Props extends PageProps {
  readonly turn: Turn;
}

/** Whose words a bubble holds; read aloud before them. */
const SPEAKERS = { me: 'you', board: 'board', news: 'news' } as const;

export function ChatTurn({ page, turn }: Props): JSX.Element {
  const { said, note, progress, reply, error } = turn;
  return (
    <div class="turn">
      {said !== undefined && <Bubble page={page} from="me" text={said} />}
      {note !== undefined && (
        <Bubble page={page} from="news" text={note.text} at={note.at}>
          <Files page={page} attachments={note.attachments} />
          {note.receipt !== undefined && <ReceiptCard receipt={note.receipt} names={page} />}
        </Bubble>
      )}
      {isWaiting(turn) && (
        <div class="bubble waiting" data-testid="progress">
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {progress ?? page.wording.text('working')}
        </div>
      )}
      {error !== undefined && (
        <Bubble page={page} from="board" text={error.message} failed>
          {error.hint !== '' && <p class="hint">{error.hint}</p>}
        </Bubble>
      )}
      {reply !== undefined && <Reply page={page} turn={turn} reply={reply} />}
    </div>
  );
}

function Reply({ page, turn, reply }: Props & { readonly reply: ChatReply }): JSX.Element {
  const { confirm, receipts, suggestions = [], attachments } = reply;
  // For doors without buttons the reply repeats the question; here once is enough.
  const { shown = '', question } = confirm ?? {};
  const isAsked = question !== undefined && reply.reply.startsWith(`${shown}${question}`);
  return (
    <>
      <Bubble page={page} from="board" text={isAsked ? shown : reply.reply}>
        <Files page={page} attachments={attachments} />
        {receipts.map((receipt) => (
          <ReceiptCard key={receipt.command} receipt={receipt} names={page} />
        ))}
        {confirm !== undefined && (
          <ConfirmCard
            request={confirm}
            answered={turn.answered}
            names={page}
            onAnswer={(answer) => {
              page.transcript.answer(turn, answer, page.wording.text(answer));
              page.changed();
            }}
          />
        )}
      </Bubble>
      {suggestions.length > 0 && (
        <div class="chips">
          {suggestions.map((text) => (
            <button
              key={text}
              type="button"
              class="chip"
              data-testid="suggestion"
              onClick={() => page.say(text)}
            >
              {text}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

function Files({
  page,
  attachments = [],
}: PageProps & { readonly attachments: ChatReply['attachments'] | undefined }): JSX.Element {
  return (
    <>
      {attachments.map((attachment, index) => {
        const Card = attachment.type === 'text/csv' ? TableCard : PictureCard;
        return <Card key={index} attachment={attachment} wording={page.wording} />;
      })}
    </>
  );
}

interface BubbleProps extends PageProps {
  readonly from: keyof typeof SPEAKERS;
  readonly text: string;
  readonly at?: number;
  readonly failed?: boolean;
  readonly children?: ComponentChildren;
}

function Bubble({ page, from, text, at, failed = false, children }: BubbleProps): JSX.Element {
  const { wording } = page;
  return (
    <div
      class={`bubble from-${from}${failed ? ' failed' : ''}`}
      data-testid="message"
      data-from={from}
    >
      {at !== undefined && <time>{wording.time(at)}</time>}
      <SpokenText text={text} speaker={wording.text(SPEAKERS[from])} />
      {children}
    </div>
  );
}
