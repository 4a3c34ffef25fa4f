/**
 * Whatever is asked for and whenever the power goes: the invariants of the queue hold. The store loses
 * what it has not acknowledged, or any beginning of it.
 */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkEnd, QueueWorld, type Asked, type Fate } from './queue-world.fixture.ts';

type Step =
  | { readonly kind: 'ask'; readonly asked: Asked }
  | { readonly kind: 'work'; readonly fate: Fate }
  | { readonly kind: 'cancel'; readonly number: number }
  | { readonly kind: 'settle' }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'crash'; readonly unacknowledged: number; readonly offMs: number };

const RUNS = 2_000;

const fate = fc.constantFrom<Fate[]>('done', 'done', 'slow', 'failed', 'away', 'hangs', 'lost');
const asked: fc.Arbitrary<Asked> = fc
  .record({
    level: fc.constantFrom('safety', 'interactive', 'workflow', 'background'),
    thing: fc.constantFrom('pump', 'vent'),
    property: fc.constantFrom('power', 'speed'),
    value: fc.boolean(),
    fate: fc.constantFrom<Fate[]>('done', 'done', 'slow', 'failed', 'away', 'hangs'),
    key: fc.constantFrom(undefined, undefined, 'k1', 'k2'),
  })
  .map((one) => (one.level === 'safety' ? { ...one, value: false } : one));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: asked.map((one): Step => ({ kind: 'ask', asked: one })) },
  { weight: 2, arbitrary: fate.map((one): Step => ({ kind: 'work', fate: one })) },
  { weight: 1, arbitrary: fc.nat(20).map((number): Step => ({ kind: 'cancel', number })) },
  { weight: 4, arbitrary: fc.constant<Step>({ kind: 'settle' }) },
  { weight: 2, arbitrary: fc.nat(50_000).map((ms): Step => ({ kind: 'pass', ms })) },
  {
    weight: 2,
    arbitrary: fc
      .record({ unacknowledged: fc.nat(6), offMs: fc.constantFrom(0, 500, 90_000) })
      .map((crash): Step => ({ kind: 'crash', ...crash })),
  },
);

async function take(world: QueueWorld, one: Step): Promise<void> {
  switch (one.kind) {
    case 'ask':
      world.ask(one.asked);
      return;
    case 'work':
      world.work(one.fate);
      return;
    case 'cancel': {
      const id = world.asked[one.number]?.id;
      if (id !== undefined) void world.queue.cancel(id);
      return;
    }
    case 'settle':
      return world.settle();
    case 'pass':
      return world.pass(one.ms);
    case 'crash':
      return world.crash(one.unacknowledged, one.offMs);
  }
}

test('nothing accepted is lost, nothing moves twice, and the last order has the last word', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 30 }), async (steps) => {
      const world = new QueueWorld();
      for (const one of steps) await take(world, one);
      await world.pass(26 * 3_600_000);
      await world.queue.stop();
      const wrong = [...world.wrong, ...checkEnd(world)];
      assert.is(wrong.length, 0, wrong.join('\n'));
      assert.is(world.clock.pending, 0);
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  );
});

test.run();
