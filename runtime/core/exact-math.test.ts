import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cos, exp, log, sin } from './exact-math.ts';

const test = suite('exact math');

/** As doubles, the lowest byte first. */
const BITS: readonly string[] = [
  '84be85bb59e2a23f',
  'ff7c51202a4605c0',
  '0073eb3f699feb3f',
  '9c21687d8e57e5bf',
];

function isNear(found: number, wanted: number, what: string): void {
  assert.ok(Math.abs(found - wanted) <= 1e-13 * Math.max(1, Math.abs(wanted)), what);
}

test('agrees with the functions of the engine, to thirteen digits', () => {
  for (let step = -2_000; step <= 2_000; step += 1) {
    const x = step / 97;
    isNear(exp(x), Math.exp(x), `exp ${x}`);
    isNear(sin(x), Math.sin(x), `sin ${x}`);
    isNear(cos(x), Math.cos(x), `cos ${x}`);
    if (x > 0) isNear(log(x), Math.log(x), `log ${x}`);
  }
});

test('has these very bits on every machine', () => {
  const bits = (value: number): string =>
    Buffer.from(Float64Array.of(value).buffer).toString('hex');
  assert.equal([exp(-3.3), log(0.07), sin(2.1), cos(40)].map(bits), BITS);
});

test('is 0 far below, and stays finite far above', () => {
  assert.is(exp(-1e9), 0);
  assert.ok(Number.isFinite(exp(1e9)));
  assert.ok(Number.isNaN(exp(Number.NaN)));
});

test.run();
