/** What a site of many boards costs its gateway: broker and link, up to where a reading has a value and a name. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock as clock } from '../../runtime/core/clock.ts';
import { silentLog as log } from '../../runtime/core/log.ts';
import { Accounts } from '../../runtime/mesh/broker/accounts.ts';
import { BROKER_METRICS } from '../../runtime/mesh/broker/broker-metrics.ts';
import { Broker } from '../../runtime/mesh/broker/broker.ts';
import { BundleDesk } from '../../runtime/mesh/bundle/bundle-desk.ts';
import { GatewayLink } from '../../runtime/mesh/link/gateway-link.ts';
import { LINK_METRICS } from '../../runtime/mesh/link/link-metrics.ts';
import { PrometheusRegistry } from '../../runtime/monitor/prometheus.ts';
import { loadSiteKey } from '../../runtime/policy/site-key.ts';
import { JournalCopies } from '../../runtime/state/journal-copies.ts';
import { Store } from '../../runtime/state/store.ts';

export interface ManyBoardsRow {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  readonly raw: { readonly cpuShare: number; readonly readings: number; readonly sent: number };
}

const SITE = 'bench';
const MEASURE_MS = 20_000;
const BUDGET = new Map([[100, '< 10 %, no loss']]);

/** @param count how many boards */
export async function measureManyBoards(count: number): Promise<ManyBoardsRow> {
  const directory = await mkdtemp(join(tmpdir(), 'boardtalk-many-'));
  const store = new Store({ directory, clock, log });
  await store.start(new AbortController().signal);
  const accounts = new Accounts({ site: SITE, store, clock });
  await accounts.load();
  const names = Array.from({ length: count }, (_, index) => `board-${String(index)}`);
  const boards = await Promise.all(
    names.map(async (node) => ({ node, secret: await accounts.admitNode(node) })),
  );
  const metrics = new PrometheusRegistry([...LINK_METRICS, ...BROKER_METRICS]);
  const listen = { host: '127.0.0.1', port: 0, allowPlain: false };
  const broker = new Broker({
    ...{ listen, site: SITE, accounts, clock, log, metrics },
    foreignWrite: () => Promise.resolve(),
  });
  let readings = 0;
  const key = await loadSiteKey(directory);
  const link = new GatewayLink({
    ...{ site: SITE, key, broker, store, clock, log, metrics },
    bundles: new BundleDesk({ key, store, outlet: broker }),
    journals: new JournalCopies({ store, log }),
    events: {
      reading: () => (readings += 1),
      late: () => undefined,
      modes: () => undefined,
      event: () => Promise.resolve(),
      node: () => undefined,
      ask: () => undefined,
      lateOutcome: () => undefined,
    },
  });
  await link.start();
  await broker.start(new AbortController().signal);
  const driver = spawn(process.execPath, ['--import', 'tsx', 'test/bench/many-boards-driver.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  driver.stdin.write(`${JSON.stringify({ port: broker.port, site: SITE, boards })}\n`);
  await once(driver.stdout, 'data');
  const before = process.cpuUsage();
  await sleep(MEASURE_MS);
  const { user, system } = process.cpuUsage(before);
  driver.stdin.end();
  const sent = Number(String((await once(driver.stdout, 'data'))[0]));
  await link.stop();
  await broker.stop();
  await store.stop();
  await rm(directory, { recursive: true, force: true });
  return row(count, (user + system) / 1e3 / MEASURE_MS, { readings, sent });
}

function row(
  count: number,
  cpuShare: number,
  { readings, sent }: { readings: number; sent: number },
): ManyBoardsRow {
  return {
    what: `${String(count)} boards × 10 readings / 5 s: gateway, of one core`,
    measured: `${(cpuShare * 100).toFixed(1)} %, ${String(readings)} of ${String(sent)} readings`,
    budget: BUDGET.get(count) ?? '',
    raw: { cpuShare, readings, sent },
  };
}
