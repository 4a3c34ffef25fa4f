/** A thermostat: on below, off above, and in between as it is. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { twoPoint } from './two-point.ts';

const AS_IT_IS = 'as it is';

function state(direction: 'raise' | 'lower', measured: number): boolean | string {
  const [whileOff, whileOn] = [false, true].map((isOn) =>
    twoPoint({ hysteresis: 1, direction }, 22, measured, isOn),
  );
  return whileOff === whileOn ? Boolean(whileOn) : AS_IT_IS;
}

test('a heater is on below the band, off above it, and within it stays as it is', () => {
  const states = [21.4, 21.5, 22, 22.5, 22.6].map((measured) => state('raise', measured));
  assert.equal(states, [true, AS_IT_IS, AS_IT_IS, AS_IT_IS, false]);
});

test('a fan does the opposite', () => {
  const states = [21.4, 21.5, 22, 22.5, 22.6].map((measured) => state('lower', measured));
  assert.equal(states, [false, AS_IT_IS, AS_IT_IS, AS_IT_IS, true]);
});

test.run();
