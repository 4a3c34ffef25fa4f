import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { openState, type OpenState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { Arrivals, LONGEST_TEXT } from './arrivals.ts';
import type { ArrivedMessage } from './channel-adapter.ts';

const test = suite('arrivals');

const CHANNEL = 'phone:1/work';

interface Rig {
  readonly arrivals: Arrivals;
  readonly clock: FakeClock;
  readonly state: () => OpenState;
  readonly reopen: () => Promise<Arrivals>;
}

async function withArrivals(use: (rig: Rig) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    let state = await openState(directory, clock);
    const open = async (): Promise<Arrivals> => {
      const arrivals = new Arrivals({ store: state.store, clock });
      await arrivals.load();
      return arrivals;
    };
    const reopen = async (): Promise<Arrivals> => {
      await state.close();
      state = await openState(directory, clock);
      return open();
    };
    const rig = { arrivals: await open(), clock, state: () => state, reopen };
    await use(rig).finally(() => state.close());
  });
}

const written = (id: string, more: Partial<ArrivedMessage> = {}): ArrivedMessage => ({
  ...{ id, chat: 'anna', user: 'anna', at: 0, kind: 'text', text: `text of ${id}` },
  ...more,
});

const idsOf = (messages: readonly ArrivedMessage[]): readonly string[] =>
  messages.map(({ id }) => id);

test('keeps what has slashes in its id, its chat or its account over a restart', () =>
  withArrivals(async ({ arrivals, reopen }) => {
    const message = written('spaces/A/messages/B==', { chat: 'room@host/anna' });
    await arrivals.take(CHANNEL, [message]);
    const again = await reopen();
    assert.equal(again.waiting(CHANNEL), [message]);
    assert.equal(await again.take(CHANNEL, [message]), []);
  }));

test('takes the same number in another chat as another message', () =>
  withArrivals(async ({ arrivals }) => {
    const both = [written('1'), written('1', { chat: 'ben' })];
    assert.equal(idsOf(await arrivals.take(CHANNEL, both)), ['1', '1']);
  }));

test('takes once what is posted twice at the same moment', () =>
  withArrivals(async ({ arrivals }) => {
    const taken = await Promise.all([
      arrivals.take(CHANNEL, [written('a')]),
      arrivals.take(CHANNEL, [written('a'), written('b')]),
    ]);
    assert.equal(taken.map(idsOf), [['a'], ['b']]);
    assert.equal(idsOf(arrivals.waiting(CHANNEL)), ['a', 'b']);
  }));

test('tells whoever posted it again only when it is on the disk', () =>
  withArrivals(async ({ arrivals, state }) => {
    const settled: string[] = [];
    const first = arrivals.take(CHANNEL, [written('a')]).then(() => settled.push('first'));
    const again = arrivals.take(CHANNEL, [written('a')]).then(() => settled.push('again'));
    await Promise.all([first, again]);
    assert.equal(settled, ['first', 'again']);
    await arrivals.take(CHANNEL, []);
    assert.is(state().store.failure, undefined);
  }));

test('takes it once also while its answer is being written, and for two days', () =>
  withArrivals(async ({ arrivals, clock, state, reopen }) => {
    await arrivals.take(CHANNEL, [written('a')]);
    const answering = state().store.durable([arrivals.answered(CHANNEL, written('a'))]);
    assert.equal(await arrivals.take(CHANNEL, [written('a')]), []);
    await answering;
    await clock.advance(47 * 3_600_000);
    const again = await reopen();
    assert.equal(await again.take(CHANNEL, [written('a')]), []);
    await clock.advance(2 * 3_600_000);
    await reopen();
    assert.equal(idsOf(await (await reopen()).take(CHANNEL, [written('a')])), ['a']);
  }));

test('keeps no more of a text than shows that it is too long', () =>
  withArrivals(async ({ arrivals }) => {
    const [taken] = await arrivals.take(CHANNEL, [written('a', { text: 'x'.repeat(10_000_000) })]);
    assert.is(taken?.text.length, LONGEST_TEXT + 1);
    assert.is(arrivals.waiting(CHANNEL)[0]?.text.length, LONGEST_TEXT + 1);
  }));

test('counts what waits in each of many chats', () =>
  withArrivals(async ({ arrivals }) => {
    const many = Array.from({ length: 1_000 }, (_, number) =>
      written(String(number), { chat: String(number % 200) }),
    );
    await arrivals.take(CHANNEL, many);
    assert.is(arrivals.waitingIn(CHANNEL, '7'), 5);
    assert.is(arrivals.waitingIn(CHANNEL, 'nobody'), 0);
  }));

test('what a copy of this memory answered is not answered again, nor after a restart', () =>
  withArrivals(async ({ arrivals, reopen }) => {
    await arrivals.take(CHANNEL, [written('a'), written('b', { chat: 'ben' })]);
    await (await reopen()).endLeft();
    const again = await reopen();
    assert.equal(again.waiting(CHANNEL), []);
    assert.equal(await again.take(CHANNEL, [written('a')]), []);
  }));

test.run();
