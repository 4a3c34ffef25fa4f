/** The doctor's answers, and what each generic check says on both sides of its border. */
import { chmod } from 'node:fs/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Asker } from '../actions/asker.ts';
import type { DoctorCheck, Finding } from '../core/doctor-check.ts';
import { FakeClock } from '../../test/fake-clock.ts';
import { inTempDirectory } from '../../test/temp-directory.ts';
import { clockCheck } from './checks/clock.check.ts';
import { dataDirectoryCheck } from './checks/data-directory.check.ts';
import { diskSpaceCheck } from './checks/disk-space.check.ts';
import { memoryCheck } from './checks/memory.check.ts';
import { nodeVersionCheck } from './checks/node-version.check.ts';
import { doctorAction } from './doctor.action.ts';
import { Doctor } from './doctor.ts';

const asker: Asker = {
  person: 'owner',
  role: 'admin',
  via: 'cli',
  chat: 'cli:owner',
  language: 'en',
  words: 'doctor',
};

function declare(code: string, look: DoctorCheck['look']): DoctorCheck {
  return { code, question: `Is ${code} well?`, look };
}

const well = declare('a', () => Promise.resolve({ verdict: 'ok', text: 'fine' }));
const broken = declare('b', () => Promise.reject(new Error('no such file')));

test('answers in the order of the checks, and makes a finding of a check that throws', async () => {
  const fix = 'This check could not be made. Report it with the text above.';
  assert.equal(await new Doctor({ checks: [broken, well] }).examine(), [
    { code: 'b', question: 'Is b well?', verdict: 'fail', text: 'no such file', fix },
    { code: 'a', question: 'Is a well?', verdict: 'ok', text: 'fine' },
  ]);
});

test('can be asked for as an action that only reads', async () => {
  const action = doctorAction({ doctor: new Doctor({ checks: [well, broken] }) });
  assert.equal([action.name, action.kind, action.role], ['doctor', 'read', 'viewer']);
  const result = await action.run({}, asker);
  assert.equal([result.ok, result.isUnwell], [true, true], 'a shell must see it');
  const fine = await doctorAction({ doctor: new Doctor({ checks: [well] }) }).run({}, asker);
  assert.is(fine.isUnwell, false);
  assert.match(
    result.text,
    /^ok: Is a well\? fine\nFAILED: Is b well\? no such file\n {2}→ This check/,
  );
});

const MB = 1e6;
const early = new FakeClock(Date.UTC(1970, 0, 1, 0, 1));

/** [what it is about, the check, the verdict] */
const BORDERS: readonly (readonly [string, DoctorCheck, Finding['verdict']])[] = [
  ['the oldest Node.js', nodeVersionCheck({ version: 'v20.19.0' }), 'ok'],
  ['one before it', nodeVersionCheck({ version: 'v20.18.9' }), 'fail'],
  ['a newer one', nodeVersionCheck({ version: 'v24.0.0' }), 'ok'],
  ['memory at its limit', memoryCheck({ limitBytes: 95, rssBytes: () => 95 }), 'ok'],
  ['memory above it', memoryCheck({ limitBytes: 95, rssBytes: () => 96 }), 'warn'],
  [
    '500 MB of disk',
    diskSpaceCheck({ directory: '/', freeBytes: () => Promise.resolve(500 * MB) }),
    'ok',
  ],
  [
    '499 MB of disk',
    diskSpaceCheck({ directory: '/', freeBytes: () => Promise.resolve(499 * MB) }),
    'warn',
  ],
  [
    '49 MB of disk',
    diskSpaceCheck({ directory: '/', freeBytes: () => Promise.resolve(49 * MB) }),
    'fail',
  ],
  ['a clock that was set', clockCheck({ clock: new FakeClock() }), 'ok'],
  ['a clock that was never set', clockCheck({ clock: early }), 'fail'],
];

for (const [what, check, expected] of BORDERS)
  test(`says ${expected} to ${what}`, async () => {
    const { verdict, fix } = await check.look();
    assert.is(verdict, expected);
    assert.is(fix === undefined, expected === 'ok');
  });

test('wants the data directory for its owner alone', () =>
  inTempDirectory(async (directory) => {
    const check = dataDirectoryCheck({ directory });
    assert.is((await check.look()).verdict, 'ok');
    await chmod(directory, 0o710);
    assert.equal(await check.look(), {
      verdict: 'fail',
      text: `${directory} has mode 0710`,
      fix: `chmod 700 ${directory}`,
    });
  }));

test('asks the system how much room there is', () =>
  inTempDirectory(async (directory) => {
    assert.match((await diskSpaceCheck({ directory }).look()).text, /^\d+ MB free$/);
  }));

test.run();
