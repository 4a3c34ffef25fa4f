/** The rule above all interlocks: none of them stands in the way of the safe value, not all of them together. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { happeningsOf, play, TRIES, type Happening } from '../../../test/board-play.ts';
import { withBoard, withProperties } from '../../../test/board-rig.ts';

const test = suite('the safe value');

const TANK = 'i2c1:0x48';

/** Every kind at once, each so tight that it objects to almost everything. */
const edit = withProperties({
  'lamp.level': {
    interlocks: [
      { maxOn: 1_000 },
      { minOff: 500 },
      { minInterval: 500 },
      { exclusive: { thing: 'heater', property: 'power' } },
      { requires: { reading: { thing: 'tank', property: 'level' }, min: 10, freshWithin: 1_000 } },
      { range: [1, 50] },
      { rate: { step: 10, per: 1_000 } },
      { quietHours: { from: 12 * 60 + 1, to: 12 * 60 } },
    ],
  },
});

test('is written whenever it is ordered, whatever the interlocks think', () => {
  const worlds: fc.Arbitrary<Happening>[] = [
    fc.constantFrom(2, 60).map((value) => ({ kind: 'set', claim: TANK, channel: 'ain0', value })),
    fc.constantFrom('disconnect', 'clear').map((fault) => ({ kind: 'fault', claim: TANK, fault })),
    fc.constantFrom(-3_600_000, 3_600_000).map((byMs) => ({ kind: 'clock', byMs })),
  ];
  const happenings = happeningsOf(['lamp.level', 'heater.power'], [0, 5, 10, true], worlds);
  const holds = fc.asyncProperty(happenings, (played) =>
    withBoard(
      async (rig) => {
        const orders = played.filter(({ kind }) => kind === 'order');
        const outcomes = await play(rig, played);
        for (const [index, outcome] of outcomes.entries()) {
          const order = orders[index];
          if (order?.kind !== 'order' || order.value !== 0 || order.target !== 'lamp.level')
            continue;
          if (outcome.status === 'done') continue;
          assert.is(outcome.refusal.code, 'DEVICE_SUPERSEDED', 'only a newer write ends it');
        }
        assert.is((await rig.command('lamp.level', 0)).status, 'done');
        assert.is(rig.balk('dimmer').taken.at(-1)?.value, 0);
      },
      { edit },
    ),
  );
  return fc.assert(holds, TRIES);
});

test.run();
