/** What the installer puts into the system: scripts that any sh understands, and a unit that systemd thinks well of. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inTempDirectory } from '../test/temp-directory.ts';

const test = suite('the service');

const PARTS = readdirSync('provisioning/install').map((name) => `provisioning/install/${name}`);
const SCRIPTS = [
  ...PARTS,
  'provisioning/install.sh',
  'provisioning/system/boardtalk',
  'provisioning/system/make-safe.sh',
];
const UNIT = 'provisioning/system/boardtalk.service';

/** Says aloud which tool is missing for it. */
function testWith(
  tool: string,
  option: string,
  sentence: string,
  run: () => Promise<void> | void,
): void {
  if (spawnSync(tool, [option]).status === 0) test(sentence, run);
  else test.skip(`${sentence} (SKIPPED: there is no ${tool} here)`);
}

for (const script of SCRIPTS)
  test(`${script} is understood by a plain sh`, () => {
    assert.is(spawnSync('sh', ['-n', script]).status, 0);
  });

testWith('shellcheck', '--version', 'shellcheck finds nothing in the scripts', () => {
  // The parts are read with the installer.
  const scripts = SCRIPTS.filter((script) => !PARTS.includes(script));
  assert.is(spawnSync('shellcheck', ['-x', ...scripts], { encoding: 'utf8' }).stdout, '');
});

testWith(
  'systemd-analyze',
  '--version',
  'systemd exposes the service by no more than 2.0 of 10',
  () => {
    const words = ['security', '--offline=true', '--threshold=20', '--no-pager', UNIT];
    const { status, stdout, stderr } = spawnSync('systemd-analyze', words, { encoding: 'utf8' });
    assert.match(stdout, /Overall exposure level for boardtalk\.service: \d\.\d/, stderr);
    assert.is(status, 0, stdout);
  },
);

testWith('systemd-analyze', '--version', 'systemd finds no mistake in the unit', async () => {
  await inTempDirectory(async (folder) => {
    // What it starts must be there for that: here it is anywhere.
    const unit = join(folder, 'boardtalk.service');
    const text = readFileSync(UNIT, 'utf8').replaceAll(/\/opt\/boardtalk\/\S+/g, '/bin/true');
    writeFileSync(unit, text);
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
    assert.is(stderr, '');
    assert.is(status, 0);
    return Promise.resolve();
  });
});

test.run();
