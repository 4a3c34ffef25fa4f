/** What polling costs: a whole board role with 64 sensors at 1 Hz, its store, journal and helper process beside it. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { driverCatalog } from '../../drivers/catalog.ts';
import { formatDiagnostic } from '../../runtime/config/diagnostic.ts';
import { readSite } from '../../runtime/config/read-site.ts';
import type { SiteBoard } from '../../runtime/config/site.ts';
import { systemClock as clock } from '../../runtime/core/clock.ts';
import { silentLog as log } from '../../runtime/core/log.ts';
import { WallClock } from '../../runtime/core/wall-clock.ts';
import { BoardRole } from '../../runtime/devices/board-role.ts';
import { Modes } from '../../runtime/devices/modes.ts';
import { Things } from '../../runtime/devices/things.ts';
import type { Driver } from '../../runtime/hal/driver.ts';
import { PrometheusRegistry } from '../../runtime/monitor/prometheus.ts';
import { HELPER_SCRIPT } from '../board-site.ts';
import { withState } from '../open-state.ts';
import { ALONE } from '../sim-rig.ts';
import { inTempDirectory } from '../temp-directory.ts';
import type { Row } from './row.ts';
import { SENSOR_COUNT, sensorBoard, writeSensorSite } from './sensor-board.ts';

/** The compiler of V8 has done its work by then. */
const WARM_UP_MS = 10_000;
const MEASURE_MS = 30_000;

interface Cost {
  /** Of one core. */
  readonly share: number;
  /** Each second. */
  readonly readings: number;
}

export async function measureSensors(): Promise<Row> {
  let cost: Cost | undefined;
  await inTempDirectory(async (directory) => {
    await writeSensorSite(directory);
    const board = await readBoard(directory);
    cost = await withState(join(directory, 'state'), clock, async (state) => {
      const things = new Things();
      const role = new BoardRole({
        ...{ site: board, board: sensorBoard(directory), things, findDriver, ...state },
        ...{ modes: new Modes({ store: state.store, clock }), clock, log, directory },
        ...{ metrics: new PrometheusRegistry([]), wallClock: new WallClock('UTC') },
        ...{ helperScript: HELPER_SCRIPT, models: ALONE.models, pathsFrom: directory },
        ...{ trusted: new Map(), events: NOBODY_LISTENS },
      });
      await role.start(new AbortController().signal);
      const measured = await measure(things);
      await role.stop();
      return measured;
    });
  });
  if (cost === undefined) throw new Error('nothing was measured');
  const { share, readings } = cost;
  return {
    what: `${SENSOR_COUNT} polled sensors at 1 Hz (fixtures behind the thread pool): of one core`,
    measured: `${(share * 100).toFixed(1)} %, ${readings.toFixed(0)} readings/s`,
    budget: '3 %',
    raw: cost,
  };
}

const NOBODY_LISTENS = {
  runEnded: () => undefined,
  forced: () => undefined,
  interrupted: () => undefined,
  reset: () => undefined,
};

async function measure(things: Things): Promise<Cost> {
  await sleep(WARM_UP_MS);
  let readings = 0;
  const stop = things.onReading((_property, { quality }) => {
    if (quality === 'good') readings += 1;
  });
  const before = process.cpuUsage();
  const from = performance.now();
  await sleep(MEASURE_MS);
  const { user, system } = process.cpuUsage(before);
  const tookMs = performance.now() - from;
  stop();
  return { share: (user + system) / 1e3 / tookMs, readings: (readings * 1e3) / tookMs };
}

async function readBoard(directory: string): Promise<SiteBoard> {
  const { site, diagnostics } = await readSite(join(directory, 'site'), {
    boardsDirectory: join(directory, 'boards'),
    drivers: driverCatalog,
  });
  const [board] = site?.boards ?? [];
  if (board !== undefined) return board;
  throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
}

function findDriver(id: string): Promise<Driver> {
  const load = driverCatalog[id];
  return load === undefined ? Promise.reject(new Error(`there is no driver ${id}`)) : load();
}
