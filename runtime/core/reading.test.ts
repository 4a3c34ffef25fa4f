import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatAddress, isTrustworthy, parseAddress, type Quality } from './reading.ts';

test('a decision rests on good and simulated values only', () => {
  const reading = (quality: Quality, value: number | null): boolean =>
    isTrustworthy({ value, quality, at: 1 });
  assert.ok(reading('good', 0));
  assert.ok(reading('simulated', 21.5));
  assert.not(reading('stale', 21.5));
  assert.not(reading('faulty', 21.5));
  assert.not(reading('good', null));
});

test('an address reads back as it was written', () => {
  const address = { thing: 'grow-light', property: 'power' };
  assert.is(formatAddress(address), 'grow-light.power');
  assert.equal(parseAddress('grow-light.power'), address);
});

test('what is not thing.property is no address', () => {
  for (const text of ['pump', 'pump.', '.power', 'pump.power.on', 'Pump.power', 'pump power', ''])
    assert.is(parseAddress(text), undefined);
});

test.run();
