import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { attach } from '../../actions/attach.ts';
import { defineAction, type Action, type ActionResult } from '../../actions/action.ts';
import { Catalogue } from '../../actions/catalogue.ts';
import { silentLog } from '../../core/log.ts';
import { z } from '../../core/schema.ts';
import { FakeControlPorts } from '../../../test/fake-control-ports.ts';
import { runCliWith, type CliEnd } from '../../../test/run-cli.ts';
import { inTempDirectory } from '../../../test/temp-directory.ts';
import { ControlSocket } from '../control-socket.ts';

const AT = Date.UTC(2026, 5, 1, 12);
const ROWS = [{ at: AT, min: 60, max: 62, mean: 61, last: 62, count: 6 }];

type Pictured = Pick<ActionResult, 'attachments'>;

/** Answers as the real one does, and says which arguments came. */
function answering(name: string, data: object, more: Pictured = {}): Action {
  return defineAction<object, object>({
    ...{ name, kind: 'read', role: 'viewer', positional: ['target'] },
    ...{ help: { en: name, zh: name }, examples: { en: [name], zh: [name] } },
    args: z.strictObject({
      target: z.string(),
      last: z.string().optional(),
      from: z.string().optional(),
      to: z.string().optional(),
      points: z.number().optional(),
      csv: z.boolean().optional(),
    }),
    run: (args) => Promise.resolve({ ok: true, data: { ...data, args }, ...more }),
    say: (answer) => JSON.stringify('args' in answer ? answer.args : undefined),
  });
}

type Run = (...argv: string[]) => Promise<CliEnd>;

/** @param file what the answers carry, if anything */
function withNode(
  use: (run: Run, directory: string) => Promise<void>,
  file: Pictured = {},
): Promise<void> {
  return inTempDirectory(async (directory) => {
    const series = { series: 'tank.level', rows: ROWS };
    const actions = new Catalogue({
      actions: [answering('history', series, file), answering('plot', series, file)],
      authorize: () => undefined,
    });
    const ports = { actions, chat: new FakeControlPorts().chat };
    const socket = new ControlSocket({
      path: join(directory, 'boardtalk.sock'),
      ports,
      log: silentLog,
    });
    await socket.start(new AbortController().signal);
    try {
      await use((...argv) => runCliWith([...argv, '--data', directory]), directory);
    } finally {
      await socket.stop();
    }
  });
}

const TABLE = {
  attachments: [
    attach(
      'tank-level',
      {
        bytes: Buffer.from('\uFEFFtime,last (%)\r\n2026-06-01T12:00:00Z,61\r\n'),
        type: 'text/csv',
      },
      'one row',
    ),
  ],
};

test('reads a stretch of time from the history', () =>
  withNode(async (run) => {
    const said = JSON.stringify({ target: 'tank.level', last: '24h' });
    assert.is((await run('read', 'tank.level', '--last', '24h')).stdout, `${said}\n`);
    assert.is((await run('history', 'tank.level', '--last=24h')).stdout, `${said}\n`);
  }));

test('prints rows for a spreadsheet with --csv', () =>
  withNode(async (run) => {
    const { stdout, stderr } = await run('read', 'tank.level', '--last', '24h', '--csv');
    assert.is(stdout, 'time,last (%)\n2026-06-01T12:00:00Z,61\n');
    assert.match(stderr, 'one row');
    const asked = await run('history', 'tank.level', '--csv', '--json');
    const args = { target: 'tank.level', csv: true };
    assert.equal(JSON.parse(asked.stdout), { series: 'tank.level', rows: ROWS, args });
  }, TABLE));

test('prints with --json the whole answer', () =>
  withNode(async (run) => {
    const { stdout } = await run('history', 'tank', '--points', '9', '--json');
    const args = { target: 'tank', points: 9 };
    assert.equal(JSON.parse(stdout), { series: 'tank.level', rows: ROWS, args });
  }));

const PICTURE = {
  attachments: [
    attach('tank-level', { bytes: Buffer.from('a picture'), type: 'image/png' }, 'the tank'),
  ],
};

test('writes the picture to the file that is named', () =>
  withNode(async (run, directory) => {
    const file = join(directory, 'tank.png');
    const { stdout } = await run('plot', 'tank.level', '--out', file);
    assert.match(stdout, `\n${file}\n`);
    assert.is(await readFile(file, 'utf8'), 'a picture');
  }, PICTURE));

test('says so when the file cannot be written', () =>
  withNode(async (run, directory) => {
    await writeFile(join(directory, 'file'), '');
    const { code, stderr } = await run('plot', 'tank', '--out', join(directory, 'file', 'x.png'));
    assert.is(code, 1);
    assert.match(stderr, 'CLI_FILE_NOT_WRITTEN');
  }, PICTURE));

test('shows the curve in one line where the node draws no pictures', () =>
  withNode(async (run) => {
    const { code, stdout } = await run('plot', 'tank.level');
    assert.is(code, 0);
    assert.is(stdout, `${JSON.stringify({ target: 'tank.level' })}\n`);
  }));

test.run();
