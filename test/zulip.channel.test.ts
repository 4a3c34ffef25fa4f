/** Zulip, by the contract of all messengers, and what is its own: queues that end, topics, names, and bots. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import { ANNA, channelContract, OTHER } from './contracts/channel.contract.ts';
import { pictureContract } from './contracts/picture.contract.ts';
import { earOf, type Ear } from './ear.ts';
import { FakeZulip, OTHER_BOT, ZULIP_BOT } from './peers/zulip/fake-zulip.ts';
import { zulipAdapter, zulipBench } from './peers/zulip/zulip-bench.ts';
import { until } from './until.ts';

const test = suite<{ fake: FakeZulip }>('zulip');

channelContract(test, () => zulipBench());
pictureContract(test, () => zulipBench());

async function listening(fake: FakeZulip, ear: Ear, work: () => Promise<void>): Promise<void> {
  const end = new AbortController();
  const ended = zulipAdapter(fake).listen(ear, end.signal);
  await until(() => ear.cursor !== undefined && fake.registered > 0);
  await work();
  end.abort();
  assert.equal(await ended, undefined);
}

async function withFake(work: (fake: FakeZulip) => Promise<void>): Promise<void> {
  const fake = new FakeZulip();
  await fake.open();
  await work(fake).finally(() => fake.close());
}

test('makes a new queue when the old one has ended, and reads what was written in between', () =>
  withFake(async (fake) => {
    const ear = earOf();
    await listening(fake, ear, async () => {
      fake.write(ANNA, 'one');
      await until(() => ear.heard.length === 1);
      fake.endQueue();
      fake.write(ANNA, 'two');
      await until(() => ear.heard.length === 2);
    });
    assert.equal(fake.registered, 2);
    assert.deepEqual(
      ear.heard.map(({ text }) => text),
      ['one', 'two'],
    );
  }));

test('reads all that was missed since the last start, page by page', () =>
  withFake(async (fake) => {
    for (let count = 1; count <= 250; count += 1) fake.write(ANNA, String(count));
    const ear = earOf('110');
    await listening(fake, ear, () => until(() => ear.heard.length === 240));
    assert.deepEqual([ear.heard[0]?.text, ear.heard.at(-1)?.text], ['11', '250']);
    assert.equal(ear.cursor, '350');
  }));

test('hears in channels and among several only what names it, and nobody in what is quoted', () =>
  withFake(async (fake) => {
    const ear = earOf('100');
    const name = `@**${ZULIP_BOT.full_name}|7**`;
    await listening(fake, ear, async () => {
      fake.write(ANNA, '@**all** where is it', { topic: '12/tank' });
      fake.write(ANNA, `> ${name} off\nno`, { topic: '12/tank' });
      fake.write(ANNA, `\`\`\`\`quote\n${name} off\n\`\`\`\nno\n\`\`\`\`\nno`, {
        topic: '12/tank',
      });
      fake.write(OTHER_BOT, `${name} off`, { topic: '12/tank' });
      fake.write(20_000, 'off');
      fake.write(ANNA, `${name}: how warm is it`, { topic: '12/tank' });
      fake.write(ANNA, `how warm is it ${name}`, { others: [OTHER] });
      await until(() => ear.heard.length === 2);
    });
    const said = ear.heard.map(({ chat, text, group }) => [chat, text, group]);
    assert.deepEqual(said, [
      ['12/tank', 'how warm is it', 'addressed'],
      [`@9,${String(ANNA)}`, 'how warm is it', 'addressed'],
    ]);
  }));

test('answers where it was asked, and shows that it writes', () =>
  withFake(async (fake) => {
    const adapter = zulipAdapter(fake);
    const places = ['12', '12/tank / north', '@9,1001', '@1001'];
    for (const chat of places) {
      const sent = await adapter.send({ chat, text: '/poll @**all** @_**all** me@example.org' });
      assert.equal(sent.kind, 'sent');
      await adapter.typing(chat);
    }
    assert.deepEqual(fake.typed, ['12/news', '12/tank / north', '[9,1001]', '[1001]']);
    assert.equal(fake.textsIn('12/tank / north').length, 1);
    const [message] = fake.messages;
    assert.equal(message?.content, '\u200b/poll @\u200b**all** @\u200b_**all** me@example.org');
    assert.equal((await adapter.send({ chat: 'pumps', text: 'x' })).kind, 'refused');
  }));

test('says what is certain of a message that was not confirmed, and what to do about a wrong key', () =>
  withFake(async (fake) => {
    const adapter = zulipAdapter(fake);
    fake.fail('POST messages', 'too fast', 'answer lost');
    const sent = await adapter.send({ chat: '@1001', text: 'one' });
    assert.ok(sent.kind === 'later' && sent.retryAfterMs === 1_000);
    assert.equal((await adapter.send({ chat: '@1001', text: 'one' })).kind, 'unknown');
    fake.key = 'another';
    const trouble = await adapter.probe(new AbortController().signal);
    assert.match(trouble?.cure ?? '', /API key/);
    await fake.close();
    // The connection that is kept open is noticed to be gone with the next call.
    await adapter.probe(new AbortController().signal);
    assert.equal((await adapter.send({ chat: '@1001', text: 'one' })).kind, 'later');
  }));

test.run();
