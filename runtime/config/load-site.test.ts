/** A site directory as a whole: what it needs, what is kept out, and all mistakes at once. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PUBLISHED_PLATFORM } from '../../test/published-forms.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { loadSite } from './load-site.ts';
import { Secret } from './secret.ts';
import { loadFiles } from './site-directory.fixture.ts';
import { findTestVocabulary, TEST_DEVICES } from './vocabulary.fixture.ts';

const test = suite('load-site');

test('loads a site with nothing wrong', async () => {
  const { site, diagnostics } = await loadFiles({});
  assert.equal(diagnostics, []);
  assert.is(site?.boards[0]?.things.length, 9);
});

test('a rule may hold a device behind MQTT only on the board that is the gateway', async () => {
  const board = (name: string, rules: string): string => `
  ${name}:
    board: sim
    parts: { ${name}-coil: { driver: relay, pin: GPIO17 } }
    things:
      ${name}-pump:
        title: { en: ${name} pump }
        area: house
        kind: pump
        properties: { power: { from: ${name}-coil.on${rules} } }`;
  const devices = `areas: { house: { title: { en: house } } }
discovered: { plug: {} }
boards:${board('attic', '')}${board('cellar', ', interlocks: [{ exclusive: plug.power }]')}
`;
  const own = await loadFiles({ 'devices.yaml': devices }, {}, 'cellar');
  assert.equal(own.diagnostics, []);
  const { diagnostics } = await loadFiles({ 'devices.yaml': devices });
  assert.match(diagnostics[0]?.message ?? '', 'plug.power belongs to the board "attic"');
});

test('takes the published platform.yaml word for word, and keeps its placeholders out', async () => {
  const { site, diagnostics } = await loadFiles({ 'platform.yaml': PUBLISHED_PLATFORM });
  assert.equal(
    diagnostics.map(({ severity, line, column }) => [severity, line, column]),
    [
      ['warning', 4, 15],
      ['warning', 7, 17],
    ],
  );
  assert.equal(site?.platforms, [
    {
      name: 'web_chat',
      type: 'websocket',
      endpoint: undefined,
      callbackUrl: undefined,
      authToken: undefined,
      messageTemplate: undefined,
      speaksAs: undefined,
    },
    {
      name: 'enterprise_team',
      type: 'api',
      endpoint: undefined,
      callbackUrl: undefined,
      authToken: undefined,
      messageTemplate: undefined,
      speaksAs: undefined,
      placeholderToken: new Secret('YOUR_API_KEY'),
    },
  ]);
  assert.equal(site?.warnings, diagnostics);
});

test('needs a devices.yaml, and says where to begin', () =>
  inTempDirectory(async (directory) => {
    const { site, diagnostics } = await loadSite(directory, findTestVocabulary);
    assert.is(site, undefined);
    assert.is(diagnostics.length, 1);
    assert.match(diagnostics[0]?.message ?? '', 'does not exist');
    assert.match(diagnostics[0]?.hint ?? '', 'provisioning/site');
  }));

test('tells when a file is a folder', () =>
  inTempDirectory(async (directory) => {
    await mkdir(join(directory, 'devices.yaml'));
    const { diagnostics } = await loadSite(directory, findTestVocabulary);
    assert.equal(
      diagnostics.map(({ message }) => message),
      ['the file is not a file'],
    );
  }));

test('runs a site whose workflows.yaml is wrong: people can still talk to it', async () => {
  const { site, diagnostics } = await loadFiles({ 'workflows.yaml': 'workflows: [' });
  assert.ok(site);
  assert.equal(diagnostics, []);
});

test('is not stalled by a file of another kind', async () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `k${String(index)}: 1`).join('\n');
  const { site, diagnostics } = await loadFiles({ 'devices.yaml': keys });
  assert.is(site, undefined);
  assert.ok(diagnostics.length > 0);
});

test('tells the mistakes of all files at once, in order', async () => {
  const devices = TEST_DEVICES.replace('kind: pump', 'kind: pmp\n        colour: red')
    .replace(
      'heater-relay: { driver: relay, pin: GPIO22 }',
      'heater-relay: { driver: relay, pin: GPIO17, activeLwo: true }',
    )
    .replace('title: { en: lamp }', 'title: { en: pump }')
    .replace('safe: 0', 'safe: 300')
    .replace('settle: 2s', 'settle: 2');
  const loaded = await loadFiles({
    'devices.yaml': devices,
    'platform.yaml': 'supported_platforms: [{ name: a, type: api, auth_token: env:NOPE }]',
  });
  assert.is(loaded.site, undefined);
  assert.equal(
    loaded.diagnostics.map(({ file, line, message }) => `${file}:${String(line)} ${message}`),
    [
      'devices.yaml:12 GPIO17 is already used by the part "pump-relay"',
      'devices.yaml:12 unknown key "activeLwo"',
      'devices.yaml:26 "pmp" is not allowed',
      'devices.yaml:27 unknown key "colour"',
      'devices.yaml:31 expected text, found 2',
      'devices.yaml:45 "pump" already means "pump"',
      'devices.yaml:49 300 is out of range',
      'platform.yaml:1 this environment variable is not set',
    ],
  );
});

test.run();
