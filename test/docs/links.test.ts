/** What a page or a README points at is there: files, and headings in them. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findFiles } from '../guards/source-files.ts';

const PAGES = [
  'README.md',
  'CHANGELOG.md',
  ...findFiles(['docs', 'runtime', 'drivers', 'boards', 'provisioning', 'test'], '.md'),
];

/** As GitHub makes them of headings. */
function anchorsOf(path: string): readonly string[] {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isDead(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : join(dirname(page), file);
  if (!existsSync(target)) return true;
  return (
    anchor !== undefined && (statSync(target).isDirectory() || !anchorsOf(target).includes(anchor))
  );
}

test('every link inside the project leads somewhere', () => {
  const links = PAGES.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(
      ([, link = '']) => ({ page, link }),
    ),
  );
  assert.ok(links.length > 20);
  const dead = links.filter(({ page, link }) => isDead(page, link));
  assert.equal(dead, []);
});

test.run();
