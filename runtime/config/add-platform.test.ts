import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addPlatform } from './add-platform.ts';

const test = suite('add-platform');

const PHONES = { name: 'phones', type: 'telegram', auth_token: 'file:phones-token' } as const;
const LINES = ['  - name: phones', '    type: telegram', '    auth_token: file:phones-token'];

function added(text: string): string {
  return addPlatform(text, PHONES) ?? 'no place found';
}

test('into the sample it comes behind the last one, and nothing else changes', () => {
  const text = readFileSync('provisioning/site/platform.yaml', 'utf8');
  const before = text.split('\n');
  const after = added(text).split('\n');
  const at = after.indexOf('  - name: phones');
  assert.equal(after.slice(at, at + 3), LINES);
  assert.equal([...after.slice(0, at), ...after.slice(at + 3)], before);
  assert.is(after[at - 1], '    type: websocket');
});

test('a file without platforms, and one that is empty, get the list', () => {
  const list = `supported_platforms:\n${LINES.join('\n')}\n`;
  assert.is(added(''), list);
  assert.is(added('# only this\n'), `# only this\n\n${list}`);
  assert.is(added('site: { id: a } # mine'), `site: { id: a } # mine\n\n${list}`);
  assert.is(added('supported_platforms:\n'), list);
  assert.is(
    added('supported_platforms: [] # none yet\npeople: []\n'),
    `supported_platforms: # none yet\n${LINES.join('\n')}\npeople: []\n`,
  );
});

test('a list on one line stays on one line, and one without indent keeps that', () => {
  assert.is(
    added('supported_platforms: [{ name: page, type: websocket }] # who\n'),
    'supported_platforms: [{ name: page, type: websocket }, { name: phones, type: telegram, auth_token: file:phones-token }] # who\n',
  );
  assert.is(
    added('supported_platforms:\n- { name: page, type: websocket } # the page\n# end\n'),
    'supported_platforms:\n- { name: page, type: websocket } # the page\n- name: phones\n  type: telegram\n  auth_token: file:phones-token\n# end\n',
  );
});

test('what is no site is left alone', () => {
  for (const text of [
    '- a list\n',
    'site: [\n',
    '{ site: { id: a } }\n',
    'supported_platforms: 3\n',
  ])
    assert.is(addPlatform(text, PHONES), undefined, text);
});

test.run();
