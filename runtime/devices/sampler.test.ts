/** Sampling: rhythm, buses, and what becomes of the readings of a part that fails, lies or hangs. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BoardRig, withBoard, withProperties } from '../../test/board-rig.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import type { Quality } from '../core/reading.ts';
import { until } from '../../test/until.ts';
import { loadSiteKey } from '../policy/site-key.ts';

const test = suite('sampling');

const TANK = 'i2c1:0x48';
const CLIMATE = 'i2c1:0x44';
const EVERY_MS = 1_000;
const edit = withProperties({
  'tank.level': { everyMs: EVERY_MS, staleAfterMs: 3_000, faultyAfterMs: 10_000 },
});

function qualityOf(rig: BoardRig, thing: string, property: string): Quality | undefined {
  return rig.role.things.find({ thing, property })?.reading().quality;
}

/** When the quality of the tank's level changed, ms from now, as listeners were told. */
async function changesOfQuality(rig: BoardRig, forMs: number): Promise<[number, Quality][]> {
  const beganMs = rig.clock.monotonicMs();
  const heard: [number, Quality][] = [];
  const stop = rig.role.things.onReading(({ name }, { quality }) => {
    if (name === 'tank.level' && heard.at(-1)?.[1] !== quality)
      heard.push([Math.round((rig.clock.monotonicMs() - beganMs) / 1_000), quality]);
  });
  await rig.pass(forMs, undefined, 50);
  stop();
  return heard;
}

test('reads the parts of one bus one after the other, and those of others meanwhile', () =>
  withBoard(async (rig) => {
    const i2c = ['climate-sensor', 'level-input', 'light-sensor'];
    let most = 0;
    let mostAtAll = 0;
    await rig.pass(
      20_000,
      () => {
        const reading = i2c.map((part) => rig.balk(part).reading).reduce((sum, now) => sum + now);
        most = Math.max(most, reading);
        mostAtAll = Math.max(mostAtAll, reading + rig.balk('thermometer').reading);
      },
      5,
    );
    assert.is(most, 1);
    assert.ok(mostAtAll >= 1);
  }));

test('makes the readings of a part that stopped answering stale, then faulty, and tells of both', () =>
  withBoard(
    async (rig) => {
      rig.break(TANK, 'disconnect');
      assert.equal(await changesOfQuality(rig, 15_000), [
        [3, 'stale'],
        [10, 'faulty'],
      ]);
      assert.is(rig.value('tank.level'), null);
      assert.is(qualityOf(rig, 'climate', 'temperature'), 'simulated', 'nobody else suffers');
    },
    { edit },
  ));

test('does the same for a part that hangs, and lets its bus go on', () =>
  withBoard(
    async (rig) => {
      rig.balk('level-input').read = 'hang';
      const heard = await changesOfQuality(rig, 15_000);
      assert.equal(
        heard.map(([, quality]) => quality),
        ['stale', 'faulty'],
      );
      assert.is(qualityOf(rig, 'climate', 'temperature'), 'simulated');
      assert.is(rig.balk('level-input').mostReading, 1, 'it is not asked again before it answered');
      rig.balk('level-input').read = 'ok';
      await rig.pass(3_000);
      assert.is(qualityOf(rig, 'tank', 'level'), 'simulated', 'and is believed again when it does');
    },
    { edit },
  ));

test('makes a reading with a wrong checksum faulty at once, and no value of it', () =>
  withBoard(async (rig) => {
    rig.break(CLIMATE, 'bad-crc');
    await rig.during(rig.role.refresh({ thing: 'climate', property: 'humidity' }));
    for (const property of ['temperature', 'humidity'])
      assert.is(qualityOf(rig, 'climate', property), 'faulty');
    assert.is(rig.value('climate.temperature'), null);
    rig.break(CLIMATE, 'clear');
    await rig.pass(6_000, undefined, 100);
    assert.is(qualityOf(rig, 'climate', 'temperature'), 'simulated');
  }));

test('says that a part is silent once, and that it is back once', () =>
  withBoard(
    async (rig) => {
      rig.break(TANK, 'disconnect');
      await rig.pass(10_000, undefined, 100);
      const level = rig.role.things.find({ thing: 'tank', property: 'level' });
      const reason = (): unknown => level && rig.role.troubleBehind(level)?.reason;
      assert.is(reason(), 'nothing answers at 0x48 on i2c1');
      rig.break(TANK, 'clear');
      await rig.pass(2_000, undefined, 100);
      assert.is(reason(), undefined);
      const failures = /part_failures_total\{part="level-input"\} (\d+)/.exec(rig.metrics.render());
      assert.ok(Number(failures?.[1]) >= 9, failures?.[0]);
    },
    { edit },
  ));

