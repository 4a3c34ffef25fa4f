/** ntfy, by the contract of all messengers, and what is its own: topics, what was missed, and streams that end. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { ANNA, channelContract } from './contracts/channel.contract.ts';
import { earOf } from './ear.ts';
import { FakeNtfy } from './peers/ntfy/fake-ntfy.ts';
import { idOf, ntfyAdapter, ntfyBench } from './peers/ntfy/ntfy-bench.ts';
import { until } from './until.ts';

const test = suite('ntfy');

channelContract(test, () => ntfyBench());

async function withFake(work: (fake: FakeNtfy) => Promise<void>): Promise<void> {
  const fake = new FakeNtfy();
  await fake.open();
  await work(fake).finally(() => fake.close());
}

const TOPIC = idOf(ANNA);

test('reads what was published in a gap, and of the second it had heard nothing again', () =>
  withFake(async (fake) => {
    fake.publish(TOPIC, 'one', { agoS: 5 });
    const ear = earOf();
    const end = new AbortController();
    const first = ntfyAdapter(fake).listen(ear, end.signal);
    await until(() => ear.heard.length === 1);
    fake.cut();
    assert.match((await first)?.why ?? '', /broke off/);
    fake.publish(TOPIC, 'two', { agoS: 5 });
    fake.publish(TOPIC, 'three', { agoS: 4 });
    const second = ntfyAdapter(fake).listen(ear, end.signal);
    await until(() => ear.heard.length === 3);
    end.abort();
    assert.equal(await second, undefined);
    assert.deepEqual(
      ear.heard.map(({ text }) => text),
      ['one', 'two', 'three'],
    );
    assert.deepEqual(fake.asked, ['3600s', String(fake.events[0]?.time)]);
  }));

test('says of what is not ntfy that it is not, and of a line without end that it is too long', () =>
  withFake(async (fake) => {
    const lines = ['<html>\n', `"${'x'.repeat(1_100_000)}`];
    for (const [at, line] of lines.entries()) {
      const ended = ntfyAdapter(fake).listen(earOf(), new AbortController().signal);
      await until(() => fake.subscribers === 1);
      fake.say(line);
      assert.match((await ended)?.why ?? '', at === 0 ? /not ntfy/ : /too long/);
      await until(() => fake.subscribers === 0);
    }
  }));

test('passes over what was changed afterwards, and reaches no topic that the site does not name', () =>
  withFake(async (fake) => {
    const ear = earOf();
    const end = new AbortController();
    const adapter = ntfyAdapter(fake);
    const ended = adapter.listen(ear, end.signal);
    await until(() => fake.subscribers === 1);
    fake.publish(TOPIC, 'off', { sequence_id: 'm0' });
    fake.publish('others', 'off');
    fake.publish(TOPIC, 'on', { title: 'Anna' });
    await until(() => ear.heard.length === 1);
    end.abort();
    await ended;
    assert.equal(ear.heard[0]?.text, 'on');
    assert.deepEqual([adapter.chatOf(TOPIC), adapter.chatOf('others')], [TOPIC, undefined]);
    assert.equal((await adapter.send({ chat: 'a/b', text: 'x' })).kind, 'refused');
  }));

test('says which topic is none, and what to do about a token', () =>
  withFake(async (fake) => {
    const { signal } = new AbortController();
    const wrong = await ntfyAdapter(fake, ['anna', 'no topic']).probe(signal);
    assert.match(wrong?.why ?? '', /^no topic is no topic/);
    assert.match((await ntfyAdapter(fake, []).listen(earOf(), signal))?.cure ?? '', /topics/);
    assert.equal(await ntfyAdapter(fake).probe(signal), undefined);
    fake.token = 'another';
    assert.match((await ntfyAdapter(fake).probe(signal))?.cure ?? '', /access token/);
    await fake.close();
    assert.match(
      (await ntfyAdapter(fake).listen(earOf(), signal))?.why ?? '',
      /not reached|did not answer/,
    );
  }));

test.run();
