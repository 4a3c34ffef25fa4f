/** The whole site as the gateway sees it: own things, those of other boards, and their modes. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withBoard, type BoardRig } from '../../test/board-rig.ts';
import type { Reading } from '../core/reading.ts';
import type { SiteThing } from '../config/site.ts';
import { DistantThings } from './distant-things.ts';
import { AUTO, type Mode } from './modes.ts';
import { SiteModes } from './site-modes.ts';
import { SiteThings } from './site-things.ts';

const test = suite('site things');

/** The tank of the rig's board, as if another board had one too. */
function well({ site }: BoardRig): SiteThing {
  const tank = site.things.find(({ id }) => id === 'tank');
  if (tank === undefined) throw new Error('the rig has no tank');
  return { ...tank, id: 'well', board: 'pump-room' };
}

const LEVEL = { thing: 'well', property: 'level' };

function readingAt(at: number, value: number, quality: Reading['quality'] = 'good'): Reading {
  return { value, quality, at, unit: '%' };
}

test('a reading of another board is shown with its own value, time and quality', () =>
  withBoard((rig) => {
    const distant = new DistantThings(rig);
    distant.replace([well(rig)]);
    const things = new SiteThings({
      own: rig.role.things,
      distant,
      learned: new DistantThings(rig),
    });
    const heard: string[] = [];
    const stop = things.onReading(({ name }) => heard.push(name));
    const reading = readingAt(rig.clock.now() - 500, 40, 'simulated');
    distant.hear(LEVEL, reading);
    distant.hear({ thing: 'nobody', property: 'knows' }, reading);
    assert.equal(things.find(LEVEL)?.reading(), reading);
    assert.equal(heard, ['well.level']);
    stop();
    distant.hear(LEVEL, reading);
    assert.is(heard.length, 1);
    assert.equal(
      [things.thing('well')?.board, things.thing('tank')?.board],
      ['pump-room', rig.site.id],
    );
    return Promise.resolve();
  }));

test('it goes stale, then faulty, when nobody says anything any more', () =>
  withBoard(async (rig) => {
    const distant = new DistantThings(rig);
    distant.replace([well(rig)]);
    distant.hear(LEVEL, readingAt(rig.clock.now(), 40));
    const { staleAfterMs, faultyAfterMs } = distant.find(LEVEL)?.spec ?? {};
    const quality = (): string | undefined => distant.find(LEVEL)?.reading().quality;
    assert.is(quality(), 'good');
    await rig.pass((staleAfterMs ?? 0) + 100, undefined, 100);
    assert.is(quality(), 'stale');
    await rig.pass((faultyAfterMs ?? 0) + 100, undefined, 100);
    assert.is(quality(), 'faulty');
  }));

test('what is measured once and told again and again gets no younger by it', () =>
  withBoard(async (rig) => {
    const distant = new DistantThings(rig);
    distant.replace([well(rig)]);
    const reading = readingAt(rig.clock.now() - 20_000, 40);
    for (const ageMs of [20_000, 21_000, 22_000]) {
      distant.hear(LEVEL, reading);
      assert.is(distant.find(LEVEL)?.ageMs(), ageMs);
      assert.is(distant.find(LEVEL)?.reading().quality, 'good');
      await rig.pass(1_000);
    }
  }));

test('it is stale at once when its board is away, until the board is heard again', () =>
  withBoard((rig) => {
    const distant = new DistantThings(rig);
    distant.replace([well(rig)]);
    distant.hear(LEVEL, readingAt(rig.clock.now(), 40));
    distant.lose('greenhouse');
    assert.is(distant.find(LEVEL)?.reading().quality, 'good');
    distant.lose('pump-room');
    assert.is(distant.find(LEVEL)?.reading().quality, 'stale');
    distant.hear(LEVEL, readingAt(rig.clock.now(), 41));
    assert.is(distant.find(LEVEL)?.reading().quality, 'good');
    return Promise.resolve();
  }));

test('a faulty reading has no value, whatever was heard before', () =>
  withBoard((rig) => {
    const distant = new DistantThings(rig);
    distant.replace([well(rig)]);
    distant.hear(LEVEL, readingAt(rig.clock.now(), 40));
    distant.hear(LEVEL, { value: null, quality: 'faulty', at: rig.clock.now(), unit: '%' });
    const { value, quality } = distant.find(LEVEL)?.reading() ?? {};
    assert.equal([value, quality], [null, 'faulty']);
    return Promise.resolve();
  }));

test('after an edit of the site what was heard of a thing that stays is kept', () =>
  withBoard((rig) => {
    const distant = new DistantThings(rig);
    distant.replace([well(rig)]);
    distant.hear(LEVEL, readingAt(rig.clock.now(), 40));
    distant.replace([well(rig), { ...well(rig), id: 'cistern' }]);
    assert.is(distant.find(LEVEL)?.reading().value, 40);
    distant.replace([]);
    assert.is(distant.find(LEVEL), undefined);
    return Promise.resolve();
  }));

test('modes of other boards are heard of, and told only when they change', () =>
  withBoard((rig) => {
    const modes = new SiteModes({ own: rig.role.modes });
    const heard: string[] = [];
    modes.onChange((thing) => heard.push(thing));
    const locked: Mode = { base: 'auto', tags: [{ person: 'ann', reason: 'belt', at: 1 }] };
    assert.is(modes.nameOf('well'), 'auto');
    modes.hear(new Map([['well', locked]]));
    modes.hear(new Map([['well', locked]]));
    assert.equal([modes.nameOf('well'), modes.nameOf('lamp')], ['locked-out', 'auto']);
    modes.hear(new Map([['well', AUTO]]));
    assert.equal([modes.nameOf('well'), heard], ['auto', ['well', 'well']]);
    return Promise.resolve();
  }));

test.run();
