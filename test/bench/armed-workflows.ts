/** What 1,000 armed workflows cost a node that waits: the difference to the same node without any, in memory and in time of the processor. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NodeProcess } from '../e2e/node-process.ts';
import { residentMb } from './process-memory.ts';
import type { Row } from './row.ts';

const COUNT = 1_000;
/** After this, what only the start needed has been collected. */
const SETTLE_MS = 20_000;
const IDLE_MS = 30_000;
/** Ticks of proc(5) a second, USER_HZ: 100 on every Linux that Node runs on. */
const TICKS = 100;

interface Cost {
  readonly mb: number;
  /** Share of one core while nobody asks for anything. */
  readonly cpu: number;
}

/** None of them fires within the measurement; readings are compared with each new value all the same. */
const TRIGGERS: readonly ((index: number) => string)[] = [
  (index) => `{ cron: '${String(index % 60)} ${String(index % 24)} 29 2 *' }`,
  (index) => `{ reading: tank.level, above: ${String(1_000 + index)}, for: 1m }`,
  (index) => `{ reading: climate.temperature, above: ${String(1_000 + index)}, hysteresis: 1 }`,
  () => `{ workflow: w0, ended: failed }`,
];

export async function measureArmedWorkflows(site: string): Promise<Row> {
  const [without, armed] = [await measure(site, 0), await measure(site, COUNT)];
  const mb = armed.mb - without.mb;
  const percent = (armed.cpu - without.cpu) * 100;
  return {
    what: `${String(COUNT)} armed workflows, against none: memory, one core while idle`,
    measured: `${mb.toFixed(1)} MB, ${percent.toFixed(2)} %`,
    budget: '15 MB, 1 %',
    raw: { without, armed },
  };
}

async function measure(site: string, count: number): Promise<Cost> {
  const directory = mkdtempSync(join(tmpdir(), 'boardtalk-armed-'));
  cpSync(site, directory, { recursive: true });
  writeFileSync(join(directory, 'workflows.yaml'), workflows(count));
  const node = new NodeProcess({ configDirectory: directory, http: 'off' });
  try {
    await node.start();
    await sleep(SETTLE_MS);
    const before = ticksOf(node.pid);
    await sleep(IDLE_MS);
    const cpu = (ticksOf(node.pid) - before) / TICKS / (IDLE_MS / 1_000);
    return { mb: residentMb(node.pid), cpu };
  } finally {
    await node.remove();
    rmSync(directory, { recursive: true });
  }
}

function workflows(count: number): string {
  const all = Array.from({ length: count }, (_, index) => {
    const trigger = TRIGGERS[index % TRIGGERS.length]?.(index) ?? '';
    const steps = `[{ id: look, action: read, params: { targets: [tank.level] } }, { action: wait, depends_on: look, params: { for: 1s } }]`;
    return `  - { name: w${String(index)}, trigger: ${trigger}, steps: ${steps} }\n`;
  });
  return count === 0 ? 'workflows: []\n' : `workflows:\n${all.join('')}`;
}

/** Time in user mode and in the kernel, proc(5): the fields 14 and 15, counted behind the name in brackets. */
function ticksOf(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