test('hears of an edge at once, between two samples', () =>
  withBoard(
    async (rig) => {
      await rig.pass(1_000);
      rig.simulate('gpio:GPIO25', 'active', true);
      await rig.pass(30);
      assert.is(rig.value('estop.pressed'), true);
    },
    { edit: withProperties({ 'estop.pressed': { everyMs: 60_000 } }) },
  ));

test('does not let a sample from before a write undo what was written', () =>
  withBoard(async (rig) => {
    rig.balk('lamp-relay').read = 'hang';
    const old = rig.role.refresh({ thing: 'lamp', property: 'power' });
    await rig.pass(10);
    const on = rig.role.receive(rig.seal('lamp.power', true));
    await rig.pass(50);
    assert.is(rig.value('lamp.power'), true);
    rig.balk('lamp-relay').read = 'ok';
    await rig.during(Promise.all([old, on]));
    assert.is(rig.value('lamp.power'), true);
  }));

test('holds up a start for 100 ms and no longer, when a sensor hangs', () =>
  inTempDirectory(async (root) => {
    const rig = new BoardRig(root, await loadSiteKey(root), {});
    rig.balk('thermometer').read = 'hang';
    await rig.open();
    const state = { isReady: false };
    const started = rig.role.start(new AbortController().signal).then(() => (state.isReady = true));
    await until(() => rig.balk('thermometer').reading === 1);
    await rig.clock.advance(99);
    assert.not(state.isReady);
    await rig.clock.advance(1);
    await started;
    rig.balk('thermometer').read = 'ok';
    await rig.stop();
  }));

test('makes an output safe whose register cannot be read, 250 ms later', () =>
  inTempDirectory(async (root) => {
    const rig = new BoardRig(root, await loadSiteKey(root), {});
    rig.balk('lamp-relay').read = 'hang';
    await rig.open();
    const started = rig.role.start(new AbortController().signal);
    await until(() => rig.balk('lamp-relay').reading === 1);
    assert.equal(rig.balk('lamp-relay').taken, []);
    await rig.clock.advance(250);
    assert.equal(
      rig.balk('lamp-relay').taken.map(({ value }) => value),
      [false],
    );
    await rig.during(started);
    rig.balk('lamp-relay').read = 'ok';
    await rig.stop();
  }));

for (const fault of ['fail', 'hang'] as const)
  test(`starts without a part that cannot be opened, and takes only its own things away: ${fault}`, () =>
    inTempDirectory(async (root) => {
      const rig = new BoardRig(root, await loadSiteKey(root), {});
      rig.balk('pump-relay').open = fault;
      await rig.start();
      assert.is(qualityOf(rig, 'pump', 'power'), 'faulty');
      const outcome = await rig.command('pump.power', true);
      const refusal = outcome.status === 'refused' ? outcome.refusal : undefined;
      assert.is(refusal?.code, 'DEVICE_PART_BROKEN');
      assert.match(
        refusal?.message ?? '',
        /^pump\.power: (nothing answers the open|pump-relay does not answer)$/,
      );
      assert.is((await rig.command('lamp.power', true)).status, 'done');
      assert.is(qualityOf(rig, 'tank', 'level'), 'simulated');
      await rig.stop();
    }));

test('closes a part that was opened after all when nobody waited for it any more', () =>
  inTempDirectory(async (root) => {
    const rig = new BoardRig(root, await loadSiteKey(root), {});
    rig.balk('pump-relay').open = 'hang';
    await rig.start();
    const [claim = ''] = rig.site.parts.find(({ name }) => name === 'pump-relay')?.claims ?? [];
    const pin = rig.hardware.gpio.pin(claim.replace('gpio:', ''));
    const opened: (string | undefined)[] = [];
    rig.balk('pump-relay').onOpened = () => opened.push(pin.consumer);
    rig.balk('pump-relay').read = 'ok';
    await rig.pass(10);
    assert.equal(opened, ['pump-relay']);
    assert.is(pin.consumer, undefined);
    await rig.stop();
  }));

test('asks nothing any more after a stop', () =>
  withBoard(async (rig) => {
    await rig.stop();
    const { clock } = rig;
    await clock.advance(60_000);
    assert.is(clock.pending, 0);
  }));

test.run();
