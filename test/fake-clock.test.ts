/** The clock of all other tests: it must neither run ahead of the disk nor run backwards. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defineSpace } from '../runtime/state/space.ts';
import { z } from '../runtime/core/schema.ts';
import { FakeClock } from './fake-clock.ts';
import { withState } from './open-state.ts';
import { inTempDirectory } from './temp-directory.ts';

const kept = defineSpace({ name: 'kept', schema: z.number() });

test('no timer fires before everything that was begun is on the disk', () =>
  inTempDirectory(async (directory) => {
    const clock = new FakeClock();
    await withState(directory, clock, async ({ store }) => {
      const order: string[] = [];
      const work = async (): Promise<void> => {
        for (let count = 0; count < 10; count += 1) {
          await store.durable([store.space(kept).put(String(count), count)]);
          await mkdir(join(directory, String(count)));
          await writeFile(join(directory, String(count), 'file'), 'x'.repeat(1_000_000));
          for (let turn = 0; turn < 10; turn += 1) await nextTurn();
          await readFile(join(directory, String(count), 'file'));
          await store.space(kept).list();
        }
        order.push('work');
      };
      clock.after(1, () => void work());
      clock.after(2, () => order.push('timer'));
      await clock.advance(2);
      assert.equal(order, ['work', 'timer']);
    });
  }));

test('what was begun before is done before any time passes', () =>
  inTempDirectory(async (directory) => {
    const clock = new FakeClock(0);
    const write = writeFile(join(directory, 'file'), 'x'.repeat(1_000_000));
    assert.is(
      await clock.during(
        write.then(() => clock.now()),
        10,
      ),
      0,
    );
  }));

test('whoever waits for time gets it, in as many steps as it takes', async () => {
  const clock = new FakeClock(0);
  const later = new Promise<number>((resolve) => {
    clock.after(35, () => resolve(clock.now()));
  });
  assert.is(await clock.during(later, 10), 35);
  assert.is(clock.now(), 40);
});

test('two who move it at once both come to an end, and it never goes back', async () => {
  const clock = new FakeClock(0);
  await Promise.all([clock.advance(1_000), clock.advance(10)]);
  assert.is(clock.monotonicMs(), 1_000);
  assert.is(clock.now(), 1_000);
});

test.run();
