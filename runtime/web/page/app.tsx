/** The frame of the page: the bar, the ways between views, the view, and the conversation beside it. */
import type { JSX } from 'preact';
import { AboutView } from './about-view.tsx';
import { BoardsView } from './boards-view.tsx';
import { ChatPane } from './chat-pane.tsx';
import { ClaimView } from './claim-view.tsx';
import { Icon } from './icon.tsx';
import { JournalView } from './journal-view.tsx';
import { NoticeList } from './notice-list.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { OverviewView } from './overview-view.tsx';
import type { PageProps } from './page-props.ts';
import { VIEWS } from './route.ts';
import { TasksView } from './tasks-view.tsx';
import { ThingView } from './thing-view.tsx';
import { TopBar } from './top-bar.tsx';

export function App({ page }: PageProps): JSX.Element {
  return (
    <>
      {page.stage === 'board' && (
        <a class="skip" href="#content" onClick={skip}>
          {page.wording.text('skip')}
        </a>
      )}
      <TopBar page={page} />
      {page.stage === 'claim' && <ClaimView page={page} />}
      {page.stage === 'board' && <Board page={page} />}
    </>
  );
}

/** The hash is the route, so the link may not change it. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function Board({ page }: PageProps): JSX.Element {
  return (
    <div class="board" data-view={page.route.view} data-state={page.connection.state.kind}>
      <OfflineBanner page={page} />
      <Navigation page={page} />
      <main id="content" class="content" tabIndex={-1}>
        <View page={page} />
      </main>
      <ChatPane page={page} />
      <NoticeList page={page} />
    </div>
  );
}

function Navigation({ page }: PageProps): JSX.Element {
  const { route, wording } = page;
  return (
    <nav class="navigation" aria-label={wording.text('views')}>
      {VIEWS.map((view) => (
        <a
          key={view}
          href={`#/${view}`}
          data-testid={`go-${view}`}
          aria-current={route.view === view ? 'page' : undefined}
        >
          <Icon name={view} />
          <span>{wording.text(view)}</span>
        </a>
      ))}
    </nav>
  );
}

function View({ page }: PageProps): JSX.Element | null {
  const { route } = page;
  switch (route.view) {
    case 'overview':
      return <OverviewView page={page} />;
    case 'thing':
      return <ThingView key={route.thing} page={page} id={route.thing} />;
    case 'tasks':
      return <TasksView page={page} />;
    case 'journal':
      return <JournalView page={page} />;
    case 'boards':
      return <BoardsView page={page} chosen={route.board} />;
    case 'about':
      return <AboutView page={page} />;
    case 'chat':
      // The conversation is always there; on a narrow screen it stands in place of the view.
      return null;
  }
}
