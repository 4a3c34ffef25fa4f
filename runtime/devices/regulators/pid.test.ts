/** One step of PID control, and many of them. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PID_START, pidStep, type PidInput, type PidSettings, type PidState } from './pid.ts';

const test = suite('pid');

const P_ONLY: PidSettings = { kp: 2, ki: 0, kd: 0, output: [0, 100] };

function run(
  settings: PidSettings,
  inputs: readonly PidInput[],
): { outputs: number[]; state: PidState } {
  let state = PID_START;
  const outputs = inputs.map((input) => {
    const step = pidStep(settings, state, input);
    state = step.state;
    return step.output;
  });
  return { outputs, state };
}

const times = (count: number, input: PidInput): PidInput[] =>
  Array.from({ length: count }, () => input);

const finite = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const input = fc.record({
  setpoint: finite,
  measured: finite,
  seconds: fc.double({ min: 0, max: 60, noNaN: true }),
});
const settings = fc.record({
  kp: fc.double({ min: -50, max: 50, noNaN: true }),
  ki: fc.double({ min: -5, max: 5, noNaN: true }),
  kd: fc.double({ min: -50, max: 50, noNaN: true }),
  output: fc.constantFrom<[number, number]>([0, 100], [-20, 30], [5, 6]),
});

test('gives error times gain, within its limits', () => {
  const at = (measured: number): number[] =>
    run(P_ONLY, [{ setpoint: 22, measured, seconds: 10 }]).outputs;
  assert.equal([at(21), at(22), at(23), at(-100)], [[2], [0], [0], [100]]);
});

test('sums up what is missing over time, and remembers it', () => {
  const { outputs } = run(
    { ...P_ONLY, ki: 0.1 },
    times(3, { setpoint: 22, measured: 21, seconds: 10 }),
  );
  assert.equal(outputs, [3, 4, 5]);
});

test('never leaves its limits', () => {
  const holds = fc.property(settings, fc.array(input, { maxLength: 50 }), (given, inputs) => {
    const [low, high] = given.output;
    for (const output of run(given, inputs).outputs) assert.ok(output >= low && output <= high);
  });
  fc.assert(holds);
});

test('takes no slope from a step of next to no time', () => {
  const inputs = [0, 1e-9].map((measured) => ({ setpoint: 0, measured, seconds: 5e-324 }));
  assert.equal(run({ ...P_ONLY, kp: 0, kd: 1 }, inputs).outputs, [0, 0]);
});

test('does not wind up: it leaves its limit with the first step after the error has turned', () => {
  const holds = fc.property(
    fc.integer({ min: 1, max: 500 }),
    fc.double({ min: 0.01, max: 5, noNaN: true }),
    (steps, ki) => {
      const given = { kp: 10, ki, kd: 0, output: [0, 100] as const };
      const cold = times(steps, { setpoint: 22, measured: 0, seconds: 10 });
      const { state } = run(given, cold);
      const { output } = pidStep(given, state, { setpoint: 22, measured: 32.1, seconds: 10 });
      assert.is(output, 0, 'ten degrees too warm');
    },
  );
  fc.assert(holds);
});

test('gives no kick of its derivative when only the setpoint changes', () => {
  const holds = fc.property(settings, finite, finite, finite, (given, measured, before, after) => {
    const state = { integral: 0, lastMeasured: measured };
    const step = (kd: number): number =>
      pidStep({ ...given, ki: 0, kd }, state, { setpoint: after, measured, seconds: 10 }).output;
    assert.is(step(given.kd), step(0), `from ${before}`);
  });
  fc.assert(holds);
});

test('brakes when the reading moves fast, and has nothing to brake at its first step', () => {
  const given = { ...P_ONLY, kd: 10 };
  const { outputs } = run(given, [
    { setpoint: 22, measured: 10, seconds: 10 },
    { setpoint: 22, measured: 12, seconds: 10 },
  ]);
  assert.equal(outputs, [24, 18]);
});

test('takes no step in no time for an infinite slope', () => {
  const { outputs } = run({ ...P_ONLY, kd: 10 }, [
    { setpoint: 22, measured: 10, seconds: 0 },
    { setpoint: 22, measured: 12, seconds: 0 },
  ]);
  assert.equal(outputs, [24, 20]);
});

test.run();
