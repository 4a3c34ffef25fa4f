import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatDiagnostic } from './diagnostic.ts';
import { assertOnlyPlatformMistake, loadFiles } from './site-directory.fixture.ts';

const test = suite('bots of the site');

const BOT = '{ name: phones, type: telegram, auth_token: env:TOKEN';

test('a bot needs a token, and nothing else', async () => {
  const files = { 'platform.yaml': `supported_platforms: [${BOT} }]` };
  const { site, diagnostics } = await loadFiles(files, { TOKEN: '4242:secret' });
  assert.equal(diagnostics.map(formatDiagnostic), []);
  assert.is(site?.platforms[0]?.authToken?.reveal(), '4242:secret');
});

test('a server of your own on this machine may be asked in the clear', async () => {
  const files = {
    'platform.yaml': `supported_platforms: [${BOT}, endpoint: 'http://[::1]:8081' }]`,
  };
  const { diagnostics } = await loadFiles(files, { TOKEN: '4242:secret' });
  assert.equal(diagnostics.map(formatDiagnostic), []);
});

test('a bot without its token is a mistake, with its place', () =>
  assertOnlyPlatformMistake([
    'supported_platforms: [▲{ name: phones, type: telegram }]',
    /Telegram needs the auth_token: The token of the bot/,
  ]));

test('a token that would travel unencrypted is a mistake', async () => {
  const files = { 'platform.yaml': `supported_platforms: [${BOT}, endpoint: 'http://host' }]` };
  const { diagnostics } = await loadFiles(files, { TOKEN: '4242:secret' });
  assert.match(diagnostics.map(formatDiagnostic).join(), 'would go there unencrypted');
});

test.run();
