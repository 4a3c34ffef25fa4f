import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inTempDirectory } from '../../../../test/temp-directory.ts';
import { OWN_LIBRARY, refusal, testWith } from '../../../../test/native-rig.ts';
import { chooseLibrary } from './proven-library.ts';
import { addonPath } from './addon.ts';
import { findLibraries } from './library.ts';

const test = suite('library');

async function withLibraryNamed(path: string | undefined, use: () => Promise<void>): Promise<void> {
  const before = process.env['TFLITE_LIB'];
  setNamed(path);
  try {
    await use();
  } finally {
    setNamed(before);
  }
}

function setNamed(path: string | undefined): void {
  if (path === undefined) delete process.env['TFLITE_LIB'];
  else process.env['TFLITE_LIB'] = path;
}

/** What makes a library one of this machine is two bytes: e_machine, at 18. */
async function withLibraryOf(machine: number, use: (path: string) => Promise<void>): Promise<void> {
  await inTempDirectory(async (directory) => {
    const bytes = readFileSync(OWN_LIBRARY);
    bytes.writeUInt16LE(machine, 18);
    const path = join(directory, 'libtensorflowlite_c.so');
    writeFileSync(path, bytes);
    await use(path);
  });
}

function refusesAt(path: string): Promise<{ code: string; message: string; hint: string }> {
  return refusal(chooseLibrary({ library: path, isExpendable: true }));
}

testWith(test, ['addon', 'library'], "the package's own library serves where none is named", () =>
  withLibraryNamed(undefined, async () => {
    assert.is([...findLibraries()][0], OWN_LIBRARY);
    assert.is((await chooseLibrary({ isExpendable: true })).path, OWN_LIBRARY);
  }),
);

testWith(
  test,
  ['library'],
  'TFLITE_LIB goes before it, and what the caller names before both',
  () =>
    inTempDirectory(async (directory) => {
      const [named, given] = [join(directory, 'named.so'), join(directory, 'given.so')];
      for (const path of [named, given]) writeFileSync(path, readFileSync(OWN_LIBRARY));
      await withLibraryNamed(named, async () => {
        assert.equal([...findLibraries()], [named]);
        assert.equal([...findLibraries(given)], [given]);
        await Promise.resolve();
      });
    }),
);

testWith(test, ['library'], 'the libraries of the system come last', () =>
  inTempDirectory(async (directory) => {
    const before = process.env['LD_LIBRARY_PATH'];
    process.env['LD_LIBRARY_PATH'] = directory;
    const [good, other] = ['libtensorflow-lite.so.2.14.1', 'libtensorflow-lite.so.3'];
    for (const name of [good, other])
      writeFileSync(join(directory, name), readFileSync(OWN_LIBRARY));
    try {
      const found = [...findLibraries()];
      assert.is(found[0], OWN_LIBRARY);
      assert.ok(found.includes(join(directory, good)));
      assert.not(found.includes(join(directory, other)));
    } finally {
      if (before === undefined) delete process.env['LD_LIBRARY_PATH'];
      else process.env['LD_LIBRARY_PATH'] = before;
    }
    await Promise.resolve();
  }),
);

testWith(test, ['library'], 'the folders of the system are read when nothing better served', () =>
  inTempDirectory(async (directory) => {
    const before = process.env['LD_LIBRARY_PATH'];
    process.env['LD_LIBRARY_PATH'] = directory;
    try {
      const found = findLibraries();
      assert.is(found.next().value, OWN_LIBRARY);
      const late = join(directory, 'libtensorflowlite_c.so');
      writeFileSync(late, readFileSync(OWN_LIBRARY));
      assert.is(found.next().value, late);
    } finally {
      if (before === undefined) delete process.env['LD_LIBRARY_PATH'];
      else process.env['LD_LIBRARY_PATH'] = before;
    }
    await Promise.resolve();
  }),
);

testWith(
  test,
  ['addon', 'library'],
  'the addon asks for no libc that the library does not ask for',
  () => {
    const versionsIn = (path: string): number[] =>
      [
        ...readFileSync(path)
          .toString('latin1')
          .matchAll(/GLIBC_2\.(\d+)/g),
      ].map(([, minor]) => Number(minor));
    assert.ok(Math.max(0, ...versionsIn(addonPath())) <= Math.max(...versionsIn(OWN_LIBRARY)));
  },
);

testWith(test, ['addon'], 'a library that is not there is named', async () => {
  const { code, message } = await refusesAt('/nowhere/libtensorflowlite_c.so');
  assert.is(code, 'TFLITE_NO_LIBRARY');
  assert.match(message, '/nowhere/libtensorflowlite_c.so');
});

for (const [machine, says] of [
  [183, 'arm64'],
  [62, 'x64'],
  [22, 'machine 22'],
] as const)
  if (says !== process.arch)
    testWith(
      test,
      ['addon', 'library'],
      `a library for ${says} is refused before it is loaded`,
      () =>
        withLibraryOf(machine, async (path) => {
          const { code, message } = await refusesAt(path);
          assert.is(code, 'TFLITE_LIBRARY_WRONG_ARCHITECTURE');
          assert.match(message, `is built for ${says}, and this is ${process.arch}`);
        }),
    );

testWith(test, ['addon'], 'what is no library at all is refused as that', () =>
  inTempDirectory(async (directory) => {
    const text = join(directory, 'lib.so');
    writeFileSync(text, 'this is a text, and no library\n');
    for (const path of [text, directory])
      assert.is((await refusesAt(path)).code, 'TFLITE_LIBRARY_UNUSABLE');
  }),
);

testWith(
  test,
  ['addon'],
  'a library without the functions is told from one that has them',
  async () => {
    // The addon itself is a library for this machine, and no TensorFlow Lite.
    const { code, message } = await refusesAt(addonPath());
    assert.is(code, 'TFLITE_LIBRARY_UNUSABLE');
    assert.match(message, 'has no TfLiteVersion');
  },
);

test.run();
