/** The program as a process of its own: exit codes, signals, pipes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { withControlNode } from '../test/control-node.ts';
import { inTempDirectory } from '../test/temp-directory.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

interface End {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function boardtalk(argv: readonly string[], input = ''): Promise<End> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...argv]);
  child.stdin.end(input);
  const said = [text(child.stdout), text(child.stderr)] as const;
  const code = await exitCode(child);
  const [stdout, stderr] = await Promise.all(said);
  return { code, stdout, stderr };
}

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

test('ends with 0, 2, 3 and 4 as the answer is', () =>
  withControlNode(async ({ directory }) => {
    const data = ['--data', directory];
    const codes = await Promise.all([
      boardtalk(['set', 'pump.power', 'on', ...data]),
      boardtalk(['set', 'pump.power', ...data]),
      boardtalk(['set', 'dry.power', 'on', ...data]),
      boardtalk(['read', 'tank.level', '--data', `${directory}/none`]),
    ]);
    assert.equal(
      codes.map(({ code }) => code),
      [0, 2, 3, 4],
    );
  }));

test('prints with --json one value, also for an error, and nothing on standard error', () =>
  inTempDirectory(async (directory) => {
    const { stdout, stderr } = await boardtalk(['read', 'x', '--json', '--data', directory]);
    assert.match(stdout, /^\{"ok":false,"error":\{"code":"CLI_NOT_REACHABLE",.*\}\}\n$/);
    assert.is(stderr, '');
  }));

test('talks line by line with a program', () =>
  withControlNode(async ({ directory }) => {
    const { code, stdout } = await boardtalk(['chat', '--data', directory], 'one\ntwo\n');
    assert.equal([code, stdout], [0, 'heard: one\nheard: two\n']);
  }));

test('makes no fuss when nobody reads on', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, 'version']);
  child.stdout.destroy();
  const said = text(child.stderr);
  const code = await exitCode(child);
  assert.equal([code, await said], [0, '']);
});

test.run();
