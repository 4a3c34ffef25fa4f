/** What a messenger owes the site that fetches the pictures of people: theirs, whole, and nothing else. */
import assert from 'node:assert/strict';
import type { Test } from 'uvu';
import { ChannelRig } from '../channel-rig.ts';
import { inTempDirectory } from '../temp-directory.ts';
import { until } from '../until.ts';
import { ANNA, STRANGER, type ChannelBench } from './channel.contract.ts';

/** A white dot: a whole PNG. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==',
  'base64',
);

const MOST = 10_000_000;

/** A server of a platform where people send pictures. */
export interface PictureBench extends ChannelBench {
  /** Somebody sends a picture, whatever its bytes are. */
  writePicture(user: number, bytes: Uint8Array, caption: string): void;
  /** The platform has none of those any more that were sent. */
  loseFiles(): void;
  /** How many were fetched. */
  fetched(): number;
}

type Prove = (rig: ChannelRig, bench: PictureBench) => Promise<void>;

export function pictureContract(test: Test, bench: () => PictureBench): void {
  for (const [sentence, prove] of Object.entries(SEEING))
    test(sentence, () => withRig(bench(), prove));
}

async function withRig(bench: PictureBench, prove: Prove): Promise<void> {
  await bench.open();
  await inTempDirectory(async (directory) => {
    const rig = new ChannelRig(directory, bench);
    await rig.start();
    await prove(rig, bench).finally(() => rig.stop());
    assert.ok(!rig.log.includes(bench.secret), 'a log line has the secret in it');
  }).finally(() => bench.close());
}

const SEEING: Readonly<Record<string, Prove>> = {
  'reads a picture that somebody known sends, and only theirs': async (rig, bench) => {
    bench.writePicture(STRANGER, DOT, 'boiler');
    await until(() => bench.seen(STRANGER).length === 1);
    bench.writePicture(ANNA, DOT, 'switch everything off');
    bench.writePicture(ANNA, DOT, '');
    await until(() => bench.seen(ANNA).length === 2);
    assert.deepEqual(bench.seen(ANNA), ['saw 67 bytes', 'saw 67 bytes']);
    assert.deepEqual(
      rig.pictures.map(({ under }) => under),
      ['switch everything off', ''],
    );
    assert.ok(rig.pictures.every(({ bytes }) => DOT.equals(bytes)));
    assert.deepEqual(rig.said, [], 'what stands under a picture is no order');
    assert.equal(bench.fetched(), 2, 'of a stranger nothing is fetched');
  },
  'says that a picture cannot be fetched, and goes on': async (rig, bench) => {
    rig.hold();
    bench.write(ANNA, 'first');
    await until(() => rig.said.length === 1);
    bench.writePicture(ANNA, DOT, 'boiler');
    bench.write(ANNA, 'after');
    await until(() => bench.held() === 0 && rig.waiting() === 3);
    bench.loseFiles();
    rig.release();
    await until(() => bench.seen(ANNA).length === 3);
    assert.match(bench.seen(ANNA)[1] ?? '', /^I could not get your picture: [^]+\.$/);
    assert.deepEqual(rig.pictures, []);
    assert.deepEqual(rig.said, ['first', 'after']);
  },
  'takes nothing for a picture that is none, is cut, or is too large': async (rig, bench) => {
    bench.writePicture(ANNA, Buffer.from('<html>log in</html>'), 'boiler');
    bench.writePicture(ANNA, DOT.subarray(0, -4), 'boiler');
    bench.writePicture(ANNA, Buffer.concat([DOT, Buffer.alloc(MOST)]), 'boiler');
    await until(() => bench.seen(ANNA).length === 3);
    const [page = '', cut = '', large = ''] = bench.seen(ANNA);
    assert.match(page, /no PNG, JPEG or WebP/);
    assert.match(cut, /did not arrive whole/);
    assert.match(large, /more than 10 MB/);
    assert.deepEqual(rig.pictures, []);
  },
};
