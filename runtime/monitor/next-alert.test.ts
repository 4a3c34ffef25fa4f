/** The rule of alerts as a table: what was, what is seen when, what it becomes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AlertDeclaration, AlertState } from '../core/alert.ts';
import { nextAlert } from './next-alert.ts';

const declaration: AlertDeclaration = {
  code: 'hot',
  title: { en: 'Too hot', zh: '太热' },
  severity: 'warning',
  sample: () => undefined,
  everyMs: 1_000,
  above: 10,
  unit: 'Cel',
  forMs: 5_000,
  text: (value) => ({ en: String(value), zh: String(value) }),
};

type State = AlertState['state'];

/** [what is seen, before, since, value, now, forMs, after, since]; null = cannot be known. */
const TABLE: readonly (readonly [
  string,
  State,
  number,
  number | null,
  number,
  number,
  State,
  number,
])[] = [
  ['a value at the bound is not above it', 'ok', 0, 10, 9_000, 5_000, 'ok', 0],
  ['a value above it makes people wait', 'ok', 0, 10.1, 9_000, 5_000, 'pending', 9_000],
  ['without a time to wait it fires at once', 'ok', 0, 11, 9_000, 0, 'firing', 9_000],
  ['one ms short of the time it waits', 'pending', 1_000, 11, 5_999, 5_000, 'pending', 1_000],
  ['after the time it fires', 'pending', 1_000, 11, 6_000, 5_000, 'firing', 6_000],
  ['one value at the bound ends the waiting', 'pending', 1_000, 10, 5_999, 5_000, 'ok', 5_999],
  ['it goes on firing', 'firing', 1_000, 11, 90_000, 5_000, 'firing', 1_000],
  ['one value at the bound ends the fire', 'firing', 1_000, 10, 90_000, 5_000, 'ok', 90_000],
  ['no news does not begin a fire', 'ok', 0, null, 9_000, 0, 'ok', 0],
  [
    'no news does not turn waiting into a fire',
    'pending',
    1_000,
    null,
    90_000,
    5_000,
    'pending',
    1_000,
  ],
  ['no news does not end a fire', 'firing', 1_000, null, 90_000, 5_000, 'firing', 1_000],
  ['no number is not above anything', 'firing', 1_000, Number.NaN, 2_000, 5_000, 'ok', 2_000],
];

for (const [fact, before, since, value, now, forMs, after, afterSince] of TABLE)
  test(fact, () => {
    const previous = { code: 'hot', state: before, since, value: 0 };
    const sample = value === null ? undefined : { value };
    const next = nextAlert(previous, { ...declaration, forMs }, sample, {
      now,
      elapsedMs: now - since,
    });
    assert.equal(next, { code: 'hot', state: after, since: afterSince, value });
  });

test('a clock that is set, on or back, does not change how long people wait', () => {
  const previous = { code: 'hot', state: 'pending', since: 9_000, value: 11 } as const;
  for (const now of [4_000, 9_000_000])
    for (const [elapsedMs, state] of [
      [4_999, 'pending'],
      [5_000, 'firing'],
    ] as const)
      assert.is(nextAlert(previous, declaration, { value: 11 }, { now, elapsedMs }).state, state);
});

test.run();
