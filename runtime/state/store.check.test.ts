/** What the doctor says about store and journal. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from '../core/schema.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { withState, type OpenState } from '../../test/open-state.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { journalCheck } from './journal.check.ts';
import { defineSpace } from './space.ts';
import { storeCheck } from './store.check.ts';

const numbers = defineSpace({ name: 'numbers', schema: z.number() });

function withNode(use: (state: OpenState) => Promise<void>): Promise<void> {
  return inTempDirectory((directory) =>
    withState(directory, new FakeClock(), async (state) => {
      await state.store.durable([state.store.space(numbers).put('a', 1)]);
      await state.journal.append([
        { kind: 'boot', board: 'main', actor: 'board', cause: 'start', details: {} },
      ]);
      await use(state);
    }),
  );
}

test('finds nothing wrong with a healthy node', () =>
  withNode(async (state) => {
    assert.equal(await storeCheck(state).look(), { verdict: 'ok', text: '4 values, none damaged' });
    assert.equal(await journalCheck(state).look(), { verdict: 'ok', text: '1 entries, 1 to 1' });
  }));

test('names a damaged value, and says what to do', () =>
  withNode(async (state) => {
    await state.store.durable([{ key: 'numbers/a', value: '000000001' }]);
    const { verdict, text, fix } = await storeCheck(state).look();
    assert.equal([verdict, text], ['fail', '1 of 4 values are damaged: numbers/a']);
    assert.match(fix ?? '', 'earlier copy of the whole data directory');
  }));

test('fails when an entry of the journal is gone', () =>
  withNode(async (state) => {
    await state.store.durable([{ key: 'journal/0000000000000001', value: undefined }]);
    const { verdict, text } = await journalCheck(state).look();
    assert.equal([verdict, text], ['fail', 'entry 1 is missing (0 entries, 0 to 0)']);
  }));

test.run();
