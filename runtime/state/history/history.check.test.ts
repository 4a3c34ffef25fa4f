import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { silentLog } from '../../core/log.ts';
import type { Finding } from '../../core/doctor-check.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { historyCheck } from './history.check.ts';
import { History } from './history.ts';

function look(record: (history: History, now: number) => void, budget = 1e9): Promise<Finding> {
  let finding: Promise<Finding> | undefined;
  return inTempDirectory((directory) => {
    const clock = new FakeClock();
    return withState(directory, clock, async ({ store }) => {
      const limits = { writeBytesPerDay: budget };
      const history = new History({ store, clock, log: silentLog, limits });
      await history.start();
      record(history, clock.now());
      await clock.advance(10_000);
      finding = historyCheck({ history }).look();
      await history.stop();
    });
  }).then(() => finding ?? Promise.reject(new Error('did not look')));
}

test('is content with readings that are kept within the budget', async () => {
  const finding = await look((history, now) => {
    history.record('tank.level', now, 1);
  });
  assert.is(finding.verdict, 'ok');
  assert.match(finding.text, /^1 readings since the start; \d+ MB written a day of 1000 MB$/);
});

test('warns when the writes go beyond the budget, and says what to change', async () => {
  const finding = await look((history, now) => {
    history.record('tank.level', now, 1);
  }, 1_000);
  assert.is(finding.verdict, 'warn');
  assert.match(finding.fix ?? '', 'devices.yaml');
});

test('says which readings were not kept, and why', async () => {
  const finding = await look((history, now) => {
    history.record('tank.level', now + 3_600_000, 1);
  });
  assert.is(finding.verdict, 'warn');
  assert.match(finding.text, 'not kept: 1 from the future');
});

test.run();
