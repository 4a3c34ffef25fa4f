/** What the core owes people on every messenger, and no adapter has a part in: proven once, on Telegram. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  FILE_TYPES,
  type ChannelAdapter,
  type Hearing,
  type Outgoing,
  type Sent,
} from '../runtime/gateway/channels/channel-adapter.ts';
import { ANNA, STRANGER, type ChannelBench } from './contracts/channel.contract.ts';
import { ChannelRig } from './channel-rig.ts';
import { FakeBotApi } from './fake-bot-api.ts';
import { telegramBench } from './telegram-bench.ts';
import { inTempDirectory } from './temp-directory.ts';
import { until } from './until.ts';

const test = suite('channel core');

interface Site {
  readonly rig: ChannelRig;
  readonly bench: ChannelBench;
  readonly fake: FakeBotApi;
}

async function withSite(prove: (site: Site) => Promise<void>): Promise<void> {
  const fake = new FakeBotApi();
  const bench = telegramBench(fake);
  await bench.open();
  await inTempDirectory(async (directory) => {
    const rig = new ChannelRig(directory, bench);
    await rig.start();
    await prove({ rig, bench, fake }).finally(() => rig.stop());
  }).finally(() => bench.close());
}

/** Ben writes from the stranger's account, linked with a code. */
async function link({ rig, bench }: Site): Promise<void> {
  bench.write(STRANGER, rig.invite('anna'));
  await until(() => bench.seen(STRANGER).length === 1);
}

test('who is let go while their answer is made hears nothing of it', () =>
  withSite(async (site) => {
    const { rig, bench } = site;
    await link(site);
    rig.hold();
    bench.write(STRANGER, 'one');
    await until(() => rig.said.length === 1);
    await rig.unlink('anna');
    rig.release();
    await until(() => rig.state.unsent.failed === 1);
    assert.is(bench.seen(STRANGER).length, 1);
  }));

/** A platform that says a message as often as somebody wants, each time as if it were written now. */
class Repeater implements ChannelAdapter {
  readonly account = 'a';
  readonly traits: ChannelAdapter['traits'] = {
    ...{ mode: 'none', text: { most: 1_000, unit: 'bytes' }, mostButtons: 0 },
    ...{ isIdempotent: false, isForgeable: false, files: [] },
    ...{ chatRate: { burst: 9, refillMs: 1 }, accountRate: { burst: 9, refillMs: 1 } },
  };
  readonly sent: string[] = [];
  hearing: Hearing | undefined;

  chatOf(user: string): string {
    return user;
  }

  listen(hearing: Hearing, signal: AbortSignal): Promise<undefined> {
    this.hearing = hearing;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        resolve(undefined);
      });
    });
  }

  send({ text }: Outgoing): Promise<Sent> {
    this.sent.push(text);
    return Promise.resolve({ kind: 'sent' });
  }

  async say(id: string, user: number, text: string): Promise<void> {
    const from = { chat: String(user), user: String(user) };
    await this.hearing?.accept([{ ...from, id, at: Date.now(), kind: 'text', text }]);
  }
}

/** Takes pictures by its word, and none from this account. */
class Picky extends Repeater {
  override readonly traits: ChannelAdapter['traits'] = {
    ...{ mode: 'none', text: { most: 1_000, unit: 'bytes' }, mostButtons: 0, files: FILE_TYPES },
    ...{ isIdempotent: false, isForgeable: false },
    ...{ chatRate: { burst: 9, refillMs: 1 }, accountRate: { burst: 9, refillMs: 1 } },
  };

  override send(message: Outgoing): Promise<Sent> {
    if (message.file === undefined) return super.send(message);
    return Promise.resolve({ kind: 'refused', why: 'no right to send media' });
  }
}

test('a file that the platform refuses is said in words', () =>
  inTempDirectory(async (directory) => {
    const adapter = new Picky();
    const platform = { type: 'none', account: 'a', idOf: String, adapter: () => adapter };
    const rig = new ChannelRig(directory, platform);
    await rig.start();
    try {
      await adapter.say('1', ANNA, 'picture');
      await until(() => adapter.sent.length === 2);
      assert.match(adapter.sent[1] ?? '', /the level of the tank/);
      assert.is(rig.state.unsent.failed, 0);
    } finally {
      await rig.stop();
    }
  }));

