/** Which site this is, whether it is heard, and the switches for language and colours. */
import type { JSX } from 'preact';
import type { PageProps } from './page-props.ts';
import type { ConnectionState } from './connection.ts';
import type { Word } from './words.en.ts';

const STATES: Readonly<Record<ConnectionState['kind'], Word>> = {
  connecting: 'connecting',
  live: 'live',
  offline: 'offline',
  stopped: 'offline',
};

export function TopBar({ page }: PageProps): JSX.Element {
  const { wording, preferences, connection } = page;
  const isInside = page.stage === 'board';
  const theme = wording.text('theme', { x: wording.text(preferences.theme) });
  return (
    <header class="bar">
      <img class="mark" src="/icon.svg" alt="" width="28" height="28" />
      <h1>{page.title}</h1>
      {isInside && (
        <span
          class="pill"
          role="status"
          data-testid="connection"
          data-state={connection.state.kind}
        >
          {wording.text(STATES[connection.state.kind])}
        </span>
      )}
      <span class="spring" />
      <button
        type="button"
        class="quiet"
        data-testid="theme"
        aria-label={theme}
        title={theme}
        onClick={() => preferences.nextTheme()}
      >
        <span aria-hidden="true">{{ system: '◐', light: '☀', dark: '☾' }[preferences.theme]}</span>
      </button>
      <button type="button" class="quiet" data-testid="language" onClick={() => wording.toggle()}>
        {wording.text('otherLanguage')}
      </button>
      {isInside && (
        <button
          type="button"
          class="quiet"
          data-testid="sign-out"
          onClick={() => void page.leave()}
        >
          {wording.text('signOut')}
        </button>
      )}
    </header>
  );
}
