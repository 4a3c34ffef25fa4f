import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { until } from '../../../test/until.ts';
import type { Store } from '../../state/store.ts';
import { decodeWire } from '../wire/wire-codec.ts';
import { EventOut } from './event-out.ts';
import { eventMessageSchema, type BoardEvent } from './messages.ts';

const test = suite('events of a board');

const SITE = { site: 'home', node: 'shed' };

function open(store: Store, budgetBytes: number): EventOut {
  const onTrouble = (error: unknown): never => {
    throw error;
  };
  return new EventOut({ ...SITE, store, clock: new FakeClock(), budgetBytes, onTrouble });
}

function event(name: string, data: BoardEvent['data'] = {}): BoardEvent {
  return { thing: 'pump', name, at: 0, data };
}

/** What a gateway gets that takes everything until there is no more. */
async function received(out: EventOut, last: string): Promise<readonly BoardEvent[]> {
  const got: BoardEvent[] = [];
  out.flow.attach({
    publish: async (_topic, payload) => {
      const { epoch, seq, event: one } = eventMessageSchema.parse(decodeWire(payload));
      got.push(one);
      await out.acknowledge({ epoch, seq });
    },
  });
  out.flow.acknowledge(0);
  await until(() => got.at(-1)?.name === last);
  out.flow.detach();
  return got;
}

test('far from its gateway it keeps ends and safety, in order, and tells once how many were lost', () =>
  inTempDirectory((directory) =>
    withState(directory, new FakeClock(), async ({ store }) => {
      const before = open(store, 600);
      for (let count = 0; count < 20; count += 1) {
        await before.add(event('workflow-run', { run: { startedAt: count } }));
        if (count === 3) await before.add(event('forced'));
        if (count === 9) await before.add(event('workflow-run', { run: { endedAt: count } }));
      }
      // Another life: the count is durable.
      const out = open(store, 600);
      await out.load();
      const got = await received(out, 'events-lost');
      const names = got.map(({ name }) => name);
      assert.equal(names.slice(0, 2), ['forced', 'workflow-run']);
      assert.equal(got[1]?.data, { run: { endedAt: 9 } });
      assert.is(names.filter((name) => name === 'events-lost').length, 1);
      assert.is(got.at(-1)?.data['count'], 22 - (got.length - 1));
      assert.equal(got.at(-2)?.data, { run: { startedAt: 19 } });
      await out.add(event('reset'));
      assert.equal(
        (await received(out, 'reset')).map(({ name }) => name),
        ['reset'],
      );
    }),
  ));

test.run();
