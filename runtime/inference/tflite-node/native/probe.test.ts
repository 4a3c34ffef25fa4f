/** What the probe finds out about the real library, and about such as are broken on purpose (`test/tflite/`). */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copyFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { compileShared, OWN_LIBRARY, refusal, testWith } from '../../../../test/native-rig.ts';
import { inTempDirectory } from '../../../../test/temp-directory.ts';
import { openNative } from './native-session.ts';
import { capabilitiesOf, recordPath, sha256Of, type Capabilities } from './probe.ts';
import { PROBES } from './probe-models.ts';

const test = suite('probe');
const REAL = ['addon', 'library'] as const;
const NEEDS = [...REAL, 'compiler'] as const;

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

/** The real one, without what was found out about it before. */
async function withCopy(use: (path: string) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const path = join(directory, 'libtensorflowlite_c.so');
    copyFileSync(OWN_LIBRARY, path);
    await use(path);
  });
}

const VERSION_2_9: Capabilities = {
  version: '2.9.0',
  perChannelFullyConnected: false,
  refusesCustomOperators: true,
};

testWith(test, REAL, 'knows what version 2.9.0 can do, and what it does wrong', () =>
  withCopy(async (path) => {
    assert.equal(await capabilitiesOf(path), VERSION_2_9);
  }),
);

testWith(test, REAL, 'tries a library once, for all who ask', () =>
  withCopy(async (path) => {
    const [one, other] = await Promise.all([capabilitiesOf(path), capabilitiesOf(path)]);
    assert.is(one, other);
  }),
);

testWith(test, REAL, 'believes what was found before of the same bytes, and of no others', () =>
  withCopy(async (path) => {
    const found = { ...VERSION_2_9, version: 'as found before' };
    const record = (sha256: string): void =>
      writeFileSync(recordPath(path), JSON.stringify({ ...found, sha256 }));
    record('another');
    assert.is((await capabilitiesOf(path)).version, '2.9.0');
    record(sha256Of(path));
    utimesSync(path, 1, 1); // as a file that is new
    assert.is((await capabilitiesOf(path)).version, 'as found before');
  }),
);

testWith(test, NEEDS, 'believes no library that says it ran and did not', () =>
  withLibrary('liar.c', async (path) => {
    const { code, message } = await refusal(capabilitiesOf(path));
    assert.is(code, 'TFLITE_LIBRARY_UNUSABLE');
    // What it never wrote is whatever was there.
    assert.match(message, /it computes CONV_2D as [-\d ]+, and right is 31 -11/);
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
