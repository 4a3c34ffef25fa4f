import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { openState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import type { Store } from '../state/store.ts';
import { Inbox } from './inbox.ts';

const HOUR_MS = 3_600_000;

test('a message that nobody took on is not known', async () => {
  await withInbox(async ({ inbox }) => {
    assert.is(await inbox.find('web:anna', 'message-1'), undefined);
  });
});

test('a message that was acted on is known after a restart, whether its reply is or not', async () => {
  await withInbox(async ({ inbox, store, reopen }) => {
    await store().durable([inbox.taken('web:anna', 'message-1')]);
    await store().durable([inbox.reply('web:anna', 'message-2', 'done')]);
    const again = await reopen();
    assert.is((await again.find('web:anna', 'message-1'))?.reply, undefined);
    assert.ok((await again.find('web:anna', 'message-1')) !== undefined);
    assert.is((await again.find('web:anna', 'message-2'))?.reply, 'done');
  });
});

test('a reply is kept a little later, without a barrier of its own', async () => {
  await withInbox(async ({ inbox, reopen }) => {
    await inbox.answered('web:anna', 'message-1', 'done');
    assert.is(await inbox.find('web:anna', 'message-1'), undefined);
    assert.is((await (await reopen()).find('web:anna', 'message-1'))?.reply, 'done');
  });
});

test('the same id in another chat is another message', async () => {
  await withInbox(async ({ inbox, store }) => {
    await store().durable([inbox.taken('web:anna', 'message-1')]);
    assert.is(await inbox.find('web:bert', 'message-1'), undefined);
  });
});

test('a message is forgotten two days later, at a start', async () => {
  await withInbox(async ({ inbox, store, clock, reopen }) => {
    await store().durable([inbox.taken('web:anna', 'old')]);
    clock.set(clock.now() + 24 * HOUR_MS);
    await store().durable([inbox.taken('web:anna', 'young')]);
    clock.set(clock.now() + 25 * HOUR_MS);
    await reopen();
    const again = await reopen();
    assert.is(await again.find('web:anna', 'old'), undefined);
    assert.ok((await again.find('web:anna', 'young')) !== undefined);
  });
});

test('a node that runs for months forgets too', async () => {
  await withInbox(async ({ inbox, store, clock }) => {
    await store().durable([inbox.taken('web:anna', 'old')]);
    clock.set(clock.now() + 49 * HOUR_MS);
    for (let index = 0; index < 1_000; index += 1)
      await inbox.answered('web:anna', `message-${String(index)}`, 'done');
    await inbox.find('web:anna', 'new');
    await clock.advance(6_000);
    assert.is(await inbox.find('web:anna', 'old'), undefined);
  });
});

test('what programs send is forgotten like what people say', async () => {
  await withInbox(async ({ inbox, store, clock }) => {
    await store().durable([inbox.taken('hook:door', 'old')]);
    clock.set(clock.now() + 49 * HOUR_MS);
    for (let index = 0; index < 1_000; index += 1) inbox.reply('hook:door', String(index), 'run-1');
    await inbox.find('hook:door', 'new');
    await clock.advance(6_000);
    assert.is(await inbox.find('hook:door', 'old'), undefined);
  });
});

interface Context {
  readonly inbox: Inbox;
  readonly store: () => Store;
  readonly clock: FakeClock;
  readonly reopen: () => Promise<Inbox>;
}

async function withInbox(use: (context: Context) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    let state = await openState(directory, clock);
    const load = async (): Promise<Inbox> => {
      const inbox = new Inbox({ store: state.store, clock });
      await inbox.load();
      return inbox;
    };
    const reopen = async (): Promise<Inbox> => {
      await state.close();
      state = await openState(directory, clock);
      return load();
    };
    await use({ inbox: await load(), store: () => state.store, clock, reopen });
    await state.close();
  });
}

test.run();
