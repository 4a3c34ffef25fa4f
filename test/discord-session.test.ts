/** How Discord's sessions go on, on the Discord that `fake-discord.test.ts` proves. */
import assert from 'node:assert/strict';
import { suite } from 'uvu';
import type {
  ChannelAdapter,
  Hearing,
  Trouble,
} from '../runtime/gateway/channels/channel-adapter.ts';
import { discordBench } from './discord-bench.ts';
import { FakeDiscord } from './peers/discord/fake-discord.ts';
import { until } from './until.ts';

interface Heard extends Hearing {
  readonly texts: string[];
}

interface Listening {
  readonly ended: Promise<Trouble | undefined>;
  stop(): Promise<void>;
}

const test = suite<{ fake: FakeDiscord; adapter: ChannelAdapter; hearing: Heard }>(
  'sessions of Discord',
);

test.before.each(async (context) => {
  context.fake = new FakeDiscord();
  await context.fake.open();
  context.adapter = discordBench(context.fake).adapter();
  context.hearing = hearingOf();
});

test.after.each(({ fake }) => fake.close());

function hearingOf(): Heard {
  let kept: string | undefined;
  const texts: string[] = [];
  return {
    texts,
    get cursor() {
      return kept;
    },
    accept: (messages, cursor) => {
      texts.push(...messages.map(({ text }) => text));
      kept = cursor ?? kept;
      return Promise.resolve();
    },
    alive: () => undefined,
  };
}

function listen(adapter: ChannelAdapter, hearing: Hearing): Listening {
  const stopping = new AbortController();
  const ended = adapter.listen(hearing, stopping.signal);
  return {
    ended,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

test('it goes on after a restart where it was, and hears what was written meanwhile', async ({
  fake,
  adapter,
  hearing,
}) => {
  const first = listen(adapter, hearing);
  fake.write('1001', 'one');
  await until(() => hearing.texts.length === 1);
  await first.stop();
  fake.write('1001', 'meanwhile');
  const second = listen(discordBench(fake).adapter(), hearing);
  await until(() => hearing.texts.length === 2);
  await second.stop();
  assert.deepEqual(hearing.texts, ['one', 'meanwhile']);
  assert.deepEqual([fake.identified, fake.resumed], [1, 1]);
});

test('it resumes at once when Discord asks for it', async ({ fake, adapter, hearing }) => {
  const listening = listen(adapter, hearing);
  fake.write('1001', 'one');
  await until(() => hearing.texts.length === 1);
  fake.refresh();
  await until(() => fake.resumed === 1);
  fake.write('1001', 'two');
  await until(() => hearing.texts.length === 2);
  await listening.stop();
  assert.equal(fake.identified, 1);
});

test('it begins anew when the session is gone', async ({ fake, adapter, hearing }) => {
  const first = listen(adapter, hearing);
  await until(() => fake.identified === 1 && hearing.cursor !== undefined);
  await first.stop();
  fake.forget();
  const second = listen(adapter, hearing);
  await until(() => fake.identified === 2);
  fake.write('1001', 'two');
  await until(() => hearing.texts.length === 1);
  await second.stop();
});

test('it never says its token where a payload points', async ({ fake, adapter, hearing }) => {
  // RFC 2606 §2: nobody is there.
  fake.resumeUrl = 'wss://gateway.discord.gg.evil.example';
  const first = listen(adapter, hearing);
  fake.write('1001', 'one');
  await until(() => hearing.texts.length === 1);
  fake.cut();
  assert.match((await first.ended)?.why ?? '', /broke off/);
  const second = listen(adapter, hearing);
  await until(() => fake.identified === 2);
  await second.stop();
  assert.equal(fake.resumed, 0);
});

test.run();
