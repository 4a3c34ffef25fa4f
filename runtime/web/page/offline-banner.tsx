/** Said while the board is not heard: what is shown is old, and when the next try is. */
import type { JSX } from 'preact';
import type { PageProps } from './page-props.ts';

export function OfflineBanner({ page: { wording, connection } }: PageProps): JSX.Element | null {
  const { state } = connection;
  if (state.kind !== 'offline') return null;
  const leftS = Math.max(0, Math.ceil((state.retryAt - performance.now()) / 1_000));
  return (
    <div class="banner" data-testid="offline">
      <span role="alert">{wording.text('offlineBanner')}</span>
      <span role="timer">{wording.text('retryIn', { s: leftS })}</span>
      <button type="button" data-testid="retry" onClick={() => connection.open()}>
        {wording.text('retryNow')}
      </button>
    </div>
  );
}
