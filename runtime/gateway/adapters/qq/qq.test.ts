/** What QQ's gateway brings, as its documentation shows it, and what can still be answered. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import { parseEvent, pathOf, plain } from './parse.ts';
import { Replies } from './replies.ts';

const test = suite('payloads of QQ');

const WRITTEN = Date.parse('2023-11-06T13:37:18+08:00');
const reading = { now: WRITTEN + 5_000, aheadMs: 0 };
const USER = 'E4F4AEA33253A2797FB897C50B81D7ED';
const GROUP = 'C9F778FE6ADF9D1D1DBE395BF744A33A';

interface Sample {
  readonly t: string;
  readonly d: object;
}

function sample(name: string): Sample {
  const text = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text) as Sample;
}

test('a text in a chat of two is heard as it is, when it was written', () => {
  const { t, d } = sample('person');
  assert.deepEqual(parseEvent(t, d, reading), {
    id: 'ROBOT1.0_.b6nx.CVryAO0nR58RXuU6SC.m92gc19j02qKqdm8ek!',
    ...{ at: WRITTEN, kind: 'text', text: 'pump on', chat: `user:${USER}`, user: USER },
  });
});

test('in a group what names the robot is for it', () => {
  const { t, d } = sample('group');
  const said = parseEvent(t, d, reading);
  assert.deepEqual(
    [said?.chat, said?.user, said?.group, said?.text],
    [GROUP, USER, 'addressed', 'how warm is it'],
  );
});

test('robots are not heard, pictures are no text, and all else is passed over', () => {
  const { t, d } = sample('person');
  const heard = (change: object): string | undefined =>
    parseEvent(t, { ...d, ...change }, reading)?.kind;
  assert.equal(heard({ author: { user_openid: USER, bot: true } }), undefined);
  assert.equal(heard({ author: { user_openid: '' } }), undefined);
  assert.equal(heard({ content: ' ', attachments: [{ content_type: 'image/png' }] }), 'other');
  assert.equal(parseEvent('GROUP_ADD_ROBOT', d, reading), undefined);
  assert.equal(parseEvent(t, null, reading), undefined);
});

test('people and groups have an address each, and no words call anybody', () => {
  assert.equal(pathOf(`user:${USER}`), `/v2/users/${USER}/messages`);
  assert.equal(pathOf('../gateway'), '/v2/groups/..%2Fgateway/messages');
  assert.equal(plain('<@all> <qqbot-at-everyone /> 2 < 3'), '< @all> < qqbot-at-everyone /> 2 < 3');
});

test('the newest message is answered, some times and for a while, and each time with another number', () => {
  const replies = new Replies(() => 0);
  const message = (id: string, at: number): { chat: string; id: string; at: number } => ({
    ...{ chat: 'user:1', id, at },
  });
  assert.equal(replies.take('user:1', 0), undefined);
  replies.add(message('one', 0), false);
  replies.add(message('two', 1_000), false);
  replies.add(message('two', 1_000), false);
  const taken = [1, 2, 3, 4, 5].map(() => replies.take('user:1', 2_000));
  assert.deepEqual(
    taken.map((reply) => `${reply?.id ?? ''} ${String(reply?.seq)}`),
    ['two 1', 'two 2', 'two 3', 'two 4', 'one 1'],
  );
  replies.forget('user:1', 'one');
  assert.equal(replies.take('user:1', 2_000), undefined);
  replies.add({ ...message('three', 0), chat: GROUP }, true);
  assert.equal(replies.take(GROUP, 300_000), undefined);
  const again = new Replies(() => 0.5, replies.known());
  assert.equal(again.take(GROUP, 200_000)?.id, 'three');
  assert.deepEqual(again.take('user:1', 2_000), { id: 'two', seq: 30_001 });
});

test('a crowd of strangers takes nobody’s answer away', () => {
  const replies = new Replies(() => 0);
  replies.add({ chat: 'user:anna', id: 'one', at: 0 }, false);
  for (let count = 0; count < 900; count += 1)
    replies.add({ chat: `user:${String(count)}`, id: 'x', at: 0 }, false);
  assert.equal(replies.take('user:anna', 1_000)?.id, 'one');
  assert.ok(replies.known().length <= 96, 'what is kept over a restart stays small');
});

test.run();
