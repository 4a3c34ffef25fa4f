/** What is told of what clients may not. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { noMetrics } from '../../../test/no-metrics.ts';
import { silentLog } from '../../core/log.ts';
import { BrokerTroubles } from './broker-troubles.ts';

function bench(): { clock: FakeClock; lines: string[]; troubles: BrokerTroubles } {
  const clock = new FakeClock();
  const lines: string[] = [];
  const warn = (fields: object): void => void lines.push(JSON.stringify(fields));
  const log = { ...silentLog, warn };
  return { clock, lines, troubles: new BrokerTroubles({ clock, log, metrics: noMetrics }) };
}

test('tells of each kind and client once a minute, with how often it was', async () => {
  const { clock, lines, troubles } = bench();
  for (let index = 0; index < 500; index += 1)
    troubles.note({ kind: 'flood', client: 'main', text: 'x' });
  troubles.note({ kind: 'flood', client: 'roof', text: 'x' });
  await clock.advance(60_000);
  troubles.note({ kind: 'flood', client: 'main', text: 'x' });
  assert.equal(
    lines.map((line) => line.replace(/.*"client":"(\w+)".*"count":(\d+).*/, '$1 $2')),
    ['main 1', 'roof 1', 'main 500'],
  );
});

test('keeps and tells little of a long name: it comes from somebody who proved none', () => {
  const { lines, troubles } = bench();
  for (const end of ['a', 'b'])
    troubles.note({ kind: 'login', client: 'x'.repeat(60_000) + end, text: 'wrong' });
  assert.is(lines.length, 1);
  assert.ok((lines[0]?.length ?? 0) < 300);
});

test.run();
