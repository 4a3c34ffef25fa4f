/** What Gotify tells of a message, after the example of gotify.net/api-docs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { OWN_MARK, parseMessage } from './parse.ts';

const test = suite('messages of Gotify');

const CLOCKS = { now: 1_700_000_000_000, aheadMs: 500 };

function sample(): Readonly<Record<string, unknown>> {
  const text = readFileSync(new URL('./samples/message.json', import.meta.url), 'utf8');
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

test('a message is of the application that sent it, at the time of this node', () => {
  const sentAt = 1_519_756_570_504;
  const said = { kind: 'text', text: 'how warm is it?' };
  const message = { id: '25', chat: '5', user: '5', at: sentAt - 500, ...said };
  assert.deepEqual(parseMessage(sample(), CLOCKS), { id: 25, sentAt, message });
});

test('what a site sent is passed over, and what has another form', () => {
  const own = { ...sample(), extras: { [OWN_MARK]: { to: '5' } } };
  assert.equal(parseMessage(own, CLOCKS)?.message, undefined);
  for (const more of [{ id: '25' }, { date: 'yesterday' }, { appid: undefined }])
    assert.equal(parseMessage({ ...sample(), ...more }, CLOCKS), undefined);
});

test.run();
