import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pauseAfter } from './isolated-session.ts';

const test = suite('isolated-session');

test('starts a process again at once, then later each time, and never later than 30 s', () => {
  const pauses = [0, 1, 2, 3, 9, 10, 1_000].map(pauseAfter);
  assert.equal(pauses, [0, 100, 200, 400, 25_600, 30_000, 30_000]);
});

test.run();
