/** What a workflow would have done in the last day: from a real history on the disk. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { openState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { silentLog } from '../../core/log.ts';
import { WallClock } from '../../core/wall-clock.ts';
import { History } from '../../state/history/history.ts';
import { loadText } from '../workflow-file.fixture.ts';
import { rehearse } from './rehearse.ts';
import { sayRehearsal } from './say-rehearsal.ts';

const test = suite('what a workflow would have done');

const NOW = Date.parse('2026-06-02T18:00:00Z');
const MINUTE_MS = 60_000;
const wall = new WallClock('UTC');

/** @param values of tank.level: minutes before now → what was measured then */
async function told(
  trigger: string,
  values: readonly (readonly [number, number])[],
  language: 'en' | 'zh' = 'en',
): Promise<string> {
  const text = `workflows: [{ name: w, trigger: ${trigger}, steps: [{ action: set, params: { target: a.b, value: on } }] }]`;
  const [workflow] = (await loadText(text)).workflows;
  if (workflow === undefined) throw new Error('the workflow of the test is wrong');
  let said = '';
  await inTempDirectory(async (directory) => {
    const clock = new FakeClock(NOW);
    const state = await openState(directory, clock);
    const history = new History({ store: state.store, clock, log: silentLog });
    await history.start();
    for (const [ago, value] of values) history.record('tank.level', NOW - ago * MINUTE_MS, value);
    const things = { find: () => undefined };
    const found = await rehearse(workflow, { history, things, wall: () => wall, now: NOW });
    said = sayRehearsal(found, { wall, now: NOW }, language);
    await history.stop();
    await state.close();
  });
  return said;
}

const LOW = '{ reading: tank.level, below: 20 }';

/** A whole day, quiet but for what the test adds. */
const day = (...more: readonly (readonly [number, number])[]): (readonly [number, number])[] =>
  [[1_439, 50] as const, ...more].sort(([one], [other]) => other - one);

test('names each time that it would have run', async () => {
  const dry = day([950, 15], [940, 50], [500, 15], [490, 50], [55, 15], [50, 50]);
  assert.is(
    await told(LOW, dry),
    'It would have run 3 times in the last day: 02:10, 09:40, 17:05.',
  );
  assert.is(await told(LOW, dry, 'zh'), '过去一天会运行 3 次：02:10、09:40、17:05。');
});

test('says so where it would not have run, and where nobody can know', async () => {
  assert.is(await told(LOW, day()), 'It would not have run in the last day.');
  assert.match(await told(LOW, []), /^Nothing was measured there in the last day/);
  assert.match(await told(LOW, [[10, 15]]), /once since 17:50, where the readings begin: 17:50\.$/);
});

test('what was so before the day began starts nothing in it', async () => {
  assert.is(
    await told(LOW, [[1_470, 15], ...day([1_439, 15]).slice(1)]),
    'It would not have run in the last day.',
  );
});

test('of the clock, names the times of the day, and the next', async () => {
  assert.is(
    await told('"cron 30 7,19 * * *"', []),
    'It would have run twice in the last day: 19:30, 07:30. Next: 19:30.'.replace(
      'twice',
      '2 times',
    ),
  );
});

test('names the newest of many, and counts the rest', async () => {
  const many = await told('"cron 0 * * * *"', []);
  assert.match(many, /24 times in the last day: 11:00, .*18:00, and 16 more before\./);
});

test.run();
