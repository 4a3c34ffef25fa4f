/** `make docs`: writes the pages that are made from the code. */
import { writeFileSync } from 'node:fs';
import { PAGES } from './pages.ts';

for (const { path, render } of PAGES) {
  writeFileSync(path, await render());
  process.stdout.write(`${path}\n`);
}
