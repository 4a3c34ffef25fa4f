/** What DingTalk pushes, as its documentation shows it, and what its answers mean. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import type { Answered } from './dingtalk-api.ts';
import { sentOf } from './outcome.ts';
import { parseMessage, parsePush } from './parse.ts';
import { chatOfGroup, chatOfPerson, receiverOf } from './places.ts';

const test = suite('payloads of DingTalk');

const NOW = 1_690_362_200_000;
const reading = { now: NOW, aheadMs: 0 };

function dataOf(sample: string): string {
  const text = readFileSync(new URL(`./samples/${sample}.json`, import.meta.url), 'utf8');
  return parsePush(text)?.data ?? '';
}

test('a text in a chat of two is heard as it is, by the id in the company', () => {
  assert.deepEqual(parseMessage(dataOf('text'), reading), {
    ...{ id: 'msgLICYe0000HgY4JtMQw==', chat: 'staff:16650000698', user: '16650000698' },
    ...{ at: 1_690_362_101_894, kind: 'text', text: 'pump on' },
  });
});

test('in a group what names the robot is for it, also between pictures', () => {
  const said = parseMessage(dataOf('group'), reading);
  assert.deepEqual([said?.group, said?.kind, said?.text], ['addressed', 'text', 'how warm is it']);
  assert.equal(said?.chat, 'cidh6ezDLHQau9V23Es_xSLNoiDDmPuN354KylQ2BaIhuM=');
});

test('who is not of the company, the robot itself, and what makes no sense is passed over', () => {
  const message = JSON.parse(dataOf('text')) as object;
  const heard = (change: object): string | undefined =>
    parseMessage(JSON.stringify({ ...message, ...change }), reading)?.kind;
  assert.equal(heard({ senderStaffId: '' }), undefined);
  assert.equal(heard({ senderStaffId: undefined }), undefined);
  assert.equal(heard({ senderId: '$:LWCP_v1:$robot' }), undefined);
  assert.equal(heard({ msgtype: 'picture', text: undefined }), 'other');
  assert.equal(heard({ msgtype: 'richText', content: 'nothing' }), 'other');
  assert.equal(parseMessage('{', reading), undefined);
  assert.equal(parsePush('<html></html>'), undefined);
});

test('a person and a group are never taken for each other', () => {
  const id = 'cidh6ezDLHQau9V23Es/xSLNoiDDmPuN354KylQ2BaIhuM=';
  assert.deepEqual(receiverOf(chatOfGroup(id)), { kind: 'group', conversationId: id });
  assert.deepEqual(receiverOf(chatOfPerson(id)), { kind: 'person', staffId: id });
});

test('a message is sent when DingTalk says so, and only then', () => {
  const ok = (json: object): Answered => ({ kind: 'ok', json, serverNow: undefined });
  const refused = (status: number, isPassing = false): Answered => ({
    ...{ kind: 'refused', status, isPassing, why: 'no' },
  });
  const kinds = [
    ok({ processQueryKey: 'key', invalidStaffIdList: [], flowControlledStaffIdList: [] }),
    ok({ processQueryKey: 'key', flowControlledStaffIdList: ['1'] }),
    ok({ processQueryKey: 'key', invalidStaffIdList: ['1'] }),
    ok({}),
    refused(400),
    refused(403, true),
    refused(500),
  ].map((answered) => sentOf(answered).kind);
  assert.deepEqual(kinds, ['sent', 'later', 'refused', 'unknown', 'refused', 'later', 'unknown']);
});

test.run();
