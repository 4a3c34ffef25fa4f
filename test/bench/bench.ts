/**
 * Measures the built node from outside and prints one table; the raw numbers go to a JSON file.
 * Budgets stand beside the numbers and are never asserted: a busy machine is no defect.
 *
 *   make bench ARGS="--json FILE --rounds 200"
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { NodeProcess, type NodeProcessOptions } from '../e2e/node-process.ts';
import { measureAnomaly } from './anomaly-bench.ts';
import { measureArmedWorkflows } from './armed-workflows.ts';
import { ControlClient } from './control-client.ts';
import { measureHistory } from './history-bench.ts';
import { measureLanguage } from './language-cost.ts';
import { measureManyBoards } from './many-boards.ts';
import { measureMessengers } from './messenger-bench.ts';
import { measureModelBudget } from './model-budget.ts';
import { measureMesh } from './mesh-bench.ts';
import { childrenOf, residentMb } from './process-memory.ts';
import { measureQueries } from './query-bench.ts';
import { measureQueue } from './queue-bench.ts';
import { quantile, type Row } from './row.ts';
import { shippedBytes } from './shipped-size.ts';
import { measureSensors } from './sensor-bench.ts';
import { measureTflite } from './tflite-bench.ts';
import { measureWireBytes } from './wire-bytes.ts';

/** Long enough for the first garbage collections and the page's timers to pass. */
const IDLE_MS = 20_000;
const STARTS = 7;
const WARM_UP_ROUNDS = 20;

const { values } = parseArgs({
  options: {
    json: { type: 'string', default: '.cache/bench.json' },
    rounds: { type: 'string', default: '200' },
  },
});

/** The sample site, whose gauge nobody reads: a node that looks at pictures has a row of its own. */
function makeBlindSite(): string {
  const site = mkdtempSync(join(tmpdir(), 'boardtalk-blind-'));
  cpSync('provisioning/site', site, { recursive: true });
  const file = join(site, 'devices.yaml');
  const devices = readFileSync(file, 'utf8');
  const blind = devices.replace('model: gauge', 'model: none-here');
  if (blind === devices) throw new Error('the sample site has no gauge any more');
  writeFileSync(file, blind);
  return site;
}

/** Process start → the first chat is answered, on a data directory that has been used before. */
async function measureStart(dataDirectory: string): Promise<Row> {
  const starts: number[] = [];
  for (let run = 0; run <= STARTS; run += 1) {
    const node = new NodeProcess({ dataDirectory, configDirectory: blindSite });
    const startedAt = performance.now();
    await node.start();
    const client = await ControlClient.connect(dataDirectory);
    await client.chat('is the grow light on?');
    starts.push(performance.now() - startedAt);
    client.close();
    await node.kill('SIGTERM');
  }
  const [, ...warm] = starts;
  const median = quantile(warm, 0.5);
  return {
    what: 'process start → chat answered (median)',
    measured: `${(median / 1e3).toFixed(2)} s`,
    budget: '0.5 s',
    raw: { ms: warm },
  };
}

/** Resident memory after a quiet while. */
async function measureMemory(
  what: string,
  { http, configDirectory = blindSite }: NodeProcessOptions,
  budget: string,
): Promise<Row> {
  const node = await new NodeProcess({ http: http ?? 'off', configDirectory }).start();
  try {
    if (http !== undefined) await fetch(node.url).then((response) => response.text());
    await sleep(IDLE_MS);
    const mb = residentMb(node.pid);
    const helpersMb = childrenOf(node.pid).map(residentMb);
    const helpers = helpersMb.map((helper) => helper.toFixed(1)).join(' + ');
    return {
      what,
      measured: `${mb.toFixed(0)} MB (helper: ${helpers} MB)`,
      budget,
      raw: { mb, helpersMb },
    };
  } finally {
    await node.remove();
  }
}

/** Words → understood → signed → verified → GPIO edge → measured → receipt → reply, on one connection. */
async function measureRoundTrip(rounds: number): Promise<Row> {
  const node = await new NodeProcess({ http: 'off', configDirectory: blindSite }).start();
  try {
    const client = await ControlClient.connect(node.dataDirectory);
    const times: number[] = [];
    for (let round = 0; round < rounds + WARM_UP_ROUNDS; round += 1)
      times.push(await timeSwitch(client, round % 2 === 0));
    client.close();
    const ms = times.slice(WARM_UP_ROUNDS);
    const [p50, p95] = [quantile(ms, 0.5), quantile(ms, 0.95)];
    return {
      what: `chat → edge → measured → reply, ${rounds} times (p50, p95)`,
      measured: `${p50.toFixed(1)} ms, ${p95.toFixed(1)} ms`,
      budget: 'p95 10 ms',
      raw: { ms },
    };
  } finally {
    await node.remove();
  }
}

async function timeSwitch(client: ControlClient, on: boolean): Promise<number> {
  const startedAt = performance.now();
  const { reply, receipts } = await client.chat(`turn ${on ? 'on' : 'off'} the grow light`);
  const tookMs = performance.now() - startedAt;
  if (receipts[0]?.measured !== on) throw new Error(`no receipt that says so: ${reply}`);
  return tookMs;
}

function measureSize(): Row {
  const bytes = shippedBytes(process.arch);
  const total = Object.values(bytes).reduce((sum, size) => sum + size, 0);
  const parts = Object.entries(bytes).map(
    ([folder, size]) => `${folder} ${(size / 1e6).toFixed(1)}`,
  );
  return {
    what: 'what a board receives',
    measured: `${(total / 1e6).toFixed(1)} MB (${parts.join(', ')})`,
    budget: '40 MB',
    raw: { bytes },
  };
}

function print(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length));
  for (const { what, measured, budget } of rows)
    process.stdout.write(`${what.padEnd(width)}  ${measured}  (budget ${budget})\n`);
}

const dataDirectory = mkdtempSync(join(tmpdir(), 'boardtalk-bench-'));
const blindSite = makeBlindSite();
const rows = [
  measureSize(),
  await measureStart(dataDirectory),
  await measureRoundTrip(Number(values.rounds)),
  await measureMemory('idle memory with its page', { http: '127.0.0.1:0' }, '80 MB'),
  await measureMemory('idle memory without web', {}, '60 MB'),
  await measureMemory(
    'the same, and a camera on a gauge, read once a minute',
    { configDirectory: 'provisioning/site' },
    'none',
  ),
  await measureArmedWorkflows(blindSite),
  ...(await measureMessengers(blindSite)),
  await measureSensors(),
  ...(await measureMesh(Number(values.rounds))),
  ...(await measureWireBytes()),
  ...(await measureLanguage()),
  await measureManyBoards(100),
  await measureManyBoards(1_000),
  ...(await measureHistory()),
  ...(await measureQueries()),
  ...(await measureQueue()),
  ...(await measureAnomaly()),
  ...(await measureTflite()),
  ...(await measureModelBudget()),
];
for (const directory of [dataDirectory, blindSite]) rmSync(directory, { recursive: true });
print(rows);
/** Over the last minute: above the number of cores, every time in the table is too long. */
const [load = 0] = loadavg();
const machine = { node: process.version, arch: process.arch, cores: cpus().length, load };
process.stdout.write(`Node ${machine.node}, ${machine.cores} cores, load ${load.toFixed(1)}\n`);
const raw = { at: new Date().toISOString(), machine, rows };
mkdirSync(dirname(values.json), { recursive: true });
writeFileSync(values.json, `${JSON.stringify(raw, null, 2)}\n`);
process.stdout.write(`raw numbers: ${values.json}\n`);
