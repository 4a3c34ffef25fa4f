/** The sample of two boards in two processes: a gateway, and the pump room that has joined it. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from '../../runtime/core/schema.ts';
import { NodeProcess } from './node-process.ts';
import { helpersOf, soon } from './outside.ts';

/** The site directory, not to be edited. */
export const TWO_BOARDS = join(import.meta.dirname, '../../provisioning/two-boards');

const boardsSchema = z.array(
  z.looseObject({
    id: z.string(),
    online: z.boolean(),
    bundle: z.number().optional(),
    drift: z.string().optional(),
    problem: z.string().optional(),
  }),
);

export interface TwoBoards {
  /** A copy of the site directory, to be edited. */
  readonly site: string;
  readonly gateway: NodeProcess;
  readonly board: NodeProcess;
}

export async function startTwoBoards(): Promise<TwoBoards> {
  const site = mkdtempSync(join(tmpdir(), 'boardtalk-site-'));
  cpSync(TWO_BOARDS, site, { recursive: true });
  // One that stays the same when the gateway is started again.
  const mqtt = `127.0.0.1:${String(20_000 + Math.floor(Math.random() * 10_000))}`;
  const gateway = await new NodeProcess({ configDirectory: site, mqtt, http: 'off' }).start();
  const args = ['--token', await tokenFor(gateway, 'pump-room'), '--gateway', mqtt];
  const board = await new NodeProcess({ role: 'board', args }).start();
  await inStep(gateway);
  return { site, gateway, board };
}

export async function stopTwoBoards({ site, gateway, board }: TwoBoards): Promise<void> {
  await Promise.all([board.remove(), gateway.remove()]);
  rmSync(site, { recursive: true });
  assert.deepEqual([...helpersOf(gateway), ...helpersOf(board)], []);
}

export async function tokenFor(gateway: NodeProcess, name: string): Promise<string> {
  const { json } = await gateway.cli('board', 'token', name, '--json');
  return z.looseObject({ token: z.string() }).parse(json).token;
}

/** How the gateway sees the pump room. */
export async function boardRow(
  gateway: NodeProcess,
): Promise<z.infer<typeof boardsSchema>[number]> {
  const rows = boardsSchema.parse((await gateway.cli('boards', '--json')).json);
  const row = rows.find(({ id }) => id === 'pump-room');
  if (row === undefined) throw new Error('the site has no pump room');
  return row;
}

/** The board is there, and lives by the newest bundle. */
export async function inStep(gateway: NodeProcess): Promise<void> {
  await soon('the board is in step', async () => {
    const { online, drift } = await boardRow(gateway);
    return online && drift === 'in-step';
  });
}
