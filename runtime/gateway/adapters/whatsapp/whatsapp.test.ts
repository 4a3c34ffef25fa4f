/** What WhatsApp posts, as its documentation shows it, and what is sent to it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { parseWebhook, type ParsedWebhook } from './parse.ts';
import { renderMessage } from './render.ts';

const test = suite('payloads of WhatsApp');

const NUMBER = '106540352242922';

function sample(name: string, number = NUMBER): ParsedWebhook {
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
  return parseWebhook(JSON.parse(text), number) ?? { messages: [], closed: ['none'] };
}

test('a person is their user id, not the number that they may hide or give away', () => {
  const user = 'US.13491208655302741918';
  const id = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=';
  const said = { at: 1_749_416_383_000, kind: 'text', text: 'pump on' };
  assert.deepEqual(sample('text').messages, [{ id, chat: user, user, ...said }]);
});

test('where there is only a number, that is who they are; a picture is no text; groups, reactions and what is unknown are passed over', () => {
  const heard = sample('others').messages.map(({ user, kind, text }) => [user, kind, text]);
  const user = '16505551234';
  assert.deepEqual(heard, [
    [user, 'button', 'token-1'],
    [user, 'other', ''],
    [user, 'forwarded', 'everything off'],
  ]);
});

test('what is for another number of the same app is passed over', () => {
  assert.deepEqual(sample('text', '1').messages, []);
  assert.equal(parseWebhook({ object: 'page', entry: [] }, NUMBER), undefined);
});

test('of what became of messages, only that a day has passed is heard', () => {
  const closed = ['US.13491208655302741918', '16505551234'];
  assert.deepEqual(sample('status'), { messages: [], closed });
});

test('a number is written to with `to`, a user id with `recipient`', () => {
  const whole = { messaging_product: 'whatsapp', recipient_type: 'individual', type: 'text' };
  const text = { preview_url: false, body: 'hi' };
  const byNumber = renderMessage({ chat: '16505551234', text: 'hi' });
  assert.deepEqual(byNumber, { ...whole, to: '16505551234', text });
  assert.deepEqual(renderMessage({ chat: 'US.1', text: 'hi' }), {
    ...whole,
    ...{ recipient: 'US.1', text },
  });
});

test('labels of buttons are cut to what WhatsApp takes, and no two are alike', () => {
  const titlesOf = (...labels: readonly string[]): readonly unknown[] => {
    const buttons = labels.map((label) => ({ label, token: label }));
    const { interactive } = renderMessage({ chat: '1', text: 'Sure?', buttons }) as {
      interactive: { action: { buttons: { reply: { id: string; title: string } }[] } };
    };
    return interactive.action.buttons.map(({ reply }) => reply.title);
  };
  assert.deepEqual(titlesOf('Yes', 'a label of more than twenty'), ['Yes', 'a label of more tha…']);
  assert.deepEqual(titlesOf('the light of the great house', 'the light of the green house'), [
    ...['1 the light of the …', '2 the light of the …'],
  ]);
  assert.deepEqual(titlesOf('🌱🌱🌱🌱🌱🌱🌱🌱🌱🌱🌱'), ['🌱🌱🌱🌱🌱🌱🌱🌱🌱…']);
});

test.run();
