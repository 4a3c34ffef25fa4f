import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readSite } from './read-site.ts';
import { driverCatalog } from '../../drivers/catalog.ts';
import { bundleHash, bundleOf } from './board-bundle.ts';
import { boardBundleSchema } from './bundle-schema.ts';
import { decodeCbor, encodeCbor } from '../core/cbor.ts';
import type { Site, SiteBoard } from './site.ts';

const { site, boards } = await readSite('test/board-site', {
  boardsDirectory: 'boards',
  drivers: driverCatalog,
});
if (site === undefined) throw new Error('the site of the tests is broken');
const [board] = site.boards;
if (board === undefined) throw new Error('the site of the tests has no board');

const test = suite('board bundle');

test('has everything of its board, and comes back whole from the wire', () => {
  const bundle = bundleOf({ site, boards, board: board.id, version: 3 });
  assert.is.not(bundle, undefined);
  if (bundle === undefined) return;
  assert.equal(JSON.parse(JSON.stringify(bundle.board)), JSON.parse(JSON.stringify(board)));
  const again = boardBundleSchema.parse(decodeCbor(encodeCbor(bundle), { maxBytes: 1 << 20 }));
  assert.is(bundleHash(again), bundleHash(bundle));
});

test('has the same hash in every version, and another one when a rule changes', () => {
  const hash = (version: number, of: Site): string => {
    const bundle = bundleOf({ site: of, boards, board: board.id, version });
    return bundle === undefined ? '' : bundleHash(bundle);
  };
  const changed = edited((things) =>
    things.map((thing) => ({
      ...thing,
      properties: thing.properties.map((property) => ({ ...property, settleMs: 7 })),
    })),
  );
  assert.is(hash(1, site), hash(2, site));
  assert.is.not(hash(1, site), hash(1, changed));
});

test('does not exist for a board the site does not have', () => {
  assert.is(bundleOf({ site, boards, board: 'nowhere', version: 1 }), undefined);
});

test('names the things of other boards that a rule rests on, and no others', () => {
  const [first] = board.things;
  const [other] = first?.properties ?? [];
  if (first === undefined || other === undefined) throw new Error('nothing to rename');
  const far = { ...first, id: 'far-tank', board: 'other' };
  const further = { ...first, id: 'further-tank', board: 'other' };
  const interlocks = [
    { requires: { reading: { thing: 'far-tank', property: other.name }, min: 1, freshWithin: 1 } },
  ];
  const here = edited((things) =>
    things.map((thing) => ({
      ...thing,
      properties: thing.properties.map((property) => ({ ...property, interlocks })),
    })),
  );
  const there = { ...board, id: 'other', things: [far, further] };
  const both = { ...here, boards: [...here.boards, there] };
  const bundle = bundleOf({ site: both, boards, board: board.id, version: 1 });
  assert.equal(
    bundle?.foreign.map(({ id }) => id),
    ['far-tank'],
  );
});

function edited(change: (things: SiteBoard['things']) => SiteBoard['things']): Site {
  if (site === undefined || board === undefined) throw new Error('no site');
  return { ...site, boards: [{ ...board, things: change(board.things) }] };
}

test.run();
