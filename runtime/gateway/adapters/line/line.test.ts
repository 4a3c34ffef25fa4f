/** What LINE posts, as its documentation shows it, and what is sent to it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { parseWebhook } from './parse.ts';
import { renderMessage } from './render.ts';

const test = suite('payloads of LINE');

function messagesOf(sample: string): readonly unknown[] {
  const text = readFileSync(new URL(`./samples/${sample}.json`, import.meta.url), 'utf8');
  const json: unknown = JSON.parse(text);
  return (parseWebhook(json, Infinity) ?? []).map(
    ({ message: { at: _at, id: _id, ...message } }) => message,
  );
}

test('a text in a chat of two is heard as it is', () => {
  const place = { chat: 'U4af4980629', user: 'U4af4980629', group: undefined };
  const [said] = messagesOf('text');
  assert.deepEqual(said, { ...place, kind: 'text', text: 'pump on' });
});

test('in a group the own name is no part of what was said, and what others say is overheard', () => {
  const place = { chat: 'Ca56f94637c', user: 'U4af4980629' };
  assert.deepEqual(messagesOf('group'), [
    { ...place, kind: 'text', text: 'how warm is it, @Anna', group: 'addressed' },
    { ...place, kind: 'text', text: '@Anna look', group: 'overheard' },
  ]);
});

test('a button is its data, a picture is no text, and what is not for this account is passed over', () => {
  const place = { chat: 'U4af4980629', user: 'U4af4980629', group: undefined };
  assert.deepEqual(messagesOf('others'), [
    { ...place, kind: 'button', text: 'token-1' },
    { ...place, kind: 'other', text: '' },
  ]);
});

test('buttons stand below the text, and their labels are cut to what LINE takes', () => {
  const label = 'a label of more than twenty';
  const buttons = [{ label, token: 'token-1' }];
  const action = { label: 'a label of more tha…', data: 'token-1', displayText: label };
  assert.deepEqual(renderMessage({ chat: 'U1', text: 'Sure?', buttons }), {
    ...{ type: 'text', text: 'Sure?' },
    quickReply: { items: [{ type: 'action', action: { type: 'postback', ...action } }] },
  });
  assert.deepEqual(renderMessage({ chat: 'U1', text: 'hi' }), { type: 'text', text: 'hi' });
});

test.run();
