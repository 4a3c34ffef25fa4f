import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Random } from './random.ts';

const test = suite('repeatable chance');

test('goes on alike from the same seed, and otherwise from another', () => {
  const some = (seed: number): readonly number[] => {
    const random = new Random(seed);
    return Array.from({ length: 8 }, () => random.uint32());
  };
  assert.equal(some(1), some(1));
  assert.not.equal(some(1), some(2));
  assert.equal(new Set(some(0)).size, 8);
});

test('is even from 0 to 1, and has mean 0 and deviation 1 where it is normal', () => {
  const random = new Random(5);
  const count = 40_000;
  const tenths = new Uint32Array(10);
  let [sum, squares] = [0, 0];
  for (let index = 0; index < count; index += 1) {
    const tenth = random.below(10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    const normal = random.normal();
    sum += normal;
    squares += normal * normal;
  }
  for (const share of tenths) assert.ok(Math.abs(share / count - 0.1) < 0.01, String(share));
  assert.ok(Math.abs(sum / count) < 0.02);
  assert.ok(Math.abs(squares / count - 1) < 0.03);
});

test('shuffles: all are still there, and elsewhere', () => {
  const order = Uint32Array.from({ length: 100 }, (_, index) => index);
  new Random(3).shuffle(order);
  assert.equal(
    [...order].sort((left, right) => left - right),
    Array.from({ length: 100 }, (_, index) => index),
  );
  assert.ok(order.filter((value, index) => value === index).length < 10);
});

test.run();
