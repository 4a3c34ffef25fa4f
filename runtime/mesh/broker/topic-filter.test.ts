import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { coversFilter, isTopicFilter, matchesTopic } from './topic-filter.ts';

const level = fc.constantFrom('a', 'b', '', '$x');
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { maxLength: 4 }), fc.boolean())
  .map(([levels, rest]) => [...levels, ...(rest || levels.length === 0 ? ['#'] : [])].join('/'));

test('matches topics as MQTT 3.1.1 §4.7.1 has it', () => {
  for (const [pattern, name, expected] of [
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['#', '$SYS/monitor/Clients', false],
    ['+/monitor/Clients', '$SYS/monitor/Clients', false],
    ['a', 'a/b', false],
  ] as const)
    assert.is(matchesTopic(pattern, name), expected, `${pattern} ${name}`);
});

test('lets a filter cover another only when it matches all that the other matches', () =>
  fc.assert(
    fc.property(filter, filter, topic, (granted, asked, name) => {
      if (coversFilter(granted, asked) && matchesTopic(asked, name))
        assert.ok(matchesTopic(granted, name), `${granted} ${asked} ${name}`);
    }),
    { numRuns: 5_000 },
  ));

test('knows a filter from what is none', () => {
  for (const text of ['a', 'a/+/b', '#', '+', 'a/#']) assert.ok(isTopicFilter(text), text);
  for (const text of ['', 'a#', 'a/#/b', 'a+', '$SYS/#', 'a\0', 'x'.repeat(1_025)])
    assert.not.ok(isTopicFilter(text), text);
});

test.run();
