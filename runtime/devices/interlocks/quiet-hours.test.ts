/** quietHours: no write away from the safe value in these hours of the site's day. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { happeningsOf, play, STEP_MS, TRIES } from '../../../test/board-play.ts';
import { withBoard, withProperties } from '../../../test/board-rig.ts';
import { WallClock } from '../../core/wall-clock.ts';
import { quietHours } from './quiet-hours.ts';
import { worldOf } from './world.fixture.ts';

const test = suite('quiet hours');

const LAMP = 'GPIO23';
const BERLIN = 'Europe/Berlin';
const NIGHT = { from: 22 * 60, to: 6 * 60 };

function editFor(hours: typeof NIGHT): ReturnType<typeof withProperties> {
  return withProperties({ 'lamp.power': { interlocks: [{ quietHours: hours }] } });
}

function isQuiet(hours: typeof NIGHT, minuteOfDay: number): boolean {
  const rule = quietHours(hours);
  const world = worldOf({ minuteOfDay });
  const objection = rule.objects({ value: true }, world);
  assert.equal(rule.forces?.(world), objection);
  return objection !== undefined;
}

/** In Berlin, at this instant. */
function isQuietAt(iso: string, hours = NIGHT): boolean {
  return isQuiet(hours, new WallClock(BERLIN).minuteOfDay(Date.parse(iso)));
}

test('begin with their first minute and end before their last', () => {
  const noon = { from: 12 * 60, to: 14 * 60 };
  const quiet = [719, 720, 839, 840].map((minute) => isQuiet(noon, minute));
  assert.equal(quiet, [false, true, true, false]);
});

test('go over midnight', () => {
  const quiet = [1_319, 1_320, 1_439, 0, 359, 360].map((minute) => isQuiet(NIGHT, minute));
  assert.equal(quiet, [false, true, true, true, true, false]);
});

test('say until when', () => {
  const objection = quietHours(NIGHT).objects({ value: true }, worldOf({ minuteOfDay: 0 }));
  assert.is(objection?.message, 'quiet hours last until 06:00');
});

test('follow the clock on the wall when it is put forward and back', () => {
  assert.ok(isQuietAt('2026-03-29T03:59:00Z'), '05:59 on the short night');
  assert.not(isQuietAt('2026-03-29T04:00:00Z'), '06:00 on the short night');
  assert.ok(isQuietAt('2026-10-25T04:59:00Z'), '05:59 on the long night');
  assert.not(isQuietAt('2026-10-25T05:00:00Z'), '06:00 on the long night');
  const hour = { from: 2 * 60, to: 3 * 60 };
  const spring = ['00:59', '01:00'].map((time) => isQuietAt(`2026-03-29T${time}:00Z`, hour));
  assert.equal(spring, [false, false], 'the hour that is left out is never quiet');
  const autumn = ['23:59', '00:00', '01:30', '02:00'].map((time, index) =>
    isQuietAt(`2026-10-${index === 0 ? '24' : '25'}T${time}:00Z`, hour),
  );
  assert.equal(autumn, [false, true, true, false], 'the hour that comes twice is quiet twice');
});

test('allow nothing while the board does not know the time', () =>
  withBoard(
    async (rig) => {
      const outcome = await rig.perform('lamp.power', true);
      const refusal = outcome.status === 'refused' ? outcome.refusal : undefined;
      assert.equal(
        [refusal?.code, refusal?.message],
        ['INTERLOCK_BLIND', 'this board does not know the time yet'],
      );
    },
    { edit: editFor({ from: 60, to: 120 }), startAt: 3_600_000 * 12 },
  ));

const borders = ['2026-06-01T20:00:00Z', '2026-03-28T21:00:00Z', '2026-10-25T21:00:00Z'].map(
  Date.parse,
);

test('never find it away in them, but for one look, whatever is ordered and however the clock is put', () => {
  const jump = fc.record({
    kind: fc.constant('clock' as const),
    byMs: fc.constantFrom(-3_600_000, -60_000, 60_000, 3_600_000),
  });
  const happenings = happeningsOf(['lamp.power'], [true, true, false], [jump]);
  const startAt = fc
    .tuple(fc.constantFrom(...borders), fc.integer({ min: -15, max: 15 }))
    .map(([border, seconds]) => border + seconds * 1_000);
  const wall = new Intl.DateTimeFormat('en-GB', {
    timeZone: BERLIN,
    hour: '2-digit',
    hourCycle: 'h23',
  });
  const holds = fc.asyncProperty(happenings, startAt, (played, at) =>
    withBoard(
      async (rig) => {
        let quietSince: number | undefined;
        const look = (): void => {
          const hour = Number(wall.format(rig.clock.now()));
          const now = rig.clock.monotonicMs();
          quietSince = hour >= 22 || hour < 6 ? (quietSince ?? now) : undefined;
          if (now - (quietSince ?? now) > 250 + STEP_MS) assert.is(rig.register(LAMP), '0');
        };
        await play(rig, played, look);
      },
      { edit: editFor(NIGHT), timezone: BERLIN, startAt: at },
    ),
  );
  return fc.assert(holds, TRIES);
});

test.run();
