import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ancestorsOf, orderSteps } from './graph.ts';

const test = suite('graph of steps');

const waits = (
  entries: Readonly<Record<string, readonly string[]>>,
): Map<string, readonly string[]> => new Map(Object.entries(entries));

test('puts each step behind those that it waits for', () => {
  const { order, circles, unreachable } = orderSteps(
    waits({ send: ['report'], report: ['fetch', 'look'], fetch: [], look: [] }),
  );
  assert.equal(order, ['fetch', 'look', 'report', 'send']);
  assert.equal([circles, unreachable], [[], []]);
});

test('names a circle, and apart from it what waits for one', () => {
  const graph = orderSteps(waits({ a: ['b'], b: ['c'], c: ['a'], tail: ['a'], free: [] }));
  assert.equal(graph.order, ['free']);
  assert.equal(graph.circles, [['a', 'b', 'c']]);
  assert.equal(graph.unreachable, ['tail']);
});

test('takes a step that waits for itself for a circle', () => {
  assert.equal(orderSteps(waits({ a: ['a'] })).circles, [['a']]);
});

test('finds all that comes before a step, near or far', () => {
  const all = waits({ d: ['b', 'c'], c: ['a'], b: ['a'], a: [], other: [] });
  assert.equal([...ancestorsOf('d', all)].sort(), ['a', 'b', 'c']);
});

test('loses no step, whatever waits for what: each is in order, in a circle, or behind one', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const anyGraph = fc.array(fc.subarray(ids), { minLength: ids.length, maxLength: ids.length });
  fc.assert(
    fc.property(anyGraph, (before) => {
      const all = new Map(ids.map((id, index) => [id, before[index] ?? []]));
      const { order, circles, unreachable } = orderSteps(all);
      for (const [index, id] of order.entries())
        for (const earlier of all.get(id) ?? [])
          assert.ok(order.indexOf(earlier) < index && order.includes(earlier));
      for (const circle of circles)
        for (const id of circle) assert.ok(ancestorsOf(id, all).has(id), `${id} is in a circle`);
      for (const id of unreachable) assert.not(order.includes(id));
      const held = [...order, ...circles.flat(), ...unreachable].sort();
      assert.equal(held, ids);
      if (order.length < ids.length) assert.ok(circles.length > 0);
    }),
    { numRuns: 500 },
  );
});

test.run();
