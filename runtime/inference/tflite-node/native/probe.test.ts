/** What the probe finds out about the real library, and about such as are broken on purpose (`test/tflite/`). */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compileShared, OWN_LIBRARY, refusal, testWith } from '../../../../test/native-rig.ts';
import { inTempDirectory } from '../../../../test/temp-directory.ts';
import { openNative } from './native-session.ts';
import { capabilitiesOf, type Capabilities } from './probe.ts';
import { PROBES } from './probe-models.ts';

const test = suite('probe');
const NEEDS = ['addon', 'library', 'compiler'] as const;

const SOURCES = join(import.meta.dirname, '../../../../test/tflite');

/** A library that is the real one but for what `source` does in its place. */
async function withLibrary(source: string, use: (path: string) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const path = join(directory, 'libtensorflowlite_c.so');
    const folder = dirname(OWN_LIBRARY);
    const real = [
      `-Wl,--no-as-needed,-rpath,${folder}`,
      ...['-L', folder, `-l:${basename(OWN_LIBRARY)}`],
    ];
    compileShared(join(SOURCES, source), path, ...real);
    await use(path);
  });
}

testWith(
  test,
  ['addon', 'library'],
  'knows what version 2.9.0 can do, and what it does wrong',
  async () => {
    const expected: Capabilities = {
      version: '2.9.0',
      perChannelFullyConnected: false,
      refusesCustomOperators: true,
    };
    assert.equal(await capabilitiesOf(OWN_LIBRARY), expected);
  },
);

testWith(test, ['addon', 'library'], 'tries a library once, for all who ask', async () => {
  assert.is(await capabilitiesOf(OWN_LIBRARY), await capabilitiesOf(OWN_LIBRARY));
});

testWith(test, NEEDS, 'believes no library that says it ran and did not', () =>
  withLibrary('liar.c', async (path) => {
    const { code, message } = await refusal(capabilitiesOf(path));
    assert.is(code, 'TFLITE_LIBRARY_UNUSABLE');
    assert.match(message, 'computes CONV_2D as 0 0 0 0 0 0 0 0, and right is 31 -11');
  }),
);

testWith(test, NEEDS, 'does without XNNPACK where that cannot be set up, and says so', () =>
  withLibrary('no-xnnpack.c', async (path) => {
    const { xnnpackObstacle } = await capabilitiesOf(path);
    assert.match(xnnpackObstacle ?? '', 'it cannot be set up on this machine');
    const model = Buffer.from(PROBES.fullyConnected.model, 'base64');
    const session = await openNative(model, { threads: 1, library: path });
    assert.is(session.info.kernels, 'builtin');
    assert.match(session.info.downgrades[0] ?? '', 'no XNNPACK: CONV_2D: it cannot be set up');
    const [output] = await session.run([Int8Array.from(PROBES.fullyConnected.input)]);
    assert.equal([...(output ?? [])].map(Number), PROBES.fullyConnected.output);
    await session.close();
  }),
);

testWith(test, NEEDS, 'outlives a library that ends the process it is loaded into', () =>
  withLibrary('wrong-processor.c', async (path) => {
    const { code, message } = await refusal(
      openNative(new Uint8Array(), { threads: 1, library: path }),
    );
    assert.is(code, 'TFLITE_LIBRARY_UNUSABLE');
    assert.match(message, 'SIGILL');
  }),
);

testWith(test, NEEDS, 'tries a library again after its file has changed', () =>
  withLibrary('liar.c', async (path) => {
    await refusal(capabilitiesOf(path));
    rmSync(path);
    compileShared(join(SOURCES, 'wrong-processor.c'), path);
    assert.match((await refusal(capabilitiesOf(path))).message, 'SIGILL');
  }),
);

test.run();
