import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Quality } from '../core/reading.ts';
import { sensorsCheck } from './sensors.check.ts';
import type { LiveProperty } from './live-property.ts';

test('finds nothing where everything answers', async () => {
  const { verdict, text } = await look(['pump.power', 'simulated'], ['tank.level', 'good']);
  assert.equal([verdict, text], ['ok', '2 properties answer']);
});

test('names what is stale or faulty', async () => {
  const { verdict, text } = await look(
    ['pump.power', 'good'],
    ['tank.level', 'stale'],
    ['climate.humidity', 'faulty'],
  );
  assert.equal([verdict, text], ['fail', 'tank.level is stale, climate.humidity is faulty']);
});

function look(...rows: readonly (readonly [string, Quality])[]) {
  const properties = rows.map(([name, quality]) => ({
    name,
    reading: () => ({ value: 1, quality, at: 1 }),
  }));
  return sensorsCheck({
    things: { properties: () => properties as unknown as LiveProperty[] },
  }).look();
}

test.run();
