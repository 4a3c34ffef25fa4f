/** Waiting for what may never come, and leaving nothing behind. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Lifeline } from './lifeline.ts';

const test = suite('lifeline');

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function reasonOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'none', String);
}

test('brings what the work brings, or why it failed', async () => {
  const line = new Lifeline();
  assert.is(await line.hold(Promise.resolve(7)), 7);
  assert.is(await reasonOf(line.hold(Promise.reject(new Error('no')))), 'Error: no');
});

test('tells everybody who waits of the loss, and everybody who comes later', async () => {
  const line = new Lifeline();
  const first = reasonOf(line.hold(never()));
  const second = reasonOf(line.hold(never()));
  line.cut(new Error('over'));
  line.cut(new Error('again'));
  const later = reasonOf(line.hold(never()));
  assert.equal(await Promise.all([first, second, later]), Array(3).fill('Error: over'));
});

test('leaves nothing behind for work that was answered', async () => {
  setFlagsFromString('--expose-gc');
  const used = (): number => {
    runInNewContext('gc()');
    return process.memoryUsage().heapUsed;
  };
  const line = new Lifeline();
  const hold = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) await line.hold(Promise.resolve(count));
  };
  await hold(1_000);
  const before = used();
  await hold(50_000);
  const left = (used() - before) / 50_000;
  // A race with a promise that lives longer leaves 311 bytes.
  assert.ok(left < 30, `${left.toFixed(1)} bytes each`);
});

test.run();
