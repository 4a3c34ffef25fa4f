import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { withState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { Sessions } from './sessions.ts';

test('forgets what is over with the next session, on disk too', () =>
  withStore(async (store, clock) => {
    const sessions = new Sessions({ store, clock });
    await store.durable(sessions.open('anna').writes);
    clock.set(clock.now() + 31 * 86_400_000);
    const { token, writes } = sessions.open('anna');
    await store.durable(writes);
    const rows = [];
    for await (const [key] of store.rows({ gte: 'sessions/', lt: 'sessions0' })) rows.push(key);
    assert.is(rows.length, 1);
    assert.is(sessions.personOf(token), 'anna');
  }));

type Store = Parameters<Parameters<typeof withState>[2]>[0]['store'];

function withStore(use: (store: Store, clock: FakeClock) => Promise<void>): Promise<void> {
  const clock = new FakeClock();
  return inTempDirectory((directory) =>
    withState(directory, clock, ({ store }) => use(store, clock)),
  );
}

test.run();
