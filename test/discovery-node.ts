/**
 * A node that only discovers, for tests in network namespaces. Prints one JSON value a line: every
 * peer change and trouble with the time it came; on each line of standard input (`state`,
 * `lag`, `stop`) its answer; after `stop` it ends when nothing is left. Usage: discovery-node.ts '{"id":"a","role":"board",…}' [SPEED]
 *
 * With a SPEED of 20, its timers run twenty times as fast as the clock on the wall.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { systemClock, type Clock } from '../runtime/core/clock.ts';
import { silentLog } from '../runtime/core/log.ts';
import { z } from '../runtime/core/schema.ts';
import { discoveryCheck } from '../runtime/mesh/discovery/discovery.check.ts';
import { Discovery } from '../runtime/mesh/discovery/discovery.ts';
import { noMetrics } from './no-metrics.ts';

const optionsSchema = z.object({
  id: z.string(),
  role: z.enum(['gateway', 'board']),
  site: z.string().default('sample'),
  port: z.number().optional(),
  probing: z.boolean().default(false),
});

const { probing, port, ...names } = optionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const speed = Number(process.argv[3] ?? 1);
const clock: Clock = {
  now: () => systemClock.now(),
  monotonicMs: () => systemClock.monotonicMs() * speed,
  after: (delayMs, callback) => systemClock.after(delayMs / speed, callback),
};
const loop = monitorEventLoopDelay({ resolution: 5 });
const self = { ...names, version: '0.1.0', ...(port === undefined ? {} : { port }) };
const discovery = new Discovery({
  ...{ self, clock, probing, random: Math.random, log: silentLog, metrics: noMetrics },
});

function say(what: object): void {
  process.stdout.write(`${JSON.stringify({ at: Date.now(), ...what })}\n`);
}

async function answer(line: string): Promise<void> {
  if (line === 'state') {
    const finding = await discoveryCheck({ discovery }).look();
    say({ state: discovery.state(), finding, peers: discovery.peers() });
  } else if (line === 'lag') {
    say({ lagMs: loop.max / 1e6, rssMb: process.memoryUsage.rss() / 1e6 });
    loop.reset();
  } else {
    const startedAt = performance.now();
    await discovery.stop();
    say({ stoppedMs: performance.now() - startedAt });
    input.close();
  }
}

discovery.onPeer(({ change, peer }) => say({ change, peer }));
discovery.onTrouble((trouble) => say({ trouble }));
const input = createInterface({ input: process.stdin });
input.on('line', (line) => void answer(line));
loop.enable();
say({ starting: true });
await discovery.start(new AbortController().signal);
say({ started: true });
