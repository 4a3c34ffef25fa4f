import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { openState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { Sendings } from './sendings.ts';

const test = suite('sendings');

const CHANNEL = 'phone:1';

type Use = (sendings: Sendings, reopen: () => Promise<Sendings>) => Promise<void>;

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
    await use(await open(), reopen).finally(() => state.close());
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

test.run();
