/** A contact that bounces, debounced by the kernel: while the event loop is busy as well. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { delay, systemClock } from '../../../runtime/core/clock.ts';
import { DebouncedLevel } from '../../../runtime/hal/debounced-level.ts';
import { pi4File, sleep } from './linux-bench.ts';
import { pi4Chip } from './pi4-chip.ts';
import { openCdev } from './real-backends.ts';

const test = suite('debouncing by the kernel');

const DEBOUNCE_MS = 100;

test('counts each press of a contact that bounces once, though nobody could listen meanwhile', async () => {
  const chip = pi4Chip();
  chip.drive(27, false);
  const heard: boolean[] = [];
  const contact = new DebouncedLevel({
    ...{ gpio: openCdev(await pi4File()), pin: 'GPIO27', options: { consumer: 'us' } },
    ...{ clock: systemClock, debounceMs: DEBOUNCE_MS },
    onLevel: (level) => heard.push(level),
  });
  for (const pressed of [true, false, true]) {
    for (const level of [pressed, !pressed, pressed]) chip.drive(27, level);
    sleep(4 * DEBOUNCE_MS);
  }
  assert.equal(heard, [], 'the event loop was busy');
  await delay(systemClock, 4 * DEBOUNCE_MS);
  assert.equal(heard, [true, false, true]);
  // What bounced and fell back is neither heard nor read.
  for (const level of [false, true]) chip.drive(27, level);
  assert.is(contact.level, true);
  await delay(systemClock, 4 * DEBOUNCE_MS);
  assert.equal([heard.length, contact.level], [3, true]);
  contact.close();
  chip.remove();
});

test.run();
