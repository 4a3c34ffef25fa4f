/** The child that runs queries ends with its work, whoever is left to see to it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock, type Clock } from '../../core/clock.ts';
import { SqlProcess } from './sql-process.ts';

const test = suite('sql process');

/** As for a child whose parent is gone: nobody measures its time. */
const noTimers: Clock = { ...systemClock, after: () => ({ cancel: () => undefined }) };

test('is ended by the kernel where nobody is left to end it', async () => {
  const limits = { limitMs: 1, signal: new AbortController().signal };
  const child = new SqlProcess({ clock: noTimers, home: import.meta.dirname }, limits);
  const { pid = 0 } = child;
  await child.ask({ kind: 'begin', wallMs: 0 });
  const query =
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n';
  const reply = await child.ask({ kind: 'query', query, values: {}, mostRows: 1, mostBytes: 1 });
  assert.ok('code' in reply);
  assert.throws(() => process.kill(pid, 0), /ESRCH/);
});

test('says that it is gone to whoever asks later', async () => {
  const limits = { limitMs: 30_000, signal: new AbortController().signal };
  const child = new SqlProcess({ clock: systemClock, home: import.meta.dirname }, limits);
  child.stop();
  const reply = await child.ask({ kind: 'begin', wallMs: 0 });
  assert.is('code' in reply && reply.message, 'the query was ended');
});

test.run();
