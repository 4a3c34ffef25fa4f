/** What every part of the page is given: the model it reads and calls. */
import type { PageModel } from './page-model.ts';

export interface PageProps {
  readonly page: PageModel;
}
