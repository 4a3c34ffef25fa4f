import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { openState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { z } from '../../core/schema.ts';
import { defineSpace } from '../../state/space.ts';
import { Sendings, type Sending } from './sendings.ts';

const test = suite('sendings');

const CHANNEL = 'phone:1';

type Use = (sendings: Sendings, reopen: () => Promise<Sendings>, clock: FakeClock) => Promise<void>;

async function withSendings(use: Use): Promise<void> {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const open = async (): Promise<Sendings> => {
      const sendings = new Sendings({ store: state.store, clock });
      await sendings.load();
      return sendings;
    };
    let state = await openState(directory, clock);
    const reopen = async (): Promise<Sendings> => {
      await state.close();
      state = await openState(directory, clock);
      return open();
    };
    await use(await open(), reopen, clock).finally(() => state.close());
  });
}

const message = (id: string, chat = 'anna'): { id: string; chat: string; text: string } => ({
  ...{ id, chat },
  text: `text of ${id}`,
});

test('keeps each chat in its order, over a restart', async () => {
  await withSendings(async (sendings, reopen) => {
    await sendings.queue(CHANNEL, [message('b'), message('a'), message('c', 'ben')]);
    const again = await reopen();
    assert.equal(again.next(CHANNEL, 'anna')?.id, 'b');
    assert.equal(again.next(CHANNEL, 'ben')?.id, 'c');
    assert.equal([...again.chats(CHANNEL)], ['anna', 'ben']);
  });
});

test('does not know whether what was being sent when the power went has arrived, and lets it be', async () => {
  await withSendings(async (sendings, reopen) => {
    await sendings.queue(CHANNEL, [message('a')]);
    const [next] = [sendings.next(CHANNEL, 'anna')];
    if (next === undefined) throw new Error('nothing is queued');
    await sendings.begin(next);
    const again = await reopen();
    again.resume(CHANNEL, { isIdempotent: false });
    assert.is(again.next(CHANNEL, 'anna'), undefined);
    assert.equal(again.unsent(CHANNEL), { queued: 0, failed: 0, unknown: 1 });
    await again.queue(CHANNEL, [message('a')]);
    assert.is(again.next(CHANNEL, 'anna'), undefined);
  });
});

test('sends it again, in its place, where the platform shows it once', async () => {
  await withSendings(async (sendings, reopen) => {
    await sendings.queue(CHANNEL, [message('a'), message('b')]);
    const next = sendings.next(CHANNEL, 'anna');
    if (next === undefined) throw new Error('nothing is queued');
    await sendings.begin(next);
    const again = await reopen();
    again.resume(CHANNEL, { isIdempotent: true });
    assert.is(again.next(CHANNEL, 'anna')?.id, next.id);
    assert.equal(again.unsent(CHANNEL), { queued: 2, failed: 0, unknown: 0 });
  });
});

test('does not send it again when the platform has forgotten it since, also after tries in vain', async () => {
  await withSendings(async (sendings, reopen, clock) => {
    const traits = { isIdempotent: true, keyKnownForMs: 120_000 };
    await sendings.queue(CHANNEL, [message('a')]);
    const next = sendings.next(CHANNEL, 'anna');
    if (next === undefined) throw new Error('nothing is queued');
    await sendings.begin(next);
    sendings.doubt(next);
    await sendings.later(next);
    await clock.advance(100_000);
    assert.ok(sendings.mayTryAgain(next.id, traits));
    await sendings.begin(next);
    await sendings.later(next);
    await clock.advance(50_000);
    assert.not.ok(sendings.mayTryAgain(next.id, traits));
    const again = await reopen();
    again.resume(CHANNEL, traits);
    assert.equal(again.unsent(CHANNEL), { queued: 0, failed: 0, unknown: 1 });
  });
});

test('what the platform did not take waits again, over a restart', async () => {
  await withSendings(async (sendings, reopen) => {
    await sendings.queue(CHANNEL, [message('a')]);
    const next = sendings.next(CHANNEL, 'anna');
    if (next === undefined) throw new Error('nothing is queued');
    await sendings.begin(next);
    await sendings.later(next);
    assert.equal((await reopen()).next(CHANNEL, 'anna')?.message.text, 'text of a');
  });
});

