import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Line, SLOTS, type Place } from './line.ts';
import { PATIENCE } from './levels.ts';

const LEVELS = ['interactive', 'workflow', 'background'] as const;

test('in a lane the more urgent comes first, and of the same level who came first', () => {
  const line = lineOf(
    ['a', 'background'],
    ['b', 'workflow'],
    ['c', 'interactive'],
    ['d', 'workflow'],
  );
  assert.equal(order(line, 4), ['c', 'b', 'd', 'a']);
});

test('what only stops something waits for nobody', () => {
  const line = lineOf(['a', 'interactive'], ['b', 'interactive']);
  assert.is(line.next(), 'a');
  line.add({ id: 'stop', lane: 'pump', level: 'safety' });
  assert.equal([line.next(), line.next()], ['stop', undefined]);
});

test('a person overtakes what only settles, and a workflow does not', () => {
  const line = lineOf(['a', 'interactive']);
  line.next();
  line.add({ id: 'b', lane: 'pump', level: 'workflow' });
  line.settle('a');
  assert.is(line.next(), undefined);
  line.add({ id: 'c', lane: 'pump', level: 'interactive' });
  assert.is(line.next(), 'c');
});

test('after a few that overtook it the oldest has its turn, however many more there are', () => {
  const people = Array.from({ length: 3 * PATIENCE }, (_, index) => `p${String(index)}`);
  const line = lineOf(['old', 'background'], ...people.map((id) => [id, 'interactive'] as const));
  assert.is(order(line, people.length + 1).indexOf('old'), PATIENCE);
});

test('an old backlog holds a person up by one piece of it at most', () => {
  const line = lineOf(['a', 'background'], ['b', 'background'], ['c', 'background']);
  line.add({ id: 'me', lane: 'pump', level: 'interactive' });
  assert.is(line.before('me').length, 0);
  assert.ok(order(line, 4).indexOf('me') <= 1);
});

test('of what is not urgent only so many are on their way, and people do not wait for a slot', () => {
  const line = new Line();
  for (let lane = 0; lane < SLOTS + 3; lane += 1)
    line.add({ id: `w${String(lane)}`, lane: `lane ${String(lane)}`, level: 'workflow' });
  const begun = Array.from({ length: SLOTS + 3 }, () => line.next()).filter(Boolean);
  assert.is(begun.length, SLOTS);
  line.add({ id: 'me', lane: `lane ${String(SLOTS)}`, level: 'interactive' });
  assert.is(line.next(), 'me');
  line.leave('me');
  line.leave('w0');
  assert.ok(line.next()?.startsWith('w'));
});

test('whatever comes and goes, a lane that is free begins at once what waits in it', () => {
  const step = fc.oneof(
    fc.record({ lane: fc.nat(3), level: fc.constantFrom(...LEVELS) }),
    fc.record({ ends: fc.nat() }),
    fc.record({ settles: fc.nat() }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const line = new Line();
      const places: Place[] = [];
      const begun = new Set<string>();
      for (const one of steps) {
        const on = [...begun];
        if ('lane' in one) {
          const place = { id: String(places.length), lane: String(one.lane), level: one.level };
          places.push(place);
          line.add(place);
        } else if ('ends' in one) {
          const id = on[one.ends % on.length] ?? '';
          line.leave(id);
          begun.delete(id);
        } else line.settle(on[one.settles % on.length] ?? '');
        for (let id = line.next(); id !== undefined; id = line.next()) begun.add(id);
      }
      for (const { id, lane } of places) {
        const isWaiting = line.has(id) && !begun.has(id);
        const isBusy = places.some((other) => other.lane === lane && begun.has(other.id));
        assert.ok(!isWaiting || isBusy, `${id} waits in a free lane`);
      }
    }),
    { numRuns: 300 },
  );
});

function lineOf(...places: readonly (readonly [string, Place['level']])[]): Line {
  const line = new Line();
  for (const [id, level] of places) line.add({ id, lane: 'pump', level });
  return line;
}

/** One after the other. */
function order(line: Line, count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    const id = line.next() ?? 'nobody';
    assert.is(line.next(), undefined);
    line.leave(id);
    return id;
  });
}

test.run();
