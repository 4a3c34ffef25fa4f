/** What came of the page's buttons, in the corner: said aloud, and there until it is closed. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PageProps } from './page-props.ts';
import { ConfirmCard, type ConfirmAnswer } from './confirm-card.tsx';
import type { Notice } from './notices.ts';
import { ReceiptCard } from './receipt-card.tsx';
import type { RestAnswer } from './rest.ts';

export function NoticeList({ page }: PageProps): JSX.Element {
  return (
    <div class="notices" role="status" data-testid="notices">
      {page.notices.list.map((notice) => (
        <NoticeCard key={notice.id} page={page} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ page, notice }: PageProps & { readonly notice: Notice }): JSX.Element {
  const { id, title, answer } = notice;
  const isBad = answer?.kind === 'refused' || answer?.kind === 'unreachable';
  return (
    <article
      class={`notice${isBad ? ' failed' : ''}`}
      data-testid="notice"
      data-kind={answer?.kind}
    >
      <header>
        <strong>{title}</strong>
        <button
          type="button"
          class="quiet"
          aria-label={page.wording.text('close')}
          onClick={() => page.notices.close(id)}
        >
          <span aria-hidden="true">×</span>
        </button>
      </header>
      {answer === undefined ? (
        <p>{page.wording.text('working')}</p>
      ) : (
        <Came page={page} notice={notice} answer={answer} />
      )}
    </article>
  );
}

function Came({
  page,
  notice,
  answer,
}: PageProps & { readonly notice: Notice; readonly answer: RestAnswer }): JSX.Element {
  switch (answer.kind) {
    case 'unreachable':
      return <p>{page.wording.text('notReached')}</p>;
    case 'question':
      return <Question page={page} notice={notice} request={answer.confirm} />;
    default:
      return (
        <>
          <p>{answer.text}</p>
          {answer.receipts.map((receipt) => (
            <ReceiptCard key={receipt.command} receipt={receipt} names={page} />
          ))}
        </>
      );
  }
}

type QuestionProps = PageProps & {
  readonly notice: Notice;
  readonly request: Extract<RestAnswer, { kind: 'question' }>['confirm'];
};

function Question({ page, notice, request }: QuestionProps): JSX.Element {
  const [answered, setAnswered] = useState<ConfirmAnswer>();
  const answer = (given: ConfirmAnswer): void => {
    setAnswered(given);
    page.notices.close(notice.id);
    const work = page.rest.run('confirm', { token: request.token, answer: given });
    void page.notices.follow(notice.title, work);
  };
  return <ConfirmCard request={request} answered={answered} names={page} onAnswer={answer} />;
}
