import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { backupAction } from '../../policy/backup.action.ts';
import { Catalogue } from '../../actions/catalogue.ts';
import { silentLog } from '../../core/log.ts';
import { FakeClock } from '../../../test/fake-clock.ts';
import { FakeControlPorts } from '../../../test/fake-control-ports.ts';
import { withState } from '../../../test/open-state.ts';
import { runCliWith } from '../../../test/run-cli.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { ControlSocket } from '../control-socket.ts';

/** A node of nothing but its store and journal, that can be asked for a backup. */
function withNode(use: (root: string, home: string) => Promise<void>): Promise<void> {
  return inTempDirectory(async (root) => {
    const home = join(root, 'home');
    const clock = new FakeClock();
    await withState(home, clock, async ({ store, journal }) => {
      await journal.append([
        { kind: 'claim', board: 'main', actor: 'owner', cause: 'claimed', details: {} },
      ]);
      const action = backupAction({ store, directory: home, clock });
      const actions = new Catalogue({ actions: [action], authorize: () => undefined });
      const ports = { actions, chat: new FakeControlPorts().chat };
      const path = join(home, 'boardtalk.sock');
      const socket = new ControlSocket({ path, ports, log: silentLog });
      await socket.start(new AbortController().signal);
      await use(root, home).finally(() => socket.stop());
    });
  });
}

test('backs up, seals, and restores what verifies again', () =>
  withNode(async (root, home) => {
    const [file, again, secret] = ['b', 'again', 'secret'].map((name) => join(root, name));
    assert.ok(file && again && secret);
    await writeFile(secret, 'open sesame\n');
    const seal = ['--passphrase-file', secret];
    const written = await runCliWith(['backup', file, ...seal, '--data', home]);
    assert.is(written.code, 0, written.stderr);
    assert.match(written.stdout, /read back and whole, sealed/);
    const wrong = await runCliWith(['restore', file, '--data', again]);
    assert.is(wrong.code, 1);
    assert.match(wrong.stderr, 'STATE_BACKUP_PASSPHRASE');
    const restored = await runCliWith(['restore', file, ...seal, '--data', again]);
    assert.is(restored.code, 0, restored.stderr);
    const { stdout } = await runCliWith(['journal', 'verify', '--data', again]);
    assert.is(stdout, 'the journal is whole: 1 entry, 1 to 1\n');
  }));

test('refuses a file that is there already, and a directory that is not empty', () =>
  withNode(async (root, home) => {
    const file = join(root, 'b');
    assert.is((await runCliWith(['backup', file, '--data', home])).code, 0);
    const twice = await runCliWith(['backup', file, '--data', home]);
    assert.match(twice.stderr, 'STATE_BACKUP_EXISTS');
    const onto = await runCliWith(['restore', file, '--data', home]);
    assert.match(onto.stderr, 'STATE_NOT_EMPTY');
  }));

test('asks for the file', async () => {
  for (const command of ['backup', 'restore'])
    assert.is((await runCliWith([command, '--data', '/nowhere'])).code, 2);
});

test.run();
