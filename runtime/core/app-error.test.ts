import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError, errorCode, errorMessage, type ErrorDetails } from './app-error.ts';

const KITCHEN_ERRORS = { KITCHEN_BURNT: 'Open a window.' } as const;

class KitchenError extends AppError<keyof typeof KITCHEN_ERRORS> {
  constructor(message: string, details?: ErrorDetails) {
    super(KITCHEN_ERRORS, 'KITCHEN_BURNT', message, details);
  }
}

test('an error carries the hint that the catalogue has for its code', () => {
  const error = new KitchenError('the toast is black');
  assert.is(error.code, 'KITCHEN_BURNT');
  assert.is(error.hint, 'Open a window.');
  assert.is(error.message, 'the toast is black');
});

test('an error is shown under the name of its own class', () => {
  assert.is(String(new KitchenError('x')), 'KitchenError: x');
});

test('an occurrence that knows better replaces the hint', () => {
  assert.is(
    new KitchenError('x', { hint: 'Call the fire brigade.' }).hint,
    'Call the fire brigade.',
  );
});

test('the cause stays attached, and there is none where none was given', () => {
  const cause = new Error('smoke');
  assert.is(new KitchenError('x', { cause }).cause, cause);
  assert.not('cause' in new KitchenError('x'));
});

test("errorCode tells our codes, Node's codes, and everything else apart", () => {
  assert.is(errorCode(new KitchenError('x')), 'KITCHEN_BURNT');
  assert.is(errorCode(Object.assign(new Error('x'), { code: 'ENOSPC' })), 'ENOSPC');
  assert.is(errorCode(Object.assign(new Error('x'), { code: 7 })), 'UNKNOWN');
  assert.is(errorCode('a thrown string'), 'UNKNOWN');
});

test('errorMessage has words for whatever was thrown', () => {
  assert.is(errorMessage(new Error('smoke')), 'smoke');
  assert.is(errorMessage('smoke'), 'smoke');
  assert.is(errorMessage(undefined), 'undefined');
});

test.run();
