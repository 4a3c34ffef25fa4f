/** What is opened when it is needed: once, again after a loss, and not at every question while it cannot be. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../../test/fake-clock.ts';
import { Reopening } from './reopening.ts';

const test = suite('reopening');

function bench(): {
  clock: FakeClock;
  state: { opened: number; closed: number; isThere: boolean };
  port: Reopening<number>;
} {
  const clock = new FakeClock();
  const state = { opened: 0, closed: 0, isThere: true };
  const port = new Reopening({
    open: async () => {
      state.opened += 1;
      if (!state.isThere) throw new Error('not there');
      return Promise.resolve(state.opened);
    },
    close: async () => {
      state.closed += 1;
      return Promise.resolve();
    },
    clock,
    random: () => 0.5,
  });
  return { clock, state, port };
}

test('is opened once for many who need it', async () => {
  const { state, port } = bench();
  assert.equal(await Promise.all([port.get(), port.get(), port.get()]), [1, 1, 1]);
  assert.is(state.opened, 1);
});

test('is opened anew at once after a loss, which may be told twice', async () => {
  const { state, port } = bench();
  const first = await port.get();
  await Promise.all([port.lose(first), port.lose(first)]);
  assert.is(await port.get(), 2);
  await port.lose(first);
  assert.equal([await port.get(), state.closed], [2, 1]);
});

test('is not tried at every question while it is not there', async () => {
  const { state, port } = bench();
  state.isThere = false;
  for (let question = 0; question < 20; question += 1) assert.match(await told(port), /not there/);
  assert.is(state.opened, 1);
});

test('is tried less and less, and found within 7.5 s when it is back after an hour', async () => {
  const { clock, state, port } = bench();
  state.isThere = false;
  for (let second = 0; second < 3_600; second += 1) {
    await told(port);
    await clock.advance(1_000);
  }
  assert.ok(state.opened < 3_600 / 4, String(state.opened));
  state.isThere = true;
  await clock.advance(7_500);
  assert.is(await told(port), 'open');
});

test('leaves nothing open when it is closed', async () => {
  const { state, port } = bench();
  await port.get();
  await port.close();
  await port.close();
  assert.is(state.closed, 1);
});

function told(port: Reopening<number>): Promise<string> {
  return port.get().then(
    () => 'open',
    (error: unknown) => String(error),
  );
}

test.run();
