/** Activities of Teams as they come, and what is sent to it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import type { ArrivedMessage } from '../../channels/channel-adapter.ts';
import { chatOfConversation, conversationOfChat, messageOf, parseActivity } from './parse.ts';
import { renderMessage } from './render.ts';

const TENANT = '00000000-0000-0000-0000-0000000000001';

const test = suite('Activities of Teams');

function sample(name: string, more: object = {}, tenant = TENANT): ArrivedMessage | undefined {
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
  const json: unknown = JSON.parse(text);
  const activity = parseActivity(Object.assign({}, json, more));
  assert.ok(activity !== undefined);
  return messageOf(activity, tenant);
}

test('a person in a chat of two is answered by who they are', () => {
  const message = sample('personal');
  assert.deepEqual(
    [message?.chat, message?.user, message?.kind, message?.text, message?.group],
    ['user-id-0', 'user-id-0', 'text', 'pump on', undefined],
  );
  assert.equal(message?.at, Date.parse('2026-11-27T22:39:25.273Z'));
});

test('in a thread of a channel the own name is no part of what was said', () => {
  const message = sample('channel');
  const chat = '19:253b1f341670408fb6fe51050b6e5ceb@thread.skype/1485983194839';
  assert.deepEqual(
    [message?.chat, message?.text, message?.group],
    [chat, 'Hello  how warm is it', 'addressed'],
  );
  const conversation = conversationOfChat(chat);
  assert.equal(chatOfConversation(conversation), chat);
});

test('a group that does not say its type is a group', () => {
  const conversation = { id: '19:a@thread.v2', isGroup: true, tenantId: TENANT };
  const message = sample('personal', { conversation });
  assert.deepEqual([message?.chat, message?.group], ['19:a@thread.v2', 'overheard']);
});

test('the same id in another conversation is another message', () => {
  const conversation = { id: 'conv-2', conversationType: 'personal', tenantId: TENANT };
  assert.equal(sample('personal')?.id, sample('personal')?.id);
  assert.notEqual(sample('personal', { conversation })?.id, sample('personal')?.id);
});

test('quotes, bots, other tenants and other kinds of Activities do nothing', () => {
  const content = '<blockquote itemscope itemtype="http://schema.skype.com/Reply">off</blockquote>';
  const attachments = [{ contentType: 'text/html', content }];
  assert.equal(sample('personal', { attachments, text: 'off\n\nyes' })?.kind, 'forwarded');
  assert.equal(sample('personal', { from: { id: '28:bot' } }), undefined);
  assert.equal(sample('personal', { type: 'messageUpdate' }), undefined);
  assert.equal(sample('personal', {}, 'another'), undefined);
});

test('buttons are a card below a text that is complete by itself', () => {
  const message = renderMessage({
    chat: 'x',
    text: 'Sure?',
    buttons: [{ label: 'Yes', token: 't' }],
  });
  const actions = [{ type: 'Action.Submit', title: 'Yes', data: { boardtalk: 't' } }];
  const content = { type: 'AdaptiveCard', version: '1.4', body: [], actions };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  const attachments = [{ contentType, content }];
  assert.deepEqual(message, { type: 'message', textFormat: 'plain', text: 'Sure?', attachments });
  assert.equal(sample('personal', { text: undefined, value: { boardtalk: 't' } })?.kind, 'button');
});

test.run();
