/** The pages of `docs/` that are made from the code. `make docs` writes them, a test holds them to it. */
import { errorsPage } from './errors-page.ts';

export const PAGES: readonly { readonly path: string; readonly render: () => Promise<string> }[] = [
  { path: 'docs/errors.md', render: errorsPage },
];
