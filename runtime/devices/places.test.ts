/** Who occupies what: one place for one part, and no line that a bus in use takes. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { errorCode, errorMessage } from '../core/app-error.ts';
import { Places } from './places.ts';

const test = suite('places');

const HEADER = [
  { pin: 3, label: 'GPIO2', line: 'GPIO2', buses: ['i2c1'] },
  { pin: 11, label: 'GPIO17', line: 'GPIO17' },
];

/** What is told when the second one wants its place; undefined when it gets it. */
function second(first: string, then: string): string | undefined {
  const places = new Places(HEADER);
  places.take({ name: 'climate', claims: [first] });
  try {
    places.take({ name: 'lamp', claims: [then] });
    return undefined;
  } catch (error) {
    assert.is(errorCode(error), 'HAL_PLACE_TAKEN');
    return errorMessage(error);
  }
}

test('refuses the second part at one address, and names the first', () => {
  assert.is(second('i2c1:0x44', 'i2c1:0x44'), 'i2c1:0x44, which the part climate uses');
  assert.is(second('i2c1:0x44', 'i2c1:0x45'), undefined);
});

test('refuses a line of a bus that is in use', () => {
  assert.is(
    second('i2c1:0x44', 'gpio:GPIO2'),
    'GPIO2 belongs to the bus i2c1, which the part climate uses',
  );
  assert.is(second('i2c1:0x44', 'gpio:GPIO17'), undefined);
  assert.is(second('spi0-0', 'gpio:GPIO2'), undefined);
});

test('refuses a bus whose line is driven already', () => {
  assert.is(second('gpio:GPIO2', 'i2c1:0x44'), 'i2c1 needs GPIO2, which the part climate uses');
});

test('gives a place away again when its part is gone', () => {
  const places = new Places(HEADER);
  places.take({ name: 'climate', claims: ['i2c1:0x44'] });
  places.release('climate');
  places.take({ name: 'lamp', claims: ['gpio:GPIO2'] });
});

test.run();
