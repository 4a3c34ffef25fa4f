/**
 * A board in a process of its own, on the real clock: to be killed. Switches its lamp on for a
 * minute and prints one JSON line, or with `intent` dies by its own hand when the intent to do so
 * is durable and nothing is written yet. Usage: board-process.ts ROOT [intent]
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock as clock } from '../runtime/core/clock.ts';
import { silentLog as log } from '../runtime/core/log.ts';
import { WallClock } from '../runtime/core/wall-clock.ts';
import { BoardRole } from '../runtime/devices/board-role.ts';
import { Modes } from '../runtime/devices/modes.ts';
import { Things } from '../runtime/devices/things.ts';
import { SimBoard } from '../runtime/hal/sim/sim-board.ts';
import { PrometheusRegistry } from '../runtime/monitor/prometheus.ts';
import { sealCommand } from '../runtime/policy/sealed-command.ts';
import { loadSiteKey } from '../runtime/policy/site-key.ts';
import { boardFile, findDriver, HELPER_SCRIPT, siteBoard } from './board-site.ts';
import { openState } from './open-state.ts';
import { ALONE } from './sim-rig.ts';
import { SlowDisk } from './slow-disk.ts';

const [root = '', death] = process.argv.slice(2);
const directory = join(root, 'life-0');
const metrics = new PrometheusRegistry([]);
const key = await loadSiteKey(root);
const { store, journal } = await openState(directory, clock);
const sim = { directory: join(directory, 'sim'), clock, random: Math.random, log };
const board = new SimBoard({ file: boardFile, ...sim });
await board.start();
const role = new BoardRole({
  things: new Things(),
  modes: new Modes({ store, clock }),
  ...{ site: siteBoard, board, store, journal, clock, log, metrics, directory, findDriver },
  wallClock: new WallClock('UTC'),
  ...{ helperScript: HELPER_SCRIPT, models: ALONE.models, pathsFrom: directory },
  trusted: new Map([[key.id, key.publicKey]]),
  events: {
    runEnded: () => undefined,
    forced: () => undefined,
    interrupted: () => undefined,
    reset: () => undefined,
  },
});
await role.start(new AbortController().signal);

const disk = new SlowDisk(store, directory);
if (death === 'intent') disk.onDurable = () => void process.kill(process.pid, 'SIGKILL');
const now = clock.now();
const command = {
  ...{ id: 'cmd-1', board: siteBoard.id, thing: 'lamp', property: 'power', value: true },
  ...{ forMs: 60_000, requester: 'ann', via: 'test', cause: 'as told' },
  ...{ issuedAt: now, deadline: now + 30_000 },
};
const { status } = await role.receive(sealCommand(command, key));
writeSync(1, `${JSON.stringify({ status, helper: role.safeState.pid })}\n`);
