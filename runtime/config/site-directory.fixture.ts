/** Writes a site directory for one test and loads it; holds what is told against a mark in the text. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { loadSite, type LoadedSite } from './load-site.ts';
import { findTestVocabulary, TEST_DEVICES } from './vocabulary.fixture.ts';

export type SiteFiles = Readonly<Record<string, string | Uint8Array>>;

/** Without a devices.yaml of its own the site has the one of `TEST_DEVICES`. */
export async function loadFiles(
  files: SiteFiles,
  variables: Readonly<Record<string, string>> = {},
  gateway?: string,
): Promise<LoadedSite> {
  let loaded: LoadedSite = { diagnostics: [] };
  await inTempDirectory(async (directory) => {
    for (const [name, text] of Object.entries({ 'devices.yaml': TEST_DEVICES, ...files }))
      await writeFile(join(directory, name), text);
    loaded = await loadSite(directory, findTestVocabulary, { variables, gateway });
  });
  return loaded;
}

/** A text with `▲` before what is wrong, the message, and where it matters the hint. */
export type Marked = readonly [marked: string, message: RegExp, hint?: RegExp];

/** As `Marked`, but only a piece of `TEST_DEVICES` is replaced. */
export type Change = readonly [from: string, to: string, message: RegExp, hint?: RegExp];

export function assertOnlyMistake([from, to, message, hint]: Change): Promise<void> {
  assert.ok(TEST_DEVICES.includes(from), `the test site has no ${from}`);
  return assertOnly('devices.yaml', { marked: TEST_DEVICES.replace(from, to), message, hint });
}

export function assertOnlyPlatformMistake([marked, message, hint]: Marked): Promise<void> {
  return assertOnly('platform.yaml', { marked, message, hint });
}

async function assertOnly(
  file: string,
  { marked, message, hint }: { marked: string; message: RegExp; hint: RegExp | undefined },
): Promise<void> {
  const before = marked.slice(0, marked.indexOf('▲'));
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  const { site, diagnostics } = await loadFiles({ [file]: marked.replace('▲', '') });
  const [only] = diagnostics;
  assert.is(site, undefined);
  assert.is(diagnostics.length, 1, diagnostics.map(formatDiagnostic).join('\n'));
  assert.equal([only?.file, only?.line, only?.column], [file, line, column], only?.message);
  assert.match(only?.message ?? '', message);
  if (hint !== undefined) assert.match(only?.hint ?? '', hint);
}
