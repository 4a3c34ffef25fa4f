/** Where in the page a person is: the hash of the address, so that a view can be linked to, and the back button works. */
export const VIEWS = ['overview', 'chat', 'tasks', 'journal', 'boards', 'about'] as const;
export type View = (typeof VIEWS)[number];

export type Route =
  | { readonly view: View; readonly board?: string }
  | { readonly view: 'thing'; readonly thing: string };

export function routeOf(hash: string): Route {
  const [name, id] = hash.replace(/^#\/?/, '').split('/').map(decode);
  if (name === 'thing' && id !== undefined) return { view: 'thing', thing: id };
  if (name === 'boards' && id !== undefined) return { view: 'boards', board: id };
  return { view: VIEWS.find((view) => view === name) ?? 'overview' };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function pathOfThing(thing: string): string {
  return `#/thing/${encodeURIComponent(thing)}`;
}
