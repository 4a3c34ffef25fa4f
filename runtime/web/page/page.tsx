/** The page's beginning: one model, drawn into the body whenever it changes; keys that work everywhere. */
import { render } from 'preact';
import { App } from './app.tsx';
import { focusChat } from './chat-pane.tsx';
import { PageModel } from './page-model.ts';
import { VIEWS } from './route.ts';

const root = document.getElementById('page') ?? document.body;
const page: PageModel = new PageModel({
  draw: () => {
    render(<App page={page} />, root);
  },
});

window.addEventListener('hashchange', () => {
  page.changed();
  // A new view is read from its beginning, by eye and by screen reader.
  document.getElementById('content')?.focus();
});
window.addEventListener('online', () => {
  if (page.connection.state.kind === 'offline') page.connection.open();
});
window.addEventListener('keydown', (event) => {
  if (press(event)) event.preventDefault();
});
// Countdowns.
setInterval(() => {
  page.changed();
}, 1_000);
void page.begin();

/** With a modifier each, so that nobody who speaks or mistypes a letter triggers one (WCAG 2.1.4). */
function press({ key, code, ctrlKey, altKey, shiftKey }: KeyboardEvent): boolean {
  const view = altKey && shiftKey ? VIEWS[Number(/^Digit(\d)$/.exec(code)?.[1]) - 1] : undefined;
  if (view !== undefined) location.hash = `#/${view}`;
  const newest = page.notices.list.at(-1);
  if (key === 'Escape' && newest !== undefined) page.notices.close(newest.id);
  const wantsChat = ctrlKey && key === 'k';
  if (wantsChat) focusChat();
  return view !== undefined || wantsChat;
}
