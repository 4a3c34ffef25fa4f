import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boardFile, site, siteBoard } from '../../test/board-site.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { bundleOf } from '../config/board-bundle.ts';
import { sealBundle, unsealBundle } from './sealed-bundle.ts';
import { seal } from './sealed-envelope.ts';
import { loadSiteKey } from './site-key.ts';

const boards = new Map([[siteBoard.model, boardFile]]);
const bundle = bundleOf({ site, boards, board: siteBoard.id, version: 1 });
if (bundle === undefined) throw new Error('no bundle');

const test = suite('sealed bundle');

test('opens what the site signed, and nothing that was changed on the way', () =>
  inTempDirectory(async (directory) => {
    const key = await loadSiteKey(directory);
    const trusted = new Map([[key.id, key.publicKey]]);
    const bytes = sealBundle(bundle, key);
    assert.equal(plain(unsealBundle(bytes, trusted)), plain(bundle));
    const changed = Uint8Array.from(bytes);
    changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1;
    assert.match(codeOf(unsealBundle(changed, trusted)), /^BUNDLE_/);
    assert.is(codeOf(unsealBundle(bytes, new Map())), 'BUNDLE_BAD_SIGNATURE');
    assert.is(codeOf(unsealBundle(new Uint8Array(2 << 20), trusted)), 'BUNDLE_MALFORMED');
  }));

test('refuses a bundle with a rule it does not know, instead of running without it', () =>
  inTempDirectory(async (directory) => {
    const key = await loadSiteKey(directory);
    const newer = { ...bundle, board: { ...bundle.board, lasers: ['on'] } };
    const bytes = seal(newer, 'boardtalk bundle v1\0', key);
    assert.is(codeOf(unsealBundle(bytes, new Map([[key.id, key.publicKey]]))), 'BUNDLE_MALFORMED');
  }));

test('takes no signature that was made for something else', () =>
  inTempDirectory(async (directory) => {
    const key = await loadSiteKey(directory);
    const bytes = seal(bundle, 'boardtalk command v1\0', key);
    const opened = unsealBundle(bytes, new Map([[key.id, key.publicKey]]));
    assert.is(codeOf(opened), 'BUNDLE_BAD_SIGNATURE');
  }));

function codeOf(opened: object): string {
  return 'code' in opened && typeof opened.code === 'string' ? opened.code : 'none';
}

/** Without what is undefined: it is not sent. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

test.run();
