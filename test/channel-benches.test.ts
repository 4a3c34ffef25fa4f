/**
 * What docs/channels.md says of a messenger is what its suite ran against: each of the catalogue has a bench, and
 * what that names as its proof is there.
 */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { messengerFormOf, messengerTypes } from '../runtime/config/messengers.ts';
import { z } from '../runtime/core/schema.ts';
import { findChannelBenches } from './channel-benches.ts';
import { findFiles } from './guards/source-files.ts';

const test = suite('benches of messengers');

const packageSchema = z.looseObject({ devDependencies: z.record(z.string(), z.string()) });

const { devDependencies } = packageSchema.parse(JSON.parse(readFileSync('package.json', 'utf8')));
const benches = await findChannelBenches();
const tests = findFiles(['test'], '.ts').map((path) => ({
  path,
  text: readFileSync(path, 'utf8'),
}));

/** Somebody else's program that the stand-in was held against: pinned, and used in a file of the tests. */
function hasForeignProof(verified: string): boolean {
  return Object.entries(devDependencies).some(
    ([name, version]) =>
      verified.includes(`${name} ${version}`) &&
      tests.some(({ text }) => text.includes(`'${name}`) || text.includes(`/${name}/`)),
  );
}

/** `prosody 0.12, a real server`: started by a file that is named so. */
function hasRealServer(verified: string): boolean {
  const [name = ''] = verified.split(' ');
  return (
    verified.includes('a real server') &&
    tests.some(({ path }) => path.includes(name.toLowerCase()))
  );
}

for (const type of messengerTypes) {
  test(`${type} has a bench, and a suite that runs it`, () => {
    const found = benches.get(type);
    assert.ok(found !== undefined, `there is no test/…/${type}-bench.ts`);
    const file = found.path.split('/').at(-1) ?? '';
    const isRun = tests.some(
      ({ text }) => text.includes(`/${file}'`) && text.includes('channelContract('),
    );
    assert.ok(isRun, `no suite runs channelContract on ${found.path}`);
  });

  test(`${type} was verified against the work of others, or says that it is experimental`, () => {
    const verified = benches.get(type)?.verified ?? '';
    const isProven = hasForeignProof(verified) || hasRealServer(verified);
    assert.is(messengerFormOf(type)?.isExperimental ?? false, !isProven, verified);
  });
}

test.run();
