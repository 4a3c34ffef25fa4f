import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findUnit, formatQuantity, unitSymbols } from './units.ts';

test('shows a quantity with the symbol people read and the decimals that mean something', () => {
  assert.is(formatQuantity(22.449, 'Cel'), '22.4 °C');
  assert.is(formatQuantity(61.7, '%RH'), '62 %RH');
  assert.is(formatQuantity(3.24, 'l/min'), '3.2 l/min');
  assert.is(formatQuantity(-0.5, 'V'), '-0.50 V');
});

test('shows a number without a unit, or with an unknown one, to two decimals', () => {
  assert.is(formatQuantity(0.1 + 0.2), '0.3');
  assert.is(formatQuantity(1.006, 'furlong'), '1.01');
});

test('every unit leads to a registered one by a positive factor', () => {
  for (const symbol of unitSymbols) {
    const unit = findUnit(symbol);
    assert.is(unit?.symbol, symbol);
    assert.ok((unit?.senml.factor ?? 0) > 0);
  }
  assert.is(findUnit('furlong'), undefined);
});

test('what people say is told in the registered unit on the wire', () => {
  assert.equal(findUnit('%')?.senml, { unit: '/', factor: 0.01 });
  assert.equal(findUnit('l/min')?.senml, { unit: 'l/s', factor: 1 / 60 });
});

test.run();
