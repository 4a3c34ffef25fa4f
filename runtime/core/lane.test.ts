import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Lane } from './lane.ts';

test('work runs one at a time, in the order it came', async () => {
  const lane = new Lane();
  const seen: string[] = [];
  const step = (name: string, turns: number) => async (): Promise<void> => {
    seen.push(`${name} begins`);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    seen.push(`${name} ends`);
  };
  await Promise.all([lane.run(step('slow', 9)), lane.run(step('quick', 0))]);
  assert.equal(seen, ['slow begins', 'slow ends', 'quick begins', 'quick ends']);
});

test('work that fails tells its caller and does not stop the lane', async () => {
  const lane = new Lane();
  const failing = lane.run(() => Promise.reject(new Error('stuck')));
  const next = lane.run(() => Promise.resolve('done'));
  const message = await failing.catch((error: unknown) => error instanceof Error && error.message);
  assert.is(message, 'stuck');
  assert.is(await next, 'done');
});

test('idle waits for all that was given, and minds no failure', async () => {
  const lane = new Lane();
  let ended = false;
  lane.run(() => Promise.reject(new Error('stuck'))).catch(() => undefined);
  void lane.run(async () => {
    await Promise.resolve();
    ended = true;
  });
  await lane.idle();
  assert.ok(ended);
});

test.run();
