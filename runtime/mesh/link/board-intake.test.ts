import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { silentLog } from '../../core/log.ts';
import { JournalCopies } from '../../state/journal-copies.ts';
import { encodeWire } from '../wire/wire-codec.ts';
import { BoardIntake } from './board-intake.ts';

const NODE = 'shed';

interface Rig {
  readonly intake: BoardIntake;
  readonly send: (epoch: string, seq: number) => Promise<unknown>;
}

function withIntake(use: (rig: Rig) => Promise<void>): Promise<void> {
  const clock = new FakeClock();
  return inTempDirectory((directory) =>
    withState(directory, clock, ({ store }) => {
      const journals = new JournalCopies({ store, log: silentLog });
      const intake = new BoardIntake({
        ...{ site: 'farm', store, clock, journals },
        onEvent: (_board, _event, alongside) => store.durable(alongside),
        onLate: () => undefined,
        onRecords: () => undefined,
      });
      const event = { thing: 'pump', name: 'run-ended', at: clock.now(), data: {} };
      const send = (epoch: string, seq: number): Promise<unknown> =>
        intake.event(NODE, 'pump', encodeWire({ epoch, seq, after: seq - 1, event }));
      return use({ intake, send });
    }),
  );
}

const test = suite('what the gateway takes in');

test('is not stuck for a message that comes twice, nor for a board that begins anew', () =>
  withIntake(async ({ intake, send }) => {
    for (const seq of [1, 1, 2, 3]) await send('one', seq);
    for (const seq of [1, 2]) await send('two', seq);
    assert.equal(intake.stuck(NODE), []);
  }));

test('is stuck when a board begins anew with every message, until one follows another', () =>
  withIntake(async ({ intake, send }) => {
    for (const epoch of ['a', 'b', 'c', 'd', 'e']) await send(epoch, 2);
    assert.equal(intake.stuck(NODE), ['event']);
    await send('e', 3);
    assert.equal(intake.stuck(NODE), []);
  }));

test('is stuck when the same comes that is not the next', () =>
  withIntake(async ({ intake, send }) => {
    await send('one', 3);
    for (const seq of [2, 2, 2, 2]) await send('one', seq);
    assert.equal(intake.stuck(NODE), ['event']);
  }));

test.run();
