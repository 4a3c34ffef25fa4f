/** What is shown of an address, and what is kept back. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isMasked, maskSecrets } from './mask-secrets.ts';

const test = suite('secrets in the text of a workflow');

for (const [text, shown] of [
  ['source: postgres://reader:s3cret@db.lan/energy', 'source: postgres://…@db.lan/energy'],
  ['source: postgres://reader:a@b/c@db.lan', 'source: postgres://…@db.lan'],
  ["'http://x.lan?token=s3cret&day=1'", "'http://x.lan?token=…&day=…'"],
  ['https://x.lan/a/b?key=s3cret#s3cret', 'https://x.lan/a/b?key=…#…'],
  ['HTTPS://x.lan/?mail=a@b.lan', 'HTTPS://x.lan/?mail=…'],
] as const)
  test(`keeps back what opens a door: ${shown}`, () => {
    assert.is(maskSecrets(text), shown);
    assert.ok(isMasked(maskSecrets(text)) && !isMasked(text));
  });

test('shows an address without a secret, and words that are no address, as they are', () => {
  const text =
    "title: 'Wait … a? b=c'\nsource: https://x.lan/data\nquery: 'http://x/?id={{trigger.id}}'";
  assert.is(maskSecrets(text), text);
  assert.not(isMasked(text));
});

test('a long word is gone through once, however many dots are in it', () => {
  const word = 'a.'.repeat(200_000);
  assert.is(maskSecrets(word), word);
});

test.run();
