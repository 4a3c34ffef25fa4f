import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defineAction } from '../../actions/action.ts';
import { Catalogue } from '../../actions/catalogue.ts';
import { silentLog } from '../../core/log.ts';
import { z } from '../../core/schema.ts';
import { FakeControlPorts } from '../../../test/fake-control-ports.ts';
import { runCliWith, type CliEnd } from '../../../test/run-cli.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { ControlSocket } from '../control-socket.ts';

const main = { board: 'main', ok: true, entries: 14, first: 1, last: 14 };
const shed = { board: 'shed', ok: true, entries: 1, first: 1, last: 1 };

/** Runs the command on a node that finds these journals. */
function verified(
  boards: readonly (typeof main)[],
  use: (run: (...options: string[]) => Promise<CliEnd>) => Promise<void>,
): Promise<void> {
  const entries = boards.reduce((sum, board) => sum + board.entries, 0);
  const action = defineAction<object, object>({
    ...{ name: 'journal-verify', kind: 'read', role: 'viewer', positional: [] },
    ...{ help: { en: 'v', zh: 'v' }, examples: { en: ['v'], zh: ['v'] } },
    args: z.strictObject({}),
    run: () => Promise.resolve({ ok: true, data: { ...boards[0], entries, boards } }),
    say: () => '',
  });
  return inTempDirectory(async (directory) => {
    const actions = new Catalogue({ actions: [action], authorize: () => undefined });
    const ports = { actions, chat: new FakeControlPorts().chat };
    const path = join(directory, 'boardtalk.sock');
    const socket = new ControlSocket({ path, ports, log: silentLog });
    await socket.start(new AbortController().signal);
    try {
      await use((...options) => runCliWith(['journal', 'verify', '--data', directory, ...options]));
    } finally {
      await socket.stop();
    }
  });
}

test('says of one journal where it begins and ends', () =>
  verified([main], async (run) => {
    assert.is((await run()).stdout, 'the journal is whole: 14 entries, 1 to 14\n');
  }));

test('says it of each board where there are several', () =>
  verified([main, shed], async (run) => {
    assert.is(
      (await run()).stdout,
      'the journals of 2 boards are whole:\n  main: 14 entries, 1 to 14\n  shed: 1 entry, 1 to 1\n',
    );
    const answer: unknown = JSON.parse((await run('--json')).stdout);
    assert.equal(z.looseObject({ boards: z.unknown() }).parse(answer).boards, [main, shed]);
  }));

test('leaves `journal` alone to the node, as several hints say it', () =>
  inTempDirectory(async (directory) => {
    const { stderr } = await runCliWith(['journal', '--data', directory]);
    assert.match(stderr, 'CLI_NOT_REACHABLE');
  }));

test.run();