test('a code that is delivered again is answered once, and is no order of who is known by it now', () =>
  inTempDirectory(async (directory) => {
    const adapter = new Repeater();
    const platform = { type: 'none', account: 'a', idOf: String, adapter: () => adapter };
    const rig = new ChannelRig(directory, platform);
    await rig.start();
    try {
      const code = rig.invite('anna');
      const again = (): Promise<void> => adapter.say('7', STRANGER, code);
      await Promise.all([again(), again()]);
      await until(() => adapter.sent.length === 1);
      await again();
      await rig.restart();
      await again();
      await adapter.say('8', STRANGER, 'pump on');
      await until(() => adapter.sent.length === 2);
      assert.equal(rig.said, ['pump on']);
    } finally {
      await rig.stop();
    }
  }));

test('who was let go while the node was away hears nothing of what was queued', () =>
  withSite(async ({ rig, bench }) => {
    await bench.close();
    await rig.news(ANNA, 'the pump stopped');
    await until(() => rig.state.unsent.queued === 1);
    rig.isAnnaNamed = false;
    await rig.restart();
    await bench.open();
    await until(() => rig.state.unsent.queued === 0);
    assert.equal(bench.seen(ANNA), []);
  }));

test('a channel that is deaf stays in trouble, however well it sends', () =>
  withSite(async ({ rig, bench, fake }) => {
    fake.fail('getUpdates', ...Array.from({ length: 1_000 }, () => 'broken' as const));
    bench.write(ANNA, 'ends the poll that is open');
    await until(() => rig.state.trouble !== undefined);
    const { log } = rig;
    await rig.news(ANNA, 'the pump stopped');
    await until(() => bench.seen(ANNA).includes('the pump stopped'));
    // The second is sent only when the first is over.
    await rig.news(ANNA, 'the tank is full');
    await until(() => bench.seen(ANNA).includes('the tank is full'));
    assert.match(rig.state.trouble?.why ?? '', /500/);
    assert.not.match(rig.log.slice(log.length), /works again/);
  }));

test('a stop waits neither for who thinks nor for room, and what waits before it is left undone', () =>
  withSite(async ({ rig, bench }) => {
    rig.hold();
    for (let count = 0; count < 60; count += 1) bench.write(ANNA, `pump ${String(count)} on`);
    await until(() => bench.held() === 0 && rig.waiting() === 50);
    bench.write(ANNA, 'stop!');
    await until(() => bench.seen(ANNA).includes('heard stop!'));
    assert.equal(rig.said, ['pump 0 on', 'stop!']);
    await rig.restart();
    bench.write(ANNA, 'after');
    await until(() => rig.said.includes('after'));
    assert.equal(rig.said, ['pump 0 on', 'stop!', 'pump 0 on', 'after']);
  }));

test('what was written before its account was linked is told nothing about', () =>
  withSite(async (site) => {
    const { rig, bench } = site;
    await link(site);
    bench.write(STRANGER, 'off', { agoS: 600 });
    bench.write(STRANGER, 'hello');
    await until(() => bench.seen(STRANGER).includes('heard hello'));
    assert.equal(bench.seen(STRANGER).slice(1), ['heard hello']);
    assert.equal(rig.said, ['hello']);
  }));

test('says to a button and a picture, which have no words, what it says in the language of the chat', () =>
  withSite(async ({ rig, bench, fake }) => {
    bench.write(ANNA, 'hello');
    bench.write(ANNA, 'ask');
    await until(() => bench.seen(ANNA).length === 2);
    await rig.restart();
    bench.write(ANNA, '你好');
    await until(() => bench.seen(ANNA).length === 3);
    fake.press(ANNA, 'Yes');
    bench.write(ANNA, '', { kind: 'picture' });
    await until(() => bench.seen(ANNA).length === 5);
    assert.match(bench.seen(ANNA)[3] ?? '', /这个问题已结束/);
    assert.match(bench.seen(ANNA)[4] ?? '', /这里我只读文字/);
  }));

test.run();
