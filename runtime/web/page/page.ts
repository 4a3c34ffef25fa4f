/** The page's beginning: builds the views, opens the line to the board, and carries messages between them. */
import type { SessionAnswer, ServerMessage } from '../protocol.ts';
import { fetchSession, postLogout } from './board-api.ts';
import { ChatView } from './chat-view.ts';
import { ClaimView } from './claim-view.ts';
import { Connection, type ConnectionState } from './connection.ts';
import { find } from './dom.ts';
import { LiveView } from './live-view.ts';
import { SiteModel } from './site-model.ts';
import { Wording, type Word } from './wording.ts';

const wording = new Wording();
const site = new SiteModel();
const connection = new Connection({ onState, onMessage, onSignedOut, onGivenUp });
const chatView = new ChatView({
  wording,
  site,
  send: (message) => {
    connection.send(message);
  },
});
const liveView = new LiveView({ wording, site });
const claimView = new ClaimView({ wording, onClaimed: enter });

const title = find('site-title', HTMLElement);
const board = find('board', HTMLElement);
const pill = find('connection', HTMLElement);
const signOut = find('sign-out', HTMLButtonElement);
const offline = find('offline', HTMLElement);
const retryIn = find('retry-in', HTMLElement);

const STATE_WORDS: Readonly<Record<ConnectionState['kind'], Word>> = {
  connecting: 'connecting',
  live: 'live',
  offline: 'offline',
  stopped: 'offline',
};

chatView.start();
liveView.start();
claimView.start();
listen();
void begin();

async function begin(): Promise<void> {
  const session = await fetchSession();
  wording.start(session?.language ?? 'en');
  if (session === undefined || session.signedIn) enter();
  else showClaim(session);
}

function listen(): void {
  wording.onChange(() => {
    showState();
  });
  find('language', HTMLButtonElement).addEventListener('click', () => {
    wording.toggle();
  });
  find('retry', HTMLButtonElement).addEventListener('click', () => {
    connection.open();
  });
  window.addEventListener('online', () => {
    if (connection.state.kind === 'offline') connection.open();
  });
  signOut.addEventListener('click', () => void leave());
  for (const view of ['chat', 'values'] as const)
    find(`show-${view}`, HTMLButtonElement).addEventListener('click', () => {
      showView(view);
    });
  setInterval(() => {
    chatView.tick();
    showState();
  }, 1_000);
}

function enter(): void {
  claimView.hide();
  board.hidden = false;
  signOut.hidden = false;
  pill.hidden = false;
  connection.open();
  chatView.focus();
}

async function leave(): Promise<void> {
  // Without the board the session lives on there; this page lets go of it all the same.
  await postLogout().catch(() => undefined);
  connection.close();
  onSignedOut();
}

function onSignedOut(): void {
  chatView.clear();
  void fetchSession().then((session) => {
    if (session !== undefined) showClaim(session);
  });
}

function showClaim(session: SessionAnswer): void {
  showTitle(session.title);
  board.hidden = true;
  signOut.hidden = true;
  pill.hidden = true;
  claimView.show(session.claimed);
}

function showTitle(text: string): void {
  title.textContent = text;
  document.title = `${text} · Boardtalk`;
}

function showView(view: 'chat' | 'values'): void {
  board.dataset['view'] = view;
  for (const name of ['chat', 'values'])
    find(`show-${name}`, HTMLButtonElement).setAttribute('aria-pressed', String(name === view));
}

function onState(): void {
  chatView.setLive(connection.state.kind === 'live');
  showState();
}

function showState(): void {
  const { state } = connection;
  setText(pill, wording.text(STATE_WORDS[state.kind]));
  board.dataset['state'] = state.kind;
  pill.dataset['state'] = state.kind;
  if (state.kind !== 'connecting') offline.hidden = state.kind !== 'offline';
  if (state.kind !== 'offline') return;
  const leftS = Math.max(0, Math.ceil((state.retryAt - performance.now()) / 1_000));
  setText(retryIn, wording.seconds('retryIn', leftS));
}

/** Only on a change, so that nothing is read aloud twice. */
function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

function onMessage(message: ServerMessage): void {
  switch (message.type) {
    case 'hello':
      site.greet(message);
      showTitle(message.title);
      liveView.renderAll();
      return;
    case 'reply':
      chatView.reply(message.id, message.reply);
      return;
    case 'note':
      chatView.note(message.note);
      return;
    case 'live':
      site.apply(message.change);
      liveView.renderThing(message.change.thing);
      return;
    case 'error':
      if (message.id !== undefined) chatView.fail(message.id, message.error);
      return;
    case 'tick':
      site.setClock(message.now);
  }
}

function onGivenUp(id: string): void {
  chatView.fail(id, { code: 'WEB_NO_ANSWER', message: wording.text('noAnswer'), hint: '' });
}
