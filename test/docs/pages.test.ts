import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readFileSync } from 'node:fs';
import { findFiles, isTest } from '../guards/source-files.ts';
import { findErrorCatalogues } from './error-catalogues.ts';
import { PAGES } from './pages.ts';

for (const { path, render } of PAGES)
  test(`${path} says what the code says (make docs writes it)`, async () => {
    assert.ok(readFileSync(path, 'utf8') === (await render()), 'write it again with: make docs');
  });

test('a code stands in one catalogue only, and has a hint', async () => {
  const catalogues = await findErrorCatalogues();
  const entries = catalogues.flatMap(({ codes }) => Object.entries(codes));
  assert.is(new Set(entries.map(([code]) => code)).size, entries.length);
  for (const [code, hint] of entries) {
    assert.match(code, /^[A-Z]+(_[A-Z0-9]+)+$/);
    assert.ok(hint.length > 10, `${code} has no hint`);
  }
});

test('catalogues stand in files named errors, where the page finds them', () => {
  for (const path of findFiles(['runtime', 'drivers'], '.ts').filter((file) => !isTest(file)))
    if (!path.endsWith('errors.ts'))
      assert.not.match(readFileSync(path, 'utf8'), /\b[A-Z]+_ERRORS\b[^;\n]*= \{/, path);
});

test.run();
