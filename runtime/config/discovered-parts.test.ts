/** What comes, changes and goes of the devices that announced themselves, while the rest of a board stays. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { siteBoard } from '../../test/board-site.ts';
import { changesBetween, withoutDiscovered } from './discovered-parts.ts';
import type { SiteBoard, SitePart, SiteThing } from './site.ts';

const test = suite('discovered parts');

/** A device that announced itself: its part, and a thing with one property of it. */
function device(name: string, title = name): { part: SitePart; thing: SiteThing } {
  const [template] = siteBoard.things;
  const [property] = template?.properties ?? [];
  if (template === undefined || property === undefined) throw new Error('the site has a thing');
  const source = { kind: 'part', part: name, channel: 'on' } as const;
  return {
    part: { name, driver: 'mqtt-device', options: {}, claims: [], isDiscovered: true },
    thing: { ...template, id: name, title: { en: title }, properties: [{ ...property, source }] },
  };
}

function boardWith(...devices: readonly ReturnType<typeof device>[]): SiteBoard {
  return {
    ...siteBoard,
    parts: [...siteBoard.parts, ...devices.map(({ part }) => part)],
    things: [...siteBoard.things, ...devices.map(({ thing }) => thing)],
  };
}

/** Names of what goes and what comes. */
function between(before: SiteBoard, after: SiteBoard): readonly (readonly string[])[] {
  const { gone, come } = changesBetween(before, after);
  return [gone, come].flatMap(({ parts, things }) => [
    parts.map(({ name }) => name),
    things.map(({ id }) => id),
  ]);
}

test('a board without its devices is the board of the site directory', () => {
  assert.equal(withoutDiscovered(boardWith(device('lamp'), device('plug'))), siteBoard);
});

test('a device that comes or goes takes its things along, and nothing of the board', () => {
  assert.equal(between(siteBoard, boardWith(device('plug'))), [[], [], ['plug'], ['plug']]);
  assert.equal(between(boardWith(device('plug')), siteBoard), [['plug'], ['plug'], [], []]);
});

test('a device that changes goes and comes again, and the other one stays', () => {
  const before = boardWith(device('plug'), device('lantern'));
  const after = boardWith(device('plug', 'socket'), device('lantern'));
  assert.equal(between(before, after), [['plug'], ['plug'], ['plug'], ['plug']]);
});

test('nothing happens when a device says the same again', () => {
  assert.equal(between(boardWith(device('plug')), boardWith(device('plug'))), [[], [], [], []]);
});

test.run();
