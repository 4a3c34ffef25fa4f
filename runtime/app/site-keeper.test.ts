/** What an edit of the site directory does to a node that runs. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withGateway, type GatewayRig } from '../../test/gateway-rig.ts';
import type { Diagnostic } from '../config/diagnostic.ts';
import type { Site } from '../config/site.ts';
import { silentLog } from '../core/log.ts';
import { SiteKeeper } from './site-keeper.ts';

const test = suite('site keeper');

/** The site of the rig as somebody edits it; the keeper reads it the next time. */
function keeperOf(
  rig: GatewayRig,
  log = silentLog,
): { keeper: SiteKeeper; edit: (change: Partial<Site>) => void } {
  const { site, boardId, people, journal } = rig.ground;
  let next: Site | undefined;
  const keeper = new SiteKeeper({
    ...{ site, boardId, board: rig.board, people, journal, log },
    devices: () => [],
    learned: () => [],
    read: () =>
      Promise.resolve(
        next === undefined
          ? { boards: site.files, diagnostics: [MISTAKE] }
          : { site: next, boards: site.files, diagnostics: [] },
      ),
  });
  const edit = (change: Partial<Site>): void => {
    next = { ...site.now, ...change };
  };
  return { keeper, edit };
}

const MISTAKE: Diagnostic = {
  ...{ severity: 'error', file: 'devices.yaml', line: 3, column: 5 },
  message: 'unknown key "colour"',
};

/** The boards of the site with another title for the pump. */
function renamed({ ground }: GatewayRig, en: string): Site['boards'] {
  return ground.site.boards.map((board) => ({
    ...board,
    things: board.things.map((thing) =>
      thing.id === 'pump' ? { ...thing, title: { ...thing.title, en } } : thing,
    ),
  }));
}

test('people are understood by the new name at once, and a run that it cut short is told of', () =>
  withGateway(async (rig) => {
    await rig.say('turn on the pump for 60 seconds');
    const { keeper, edit } = keeperOf(rig);
    edit({ boards: renamed(rig, 'booster') });
    await rig.during(keeper.reload());
    assert.equal(keeper.mistakes, []);
    const { reply } = await rig.say('is the booster on?');
    assert.match(reply, /^A new configuration came at .* and cut short a timed run/);
    assert.match(reply, /No\. Booster: off$/);
  }));

test('a mistake changes nothing, and is kept for the doctor until it is mended', () =>
  withGateway(async (rig) => {
    const { keeper, edit } = keeperOf(rig);
    await rig.say('turn on the grow light');
    await rig.during(keeper.reload());
    assert.equal(keeper.mistakes, ['devices.yaml:3:5: error: unknown key "colour"']);
    assert.is(rig.value('grow-light', 'power'), true);
    edit({});
    await rig.during(keeper.reload());
    assert.equal(keeper.mistakes, []);
  }));

test('what an edit is to be warned of is told when it is taken in, and once', () =>
  withGateway(async (rig) => {
    const told: string[] = [];
    const warn = (_fields: object, message: string): void => {
      told.push(message);
    };
    const { keeper, edit } = keeperOf(rig, { ...silentLog, warn });
    const place = { severity: 'warning', file: 'platform.yaml', line: 3, column: 5 } as const;
    edit({ warnings: [{ ...place, message: 'Signal is experimental' }] });
    await rig.during(keeper.reload());
    await rig.during(keeper.reload());
    assert.equal(told, ['Signal is experimental']);
  }));

test('an edit elsewhere leaves this board alone', () =>
  withGateway(async (rig) => {
    const { keeper, edit } = keeperOf(rig);
    await rig.say('turn on the grow light');
    edit({ people: [{ id: 'mei', name: 'Mei', role: 'viewer', identities: [] }] });
    await rig.during(keeper.reload());
    assert.is(rig.value('grow-light', 'power'), true);
    assert.is(rig.ground.people.find('mei')?.role, 'viewer');
    edit({ people: [] });
    await rig.during(keeper.reload());
    assert.is(rig.ground.people.find('mei'), undefined);
  }));

for (const [what, change] of [
  ['id', { id: 'other' }],
  ['time zone', { timezone: 'Asia/Tokyo' }],
] as const) {
  test(`another ${what} takes a restart, and changes nothing before`, () =>
    withGateway(async (rig) => {
      const { keeper, edit } = keeperOf(rig);
      const before = rig.ground.site.id;
      edit(change);
      await rig.during(keeper.reload());
      assert.is(keeper.mistakes.length, 1);
      assert.is(rig.ground.site.id, before);
    }));
}

test('a board that cannot be wired so goes on as it was', () =>
  withGateway(async (rig) => {
    const { keeper, edit } = keeperOf(rig);
    edit({ boards: [] });
    await rig.during(keeper.reload());
    assert.match(keeper.mistakes[0] ?? '', /no board "greenhouse"/);
    assert.match((await rig.say('turn on the grow light')).reply, /switched on/);
  }));

test.run();
