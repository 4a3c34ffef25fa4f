/** Secrets: where they come from, and that none is ever repeated. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { formatDiagnostic } from './diagnostic.ts';
import { Secret } from './secret.ts';
import { findSecret, isPlaceholder } from './secrets.ts';
import { loadFiles, type SiteFiles } from './site-directory.fixture.ts';

const test = suite('secrets');

const HIDDEN = 'hunter2-5f3a';

/** Ways in which a secret comes into a file, right and wrong. */
const SECRETS: Readonly<Record<string, SiteFiles>> = {
  'a literal': {
    'platform.yaml': `supported_platforms: [{ name: a, type: api, auth_token: ${HIDDEN} }]`,
  },
  'a literal in a list': {
    'platform.yaml': `supported_platforms: [{ name: a, type: api, auth_token: [${HIDDEN}] }]`,
  },
  'a key without its space': {
    'platform.yaml': `supported_platforms: [{ name: a, type: api, auth_token:${HIDDEN} }]`,
  },
  'a key without its colon': {
    'platform.yaml': `supported_platforms:\n  - auth_token ${HIDDEN}\n`,
  },
  'text that YAML cannot read': {
    'platform.yaml': `a: "\\${HIDDEN}"\nb: *${HIDDEN}\nc: !${HIDDEN} x\n%${HIDDEN}`,
  },
  'the token where its variable belongs': {
    'platform.yaml': `supported_platforms: [{ name: a, type: api, auth_token: 'env:${HIDDEN}' }]`,
  },
  'the token where its file belongs': {
    'platform.yaml': `supported_platforms: [{ name: a, type: api, auth_token: 'file:${HIDDEN}' }]`,
  },
  'a password in an address': {
    'platform.yaml': `supported_platforms: [{ name: a, type: api, endpoint: '//me:${HIDDEN}@host' }]`,
  },
  'a file': {
    'platform.yaml': 'supported_platforms: [{ name: a, type: api, auth_token: file:token }]',
    token: `${HIDDEN}\n`,
  },
  'the environment': {
    'platform.yaml': 'supported_platforms: [{ name: a, type: api, auth_token: env:TOKEN }]',
  },
};

for (const [what, files] of Object.entries(SECRETS)) {
  test(`never repeats a secret from ${what}`, async () => {
    const loaded = await loadFiles(files, { TOKEN: HIDDEN });
    const shown = [
      JSON.stringify(loaded),
      inspect(loaded, { depth: null, showHidden: true }),
      ...loaded.diagnostics.map(formatDiagnostic),
    ];
    for (const text of shown) assert.not.match(text, HIDDEN);
  });
}

test('gives a secret to whoever asks for it by name', async () => {
  const { site } = await loadFiles(SECRETS['a file'] ?? {});
  assert.is(site?.platforms[0]?.authToken?.reveal(), HIDDEN);
});

test('a secret shows itself to nobody, however it is printed', () => {
  const secret = new Secret(HIDDEN);
  const holder = { secret, list: [secret] };
  const error = new Error(`it was ${secret.toString()}`, { cause: holder });
  const shown = [JSON.stringify(holder), inspect(holder, { showHidden: true }), inspect(error)];
  for (const text of shown) {
    assert.match(text, '[secret]');
    assert.not.match(text, HIDDEN);
  }
});

test('a credential of systemd is a file in its directory, and nothing outside it', () =>
  inTempDirectory(async (directory) => {
    await writeFile(join(directory, 'shop'), `${HIDDEN}\n`);
    const sources = { directory: '/nowhere', variables: { CREDENTIALS_DIRECTORY: directory } };
    const found = await findSecret('credential:shop', sources);
    assert.is(found.kind === 'found' ? found.secret.reveal() : '', HIDDEN);
    for (const name of ['../shop', '..', '', 'a/b'])
      assert.is((await findSecret(`credential:${name}`, sources)).kind, 'missing');
  }));

test('an empty secret is a missing one', async () => {
  const sources = { directory: '/nowhere', variables: { EMPTY: ' ' } };
  for (const reference of ['', '  ', 'env:EMPTY', 'env:', 'file:'])
    assert.is((await findSecret(reference, sources)).kind, 'missing', reference);
});

test('knows a placeholder when it sees one', () => {
  for (const text of [
    'YOUR_API_KEY',
    'your-token',
    '<token>',
    'changeme',
    'wss://your-domain.com/ws',
    'https://example.com',
  ])
    assert.ok(isPlaceholder(text), text);
  for (const text of ['hunter2', 'sk-12345', 'wss://greenhouse.local/ws'])
    assert.not.ok(isPlaceholder(text), text);
});

test.run();
