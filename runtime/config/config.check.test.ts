/** The doctor's question about the site's files. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { configCheck } from './config.check.ts';
import { loadFiles } from './site-directory.fixture.ts';

const test = suite('config.check');

test('is content with a site that has nothing to warn of', async () => {
  const { site } = await loadFiles({});
  assert.ok(site);
  assert.is((await configCheck({ site }).look()).verdict, 'ok');
});

test('names the place of each placeholder and each secret written out, and not the secret', async () => {
  const { site } = await loadFiles({
    'platform.yaml':
      'supported_platforms:\n  - { name: a, type: api, auth_token: hunter2 }\n  - { name: b, type: api, auth_token: YOUR_API_KEY }\n',
  });
  assert.ok(site);
  const { verdict, text, fix } = await configCheck({ site }).look();
  assert.is(verdict, 'warn');
  assert.match(text, 'platform.yaml:2:39: warning: a secret stands in this file');
  assert.match(text, 'platform.yaml:3:39: warning: this is a placeholder');
  assert.match(fix ?? '', 'file:PATH');
  assert.not.match(text, 'hunter2');
});

test('says first what is wrong with an edit that changed nothing', async () => {
  const { site } = await loadFiles({});
  assert.ok(site);
  const mistakes = (): string[] => ['devices.yaml:3:5: error: unknown key "colour"'];
  const { verdict, text } = await configCheck({ site, mistakes }).look();
  assert.is(verdict, 'fail');
  assert.match(text, 'changed nothing:\ndevices.yaml:3:5: error: unknown key "colour"');
});

test.run();
