/** What is told of what is wrong. */
import assert from 'node:assert/strict';
import { test } from 'uvu';
import { FakeClock } from '../../../test/fake-clock.ts';
import { silentLog } from '../../core/log.ts';
import { TroubleDesk } from './trouble.ts';

test('counts every trouble, and tells each kind once a minute with how many there were', async () => {
  const clock = new FakeClock();
  const told: string[] = [];
  let counted = 0;
  const metrics = { increment: () => (counted += 1), set: () => 0, observe: () => 0 };
  const desk = new TroubleDesk({ clock, metrics, log: silentLog });
  desk.onTrouble(({ kind, count }) => told.push(`${kind} ${String(count)}`));
  for (let index = 0; index < 500; index += 1) desk.note({ kind: 'flood', text: '10.0.0.9' });
  desk.note({ kind: 'clone', text: 'main' });
  await clock.advance(60_000);
  desk.note({ kind: 'flood', text: '10.0.0.9' });
  assert.deepEqual(told, ['flood 1', 'clone 1', 'flood 500']);
  assert.equal(counted, 502);
});

test.run();
