/** What Webex posts, and messages as they are read from it, as its documentation shows them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { heardOf, parseWebhook } from './parse.ts';

const test = suite('payloads of Webex');

const ME = { id: 'Y2lzY29zcGFyazovL3VzL1BFT1BMRS9ib2FyZA', name: 'Board Talk' };
const ANNA = 'Y2lzY29zcGFyazovL3VzL1BFT1BMRS9hbm5h';
const DIRECT = 'Y2lzY29zcGFyazovL3VzL01FU1NBR0UvOTJkYjNiZTAtNDNiZC0xMWU2LThhZTktZGQ1YjNkZmM1NjVk';

function sample(name: string, more: object = {}): object {
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
  return { ...(JSON.parse(text) as object), ...more };
}

test('a post tells that there is a message, and nothing of what it says', () => {
  assert.equal(parseWebhook(sample('webhook')), DIRECT);
  assert.equal(parseWebhook(sample('webhook', { event: 'deleted' })), null);
  assert.equal(parseWebhook(sample('webhook', { resource: 'rooms' })), null);
  assert.equal(parseWebhook({ id: 'none' }), undefined);
});

test('a person in a chat of two is answered by who they are', () => {
  const at = Date.parse('2026-10-18T14:26:16.203Z');
  const said = { kind: 'text', text: 'pump on', group: undefined };
  const place = { id: DIRECT, chat: `@${ANNA}`, user: ANNA, at };
  assert.deepEqual(heardOf(sample('direct'), ME), { ...place, ...said });
});

test('in a space the own name is no part of what was said, and it is answered in its thread', () => {
  const heard = heardOf(sample('group'), ME);
  const room = 'Y2lzY29zcGFyazovL3VzL1JPT00vcm9vbQ';
  const thread = `${room}/Y2lzY29zcGFyazovL3VzL01FU1NBR0UvZmlyc3Q`;
  assert.deepEqual(
    [heard?.chat, heard?.text, heard?.group],
    [thread, 'how warm is it, Julie Board', 'addressed'],
  );
  const others = heardOf(sample('group', { mentionedPeople: [], parentId: undefined }), ME);
  assert.deepEqual([others?.chat, others?.group], [room, 'overheard']);
});

test('what the bot itself and other bots write is passed over, and a file without words is no text', () => {
  assert.equal(heardOf(sample('direct', { personId: ME.id }), ME), undefined);
  assert.equal(heardOf(sample('direct', { personEmail: 'other@webex.bot' }), ME), undefined);
  const file = { text: undefined, files: ['https://webexapis.com/v1/contents/1'] };
  assert.equal(heardOf(sample('direct', file), ME)?.kind, 'other');
  assert.equal(heardOf({ id: 1 }, ME), undefined);
});

test.run();
