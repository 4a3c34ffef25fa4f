/** requires: another reading in a window, fresh and to be trusted. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { happeningsOf, play, STEP_MS, TRIES, type Happening } from '../../../test/board-play.ts';
import { withBoard, withProperties } from '../../../test/board-rig.ts';
import type { Quality, Reading, Value } from '../../core/reading.ts';
import type { Objection } from './interlock.ts';
import { requires, type Requirement } from './requires.ts';
import { worldOf, worldWith } from './world.fixture.ts';

const test = suite('requires');

const LAMP = 'GPIO23';
const TANK = 'i2c1:0x48';
const FRESH_MS = 3_000;
const level = { thing: 'tank', property: 'level' };
const edit = withProperties({
  'lamp.power': { interlocks: [{ requires: { reading: level, min: 10, freshWithin: FRESH_MS } }] },
  'tank.level': { everyMs: 1_000, staleAfterMs: 3_000, faultyAfterMs: 12_000 },
});

function ask(
  window: Pick<Requirement, 'is' | 'min' | 'max'>,
  value: Value | null,
  { quality = 'good', ageMs = 0 }: { quality?: Quality; ageMs?: number } = {},
): Objection | undefined {
  const reading: Reading = { value, quality, at: 1, unit: '%' };
  const rule = requires({ reading: level, freshWithin: FRESH_MS, ...window });
  const world = worldWith('tank.level', reading, ageMs);
  const objection = rule.objects({ value: true }, world);
  assert.equal(rule.forces?.(world), objection, 'what must not begin must not go on');
  return objection;
}

test('takes both borders in', () => {
  for (const value of [10, 50, 90]) assert.is(ask({ min: 10, max: 90 }, value), undefined);
  assert.is(ask({ min: 10 }, 9.99)?.code, 'INTERLOCK_REFUSED');
  assert.is(ask({ min: 10 }, 2)?.message, 'tank.level is 2 %, it must be at least 10 %');
  assert.is(ask({ max: 90 }, 95)?.message, 'tank.level is 95 %, it must be at most 90 %');
  assert.is(ask({ is: false }, false), undefined);
  assert.is(ask({ is: false }, true)?.message, 'tank.level is true, it must be false');
  assert.is(ask({ min: 10 }, true)?.code, 'INTERLOCK_REFUSED', 'a boolean is in no window');
});

test('shows the reading it looked at', () => {
  assert.equal(ask({ min: 10 }, 2)?.reading, {
    ...{ thing: 'tank', property: 'level' },
    ...{ value: 2, quality: 'good', at: 1, unit: '%' },
  });
});

test('is blind to what is too old, not to be trusted, or not there', () => {
  assert.is(ask({ min: 10 }, 50, { ageMs: FRESH_MS }), undefined);
  const blind = (objection: Objection | undefined): string | undefined => {
    assert.is(objection?.code, 'INTERLOCK_BLIND');
    return objection?.message;
  };
  assert.is(blind(ask({ min: 10 }, 50, { ageMs: FRESH_MS + 1 })), 'tank.level is not fresh enough');
  assert.is(blind(ask({ min: 10 }, 50, { quality: 'stale' })), 'tank.level is stale');
  assert.is(blind(ask({ min: 10 }, null, { quality: 'faulty' })), 'tank.level is faulty');
  const rule = requires({ reading: level, min: 10, freshWithin: FRESH_MS });
  assert.is(blind(rule.objects({ value: true }, worldOf())), 'tank.level does not exist');
});

test('forces it off when the reading leaves the window, and says by which reading', () =>
  withBoard(
    async (rig) => {
      await rig.command('lamp.power', true);
      rig.simulate(TANK, 'ain0', 5);
      await rig.pass(1_500);
      assert.is(rig.register(LAMP), '0');
      const [forced] = rig.forced;
      assert.is(forced?.why.reading?.thing, 'tank');
      assert.match(forced?.why.message ?? '', /tank\.level is 5 %/);
    },
    { edit },
  ));

for (const fault of ['disconnect', 'hang'] as const)
  test(`forces it off when the sensor stops answering: ${fault}`, () =>
    withBoard(
      async (rig) => {
        await rig.command('lamp.power', true);
        if (fault === 'hang') rig.balk('level-input').read = 'hang';
        else rig.break(TANK, 'disconnect');
        await rig.pass(2_000);
        assert.is(rig.register(LAMP), '1', 'what was good a moment ago still counts');
        await rig.pass(1_500);
        assert.is(rig.register(LAMP), '0');
        assert.is(rig.forced[0]?.why.code, 'INTERLOCK_BLIND');
        rig.balk('level-input').read = 'ok';
      },
      { edit },
    ));

test('never lets it be away for longer than the freshness and one look after the world left the window or the sensor went', () => {
  const worlds: fc.Arbitrary<Happening>[] = [
    fc.constantFrom(2, 60).map((value) => ({ kind: 'set', claim: TANK, channel: 'ain0', value })),
    fc.constantFrom('disconnect', 'clear').map((fault) => ({ kind: 'fault', claim: TANK, fault })),
  ];
  const happenings = happeningsOf(['lamp.power'], [true, true, false], worlds);
  const holds = fc.asyncProperty(happenings, (played) =>
    withBoard(
      async (rig) => {
        let badSince: number | undefined;
        const look = (): void => {
          const now = rig.clock.monotonicMs();
          const { value, fault } = rig.hardware.faults
            .describe()
            .find(({ claim }) => claim === TANK) ?? { value: 0 };
          const isBad = Number(value) < 10 || fault !== undefined;
          badSince = isBad ? (badSince ?? now) : undefined;
          const sinceMs = now - (badSince ?? now);
          if (sinceMs > FRESH_MS + 250 + STEP_MS)
            assert.is(rig.register(LAMP), '0', `bad for ${sinceMs} ms`);
        };
        await play(rig, [...played, { kind: 'pass', ms: 4_000 }], look);
      },
      { edit },
    ),
  );
  return fc.assert(holds, TRIES);
});

test.run();
