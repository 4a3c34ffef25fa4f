/** A gateway and a board in two processes: how long a sentence takes across MQTT, and how much memory each takes. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from '../../runtime/core/schema.ts';
import { NodeProcess } from '../e2e/node-process.ts';
import { soon } from '../e2e/outside.ts';
import { ControlClient } from './control-client.ts';
import { discoveryLatencies } from './discovery-latency.ts';
import { residentMb } from './process-memory.ts';
import { quantile, type Row } from './row.ts';

const SITE = join(import.meta.dirname, '../../provisioning/two-boards');
const IDLE_MS = 20_000;
const WARM_UP_ROUNDS = 20;
const tokenSchema = z.looseObject({ token: z.string() });
const boardsSchema = z.array(z.looseObject({ id: z.string(), drift: z.string().optional() }));

export async function measureMesh(rounds: number): Promise<readonly Row[]> {
  const gateway = await new NodeProcess({ configDirectory: SITE, mqtt: '127.0.0.1:0' }).start();
  const { json } = await gateway.cli('board', 'token', 'pump-room', '--json');
  const args = ['--token', tokenSchema.parse(json).token, '--gateway', gateway.mqtt];
  const board = await new NodeProcess({ role: 'board', args }).start();
  try {
    await soon('the board has joined', async () => {
      const rows = boardsSchema.parse((await gateway.cli('boards', '--json')).json);
      return rows.some(({ drift }) => drift === 'in-step');
    });
    const memory = await idleMemory(gateway, board);
    return [await roundTrip(gateway, rounds), ...memory, ...(await discovery())];
  } finally {
    await Promise.all([board.remove(), gateway.remove()]);
  }
}

async function idleMemory(gateway: NodeProcess, board: NodeProcess): Promise<readonly Row[]> {
  await fetch(gateway.url).then((response) => response.text());
  await sleep(IDLE_MS);
  return [
    memoryRow('idle memory of a gateway: page, broker, one board', gateway, '95 MB'),
    memoryRow('idle memory of a board that has joined', board, '65 MB'),
  ];
}

function memoryRow(what: string, { pid }: NodeProcess, budget: string): Row {
  const mb = residentMb(pid);
  return { what, measured: `${mb.toFixed(0)} MB`, budget, raw: { mb } };
}

async function roundTrip({ dataDirectory }: NodeProcess, rounds: number): Promise<Row> {
  const client = await ControlClient.connect(dataDirectory);
  const times: number[] = [];
  for (let round = 0; round < rounds + WARM_UP_ROUNDS; round += 1) {
    const on = round % 2 === 0;
    const startedAt = performance.now();
    const { reply, receipts } = await client.chat(`turn ${on ? 'on' : 'off'} the pump room light`);
    times.push(performance.now() - startedAt);
    if (receipts[0]?.measured !== on) throw new Error(`no receipt that says so: ${reply}`);
  }
  client.close();
  const ms = times.slice(WARM_UP_ROUNDS);
  const [p50, p95] = [quantile(ms, 0.5), quantile(ms, 0.95)];
  return {
    what: `the same across MQTT to another process, ${rounds} times (p50, p95)`,
    measured: `${p50.toFixed(1)} ms, ${p95.toFixed(1)} ms`,
    budget: 'p95 25 ms',
    raw: { ms },
  };
}

async function discovery(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const [probing, budget] of [
    [false, '50 ms'],
    [true, '1.2 s'],
  ] as const) {
    const ms = await discoveryLatencies(6, probing);
    const what = `mDNS: advertised → seen, ${probing ? 'with' : 'without'} probing (longest of 6)`;
    rows.push({ what, measured: `${Math.max(...ms).toFixed(0)} ms`, budget, raw: { ms } });
  }
  return rows;
}
