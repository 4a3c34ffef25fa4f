/** Where people hear what comes of a task. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { audienceOf, withSubscriber } from './audience.ts';
import type { WriteTask } from './task.ts';

const test = suite('audience of a task');

const task: WriteTask = {
  ...{ id: 'task', kind: 'write', state: 'done', level: 'interactive' },
  ...{ thing: 'pump', property: 'power', value: true },
  ...{
    person: 'anna',
    via: 'web',
    chat: 'web:anna',
    language: 'en',
    words: 'pump on',
    createdAt: 1,
  },
};
const joining = { person: 'anna', platform: 'cli', chat: 'cli:anna', language: 'zh' } as const;

const chats = (...given: Parameters<typeof audienceOf>): readonly string[] =>
  audienceOf(...given).map(({ chat }) => chat);

test('where it was asked, and where somebody joined it, each in its language', () => {
  assert.equal(audienceOf(withSubscriber(task, joining)), [
    { chat: 'web:anna', language: 'en', task: 'task' },
    { chat: 'cli:anna', language: 'zh', task: 'task' },
  ]);
});

test('each once, however often somebody joins', () => {
  const twice = withSubscriber(withSubscriber(task, joining), joining);
  assert.equal(chats(twice), ['web:anna', 'cli:anna']);
  assert.is(withSubscriber(task, { ...joining, chat: 'web:anna' }), task);
});

test('not where the reply goes', () => {
  assert.equal(chats(withSubscriber(task, joining), 'cli:anna'), ['web:anna']);
});

for (const via of ['mqtt', 'rest'])
  test(`no letters lie there for a program that comes by ${via}, which never fetches any`, () => {
    const foreign: WriteTask = { ...task, via, chat: 'client:plc', person: 'client:plc' };
    assert.equal(chats(foreign), []);
    assert.equal(chats(withSubscriber(foreign, joining)), ['cli:anna']);
  });

test.run();
