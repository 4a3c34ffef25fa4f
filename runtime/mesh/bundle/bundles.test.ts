/** Desk and keeper, each against a real store; the wire between them is a list of what was published. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boardFile, site, siteBoard } from '../../../test/board-site.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { withState } from '../../../test/open-state.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import type { BoardBundle } from '../../config/board-bundle.ts';
import type { Site } from '../../config/site.ts';
import { silentLog } from '../../core/log.ts';
import { loadSiteKey, type SiteKey } from '../../policy/site-key.ts';
import type { Store } from '../../state/store.ts';
import { BundleDesk } from './bundle-desk.ts';
import { BundleKeeper } from './bundle-keeper.ts';

const boards = new Map([[siteBoard.model, boardFile]]);
const source = { site, boards };

/** The site with its one board under another title. */
function titled(en: string): { site: Site; boards: typeof boards } {
  return { site: { ...site, boards: [{ ...siteBoard, title: { en } }] }, boards };
}

interface Bench {
  readonly key: SiteKey;
  readonly store: Store;
  /** Bundles in the order they were published. */
  readonly published: Uint8Array[];
  readonly desk: () => Promise<BundleDesk>;
  readonly keeper: (apply?: (bundle: BoardBundle) => Promise<void>) => BundleKeeper;
}

function withBench(use: (bench: Bench) => Promise<void>): Promise<void> {
  return inTempDirectory(async (directory) => {
    const key = await loadSiteKey(directory);
    await withState(directory, new FakeClock(), ({ store }) => {
      const published: Uint8Array[] = [];
      const publish = (_topic: string, payload: Uint8Array): Promise<void> =>
        Promise.resolve(void published.push(payload));
      return use({
        ...{ key, store, published },
        desk: async () => {
          const desk = new BundleDesk({ key, store, outlet: { publish } });
          await desk.load();
          return desk;
        },
        keeper: (apply = () => Promise.resolve()) =>
          new BundleKeeper({
            ...{ site: site.id, node: siteBoard.id, store, log: silentLog, apply },
            trusted: new Map([[key.id, key.publicKey]]),
            onChange: () => undefined,
          }),
      });
    });
  });
}

function at(published: readonly Uint8Array[], index: number): Uint8Array {
  const bytes = published.at(index);
  if (bytes === undefined) throw new Error('nothing was published');
  return bytes;
}

/** Titles of what a board lives by after a restart. */
async function resumed(keeper: Bench['keeper']): Promise<readonly string[]> {
  const applied: string[] = [];
  await keeper(({ board }) => Promise.resolve(void applied.push(board.title.en))).resume();
  return applied;
}

const test = suite('bundles');

test('get a higher version only when something changed for the board, over restarts too', () =>
  withBench(async ({ desk }) => {
    const first = await desk();
    await first.update(source);
    await first.update(source);
    assert.is(first.wanted(siteBoard.id)?.version, 1);
    await first.update(titled('other'));
    assert.is(first.wanted(siteBoard.id)?.version, 2);
    const next = await desk();
    await next.update(titled('other'));
    assert.is(next.wanted(siteBoard.id)?.version, 2);
  }));

test('of a gateway that was put back from a copy overtake what the boards have', () =>
  withBench(async ({ desk, published }) => {
    const gateway = await desk();
    await gateway.update(source);
    await gateway.reported(siteBoard.id, { version: 7, hash: 'f'.repeat(64) });
    assert.is(gateway.wanted(siteBoard.id)?.version, 8);
    assert.is(published.length, 2);
    assert.is(gateway.drift(siteBoard.id, { version: 7, hash: 'f'.repeat(64) }), 'behind');
  }));

test('are applied, kept, and there again after a restart', () =>
  withBench(async ({ desk, published, keeper }) => {
    await (await desk()).update(source);
    assert.is(await keeper().take(at(published, 0)), undefined);
    assert.equal(await resumed(keeper), [siteBoard.title.en]);
  }));

test('that do not work after a restart keep nobody from joining, and are tried again when they come', () =>
  withBench(async ({ desk, published, keeper }) => {
    await (await desk()).update(source);
    await keeper().take(at(published, 0));
    let isBroken = true;
    const board = keeper(() =>
      isBroken ? Promise.reject(new Error('no such chip')) : Promise.resolve(),
    );
    await board.resume();
    assert.is(board.mark, undefined);
    assert.match(board.problem ?? '', /version 1: no such chip/);
    isBroken = false;
    await board.take(at(published, 0));
    assert.is(board.mark?.version, 1);
    assert.is(board.problem, undefined);
  }));

test('with the content in force but an older version, from a gateway put back, are no trouble', () =>
  withBench(async ({ desk, published, keeper }) => {
    const gateway = await desk();
    await gateway.update(source);
    await gateway.update(titled('other'));
    await gateway.update(source);
    let applied = 0;
    const board = keeper(() => Promise.resolve(void (applied += 1)));
    await board.take(at(published, 2));
    assert.is(await board.take(at(published, 0)), undefined);
    assert.is(board.problem, undefined);
    assert.is(board.mark?.version, 3);
    assert.is((await board.take(at(published, 1)))?.code, 'MESH_BUNDLE_OLDER');
    assert.is(applied, 1);
  }));

test('that cannot be applied leave the last good one in force, and say why', () =>
  withBench(async ({ desk, published, keeper }) => {
    const gateway = await desk();
    await gateway.update(source);
    await gateway.update(titled('broken'));
    const applied: string[] = [];
    const board = keeper(({ board: { title } }) => {
      applied.push(title.en);
      return title.en === 'broken' ? Promise.reject(new Error('no such part')) : Promise.resolve();
    });
    await board.take(at(published, 0));
    await board.take(at(published, 1));
    // It comes again with every join, and is not tried again.
    await board.take(at(published, 1));
    assert.equal(applied, [siteBoard.title.en, 'broken', siteBoard.title.en]);
    assert.is(board.mark?.version, 1);
    assert.match(board.problem ?? '', /version 2: no such part/);
    assert.equal(await resumed(keeper), [siteBoard.title.en]);
  }));

test('that are older, or of the same version and other content, are refused', () =>
  withBench(async ({ desk, published, keeper, key, store }) => {
    const gateway = await desk();
    await gateway.update(source);
    await gateway.update(titled('second'));
    const board = keeper();
    await board.take(at(published, 1));
    assert.is((await board.take(at(published, 0)))?.code, 'MESH_BUNDLE_OLDER');
    const forked: Uint8Array[] = [];
    const outlet = {
      publish: (_topic: string, payload: Uint8Array) => Promise.resolve(void forked.push(payload)),
    };
    // A second gateway with the same key, and a memory of its own that begins at the same version.
    const other = new BundleDesk({ key, store, outlet });
    await other.load();
    await gateway.update(titled('third'));
    await other.update(titled('fork'));
    await board.take(at(published, 2));
    assert.is((await board.take(at(forked, 0)))?.code, 'MESH_BUNDLE_OLDER');
    assert.is(board.mark?.version, 3);
  }));

test('for another board are refused', () =>
  withBench(async ({ desk, published, store, key }) => {
    await (await desk()).update(source);
    const other = new BundleKeeper({
      ...{ site: site.id, node: 'pump-room', store, log: silentLog },
      trusted: new Map([[key.id, key.publicKey]]),
      ...{ apply: () => Promise.resolve(), onChange: () => undefined },
    });
    assert.is((await other.take(at(published, 0)))?.code, 'MESH_BUNDLE_OTHER_BOARD');
  }));

test.run();