test('what is told twice is queued once, also when it was sent before the restart', async () => {
  await withSendings(async (sendings, reopen) => {
    await sendings.queue(CHANNEL, [message('a'), message('a')]);
    const next = sendings.next(CHANNEL, 'anna');
    if (next === undefined) throw new Error('nothing is queued');
    await sendings.end(next, 'sent');
    assert.is(sendings.next(CHANNEL, 'anna'), undefined);
    const again = await reopen();
    await again.queue(CHANNEL, [message('a')]);
    assert.equal(again.unsent(CHANNEL), { queued: 0, failed: 0, unknown: 0 });
  });
});

function nextOf(sendings: Sendings, chat = 'anna'): Sending {
  const next = sendings.next(CHANNEL, chat);
  if (next === undefined) throw new Error('nothing is queued');
  return next;
}

test('is late after a day, and not because the clock was set', async () => {
  await withSendings(async (sendings, reopen, clock) => {
    clock.set(0);
    await sendings.queue(CHANNEL, [message('a')]);
    clock.set(Date.UTC(2026, 5, 1));
    assert.ok(clock.monotonicMs() < nextOf(sendings).lateAtMs);
    const again = await reopen();
    assert.ok(clock.monotonicMs() < nextOf(again).lateAtMs);
    await again.queue(CHANNEL, [message('b', 'ben')]);
    clock.set(clock.now() - 3_600_000);
    await clock.advance(86_400_001);
    assert.ok(clock.monotonicMs() > nextOf(again, 'ben').lateAtMs);
  });
});

test('what was queued before a restart is a day old a day after it was queued', async () => {
  await withSendings(async (sendings, reopen, clock) => {
    await sendings.queue(CHANNEL, [message('a')]);
    clock.set(clock.now() + 86_400_001);
    assert.ok(clock.monotonicMs() > nextOf(await reopen()).lateAtMs);
  });
});

test('a chat that hears nothing for long keeps its newest thousand, and what is on its way', async () => {
  await withSendings(async (sendings) => {
    const many = Array.from({ length: 1_200 }, (_, number) => message(String(number)));
    await sendings.queue(CHANNEL, many);
    assert.equal(sendings.unsent(CHANNEL), { queued: 1_000, failed: 200, unknown: 0 });
    const first = nextOf(sendings);
    assert.is(first.id, '0');
    await sendings.end(first, 'sent');
    assert.is(nextOf(sendings).id, '201');
  });
});

test('what a copy of this memory possibly sent is not sent again, nor after a restart', async () => {
  await withSendings(async (sendings, reopen) => {
    await sendings.queue(CHANNEL, [message('a'), message('b', 'ben')]);
    const copy = await reopen();
    await copy.endLeft();
    assert.equal(copy.unsent(CHANNEL), { queued: 0, failed: 0, unknown: 2 });
    await copy.queue(CHANNEL, [message('a')]);
    assert.equal([...(await reopen()).chats(CHANNEL)], []);
  });
});

test('sends a picture that the release before this one had queued', async () => {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    const file = { name: 'a.png', type: 'image/png', base64: 'AAAA', alt: 'the level' } as const;
    const state = await openState(directory, clock);
    const { store } = state;
    const rows = store.space(defineSpace({ name: 'sendings', schema: z.unknown() }));
    const kept = { chat: 'anna', text: 'the level', picture: file };
    await store.durable([
      rows.put('a', {
        channel: CHANNEL,
        order: 1,
        at: clock.now(),
        state: 'queued',
        message: kept,
      }),
    ]);
    const sendings = new Sendings({ store, clock });
    await sendings.load();
    const { message } = sendings.next(CHANNEL, 'anna') ?? {};
    assert.equal(message, { chat: 'anna', text: 'the level', file });
    await state.close();
  });
});

test.run();
