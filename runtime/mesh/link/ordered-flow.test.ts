import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../../test/fake-clock.ts';
import { OrderedFlow } from './ordered-flow.ts';

interface Rig {
  readonly clock: FakeClock;
  readonly flow: OrderedFlow;
  readonly sent: string[];
}

/** Three parcels, and a gateway that says nothing by itself. */
function flowing(): Rig {
  const clock = new FakeClock();
  const sent: string[] = [];
  const flow = new OrderedFlow({
    clock,
    onTrouble: () => undefined,
    next: (after) => {
      const parcel = { last: after + 1, topic: 't', payload: new Uint8Array() };
      return Promise.resolve(after < 3 ? parcel : undefined);
    },
  });
  flow.attach({
    publish: (topic) => {
      sent.push(topic);
      return Promise.resolve();
    },
  });
  return { clock, flow, sent };
}

const test = suite('an ordered flow');

test('sends what was not taken again after a pause, and not as fast as it is turned back', async () => {
  const { clock, flow, sent } = flowing();
  flow.acknowledge(0);
  await clock.advance(1);
  for (let turn = 0; turn < 5; turn += 1) {
    flow.acknowledge(0);
    await clock.advance(1);
  }
  assert.is(sent.length, 1);
  await clock.advance(10_000);
  assert.is(sent.length, 2);
  flow.detach();
});

test('says since when the same is on its way, until it is taken', async () => {
  const { clock, flow } = flowing();
  const start = clock.now();
  flow.acknowledge(0);
  await clock.advance(25_000);
  assert.is(flow.owingSince, start);
  flow.acknowledge(2);
  await clock.advance(1_000);
  assert.is(flow.owingSince, start + 25_000);
  flow.acknowledge(3);
  await clock.advance(1);
  assert.is(flow.owingSince, undefined);
  flow.detach();
});

test.run();
