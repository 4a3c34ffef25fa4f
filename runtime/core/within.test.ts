/** Patience with an end. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { within } from './within.ts';

const never = new Promise<string>(() => undefined);

test('gives what the work brings, and leaves no timer behind', async () => {
  const clock = new FakeClock();
  assert.is(await within(clock, 100, Promise.resolve('done')), 'done');
  assert.is(clock.pending, 0);
});

test('gives up when the limit is over, and not before', async () => {
  const clock = new FakeClock();
  let result: unknown = 'waiting';
  void within(clock, 100, never).then((value) => (result = value));
  await clock.advance(99);
  assert.is(result, 'waiting');
  await clock.advance(1);
  assert.is(result, undefined);
});

test('fails as the work does', async () => {
  const clock = new FakeClock();
  const work = within(clock, 100, Promise.reject(new Error('no')));
  const message = await work.catch((error: unknown) => String(error));
  assert.is(message, 'Error: no');
  assert.is(clock.pending, 0);
});

test('is not troubled by work that fails after it was given up', async () => {
  const clock = new FakeClock();
  let fail: (error: Error) => void = () => undefined;
  const work = new Promise<string>((_resolve, reject) => (fail = reject));
  const result = within(clock, 100, work);
  await clock.advance(100);
  fail(new Error('late'));
  assert.is(await result, undefined);
});

test.run();
