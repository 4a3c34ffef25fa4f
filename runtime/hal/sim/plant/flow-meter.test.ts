/** The flow meter by itself: its rate must not depend on how punctual timers are. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Clock } from '../../../core/clock.ts';
import { FakeClock } from '../../../../test/fake-clock.ts';
import { RegisterFile } from '../register-file.ts';
import { SimPin } from '../sim-pin.ts';
import { FlowMeter } from './flow-meter.ts';

const test = suite('flow meter');

/** Every timer fires 5 ms too late, as on a busy machine. */
function lateClock(clock: FakeClock): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, callback) => clock.after(delayMs + 5, callback),
  };
}

test('keeps its rate although its timers are late', async () => {
  const clock = new FakeClock();
  const pin = new SimPin('GPIO27', new RegisterFile('/nowhere', 1), clock);
  const meter = new FlowMeter({
    signal: 'flow-meter',
    claim: 'gpio:GPIO27',
    pin,
    clock: lateClock(clock),
    random: () => 0,
  });
  let rises = 0;
  pin.hold({ direction: 'in', consumer: 'test' }).onEdge(({ level }) => {
    if (level) rises += 1;
  });
  meter.turn(4);
  await clock.advance(10_000);
  assert.ok(Math.abs(rises - 300) <= 1, String(rises));
});

test.run();
