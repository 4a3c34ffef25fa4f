/**
 * What is usual is learned on a node, from its own past, and what is not is told: a sensor that always
 * shivers stands still. Its past is a minute that the node measured itself, put many times into the day
 * before, because nobody waits a day for a test.
 *
 * It waits two minutes for readings all the same, so it only runs with `make e2e SLOW=1`.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'uvu';
import { Random } from '../../models/kit/random.ts';
import { silentLog } from '../../runtime/core/log.ts';
import { systemClock } from '../../runtime/core/clock.ts';
import { History } from '../../runtime/state/history/history.ts';
import { withState } from '../open-state.ts';
import { NodeProcess } from './node-process.ts';
import { soon } from './outside.ts';

const SERIES = 'tank.level';
const MODEL = 'tank-level-anomaly';
const HOUR_MS = 3_600_000;
/** Enough for windows of 64 and something to hold them against. */
const MEASURED = 220;
const COPIES = 60;

const LOOK_EVERY_MS = 1_500;
/** So long only what hangs takes, on a machine however busy. */
const HANGS_MS = 180_000;

const config = writeSite();
const node = new NodeProcess({ configDirectory: config, http: 'off' });
const folder = join(node.dataDirectory, 'models', MODEL);

/** Skipped loudly: the closing line counts what did not run. */
const isSlow = process.env['BOARDTALK_SLOW'] === '1';

function slowly(sentence: string, run: () => Promise<void>): void {
  if (isSlow) test(sentence, run);
  else test.skip(`${sentence} (SKIPPED: slow; make e2e SLOW=1)`, run);
}

test.before(async () => {
  if (!isSlow) return;
  await node.start();
  assert.equal((await node.cli('sim', 'fault', SERIES, 'noise')).code, 0);
  await calmly('readings of its own', async () => (await countRows()) >= MEASURED);
});

test.after(async () => {
  await node.remove();
  rmSync(config, { recursive: true });
});

slowly('a past that is too short is refused, with what is missing', async () => {
  const { code, stderr } = await node.cli('model', 'train', 'anomaly', SERIES);
  assert.equal(code, 1);
  assert.match(stderr, /INFERENCE_TOO_LITTLE/);
  assert.match(stderr, /readings that were kept, and 1,000 are needed/);
  assert.match((await node.cli('chat', 'is the tank level as usual?')).stdout, /never learned/);
});

slowly('it is learned from the past of the node, and its score is a property at once', async () => {
  await node.kill('SIGTERM');
  await copyPast();
  await node.start();
  assert.equal((await node.cli('sim', 'fault', SERIES, 'noise')).code, 0);
  const { stdout, stderr, code } = await node.cli(
    ...['chat', 'watch the tank level for anything unusual'],
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Learned what is usual of tank: [\d,]+ readings .* usual score ≤ \d\.\d/);
  assert.ok(existsSync(join(folder, 'model.yaml')));
  await calmly('a score', async () => (await score()) !== undefined);
  const asked = await node.cli('chat', 'what is the tank level anomaly?');
  assert.match(asked.stdout, /Tank level anomaly: \d/);
  await calmly('that all is as usual', async () => /is as in/.test((await ask()).stdout));
  assert.match((await node.cli('history', `${SERIES}-anomaly`)).stdout, /last 24 h: \d/);
});

slowly('a score cannot be written, and is no ground for another', async () => {
  const { stderr } = await node.cli('set', `${SERIES}-anomaly`, '0');
  assert.match(stderr, /DEVICE_NOT_WRITABLE/);
  const again = await node.cli('model', 'train', 'anomaly', `${SERIES}-anomaly`);
  assert.match(again.stderr, /INFERENCE_CANNOT_LEARN/);
});

slowly(
  'a sensor that stands still is told of in the chat that asked, and why when somebody asks',
  async () => {
    assert.equal((await node.cli('sim', 'fault', SERIES, 'stuck')).code, 0);
    await calmly('that it is unlike the usual, and why', async () =>
      /is unlike .*It changes less than usual/.test((await ask()).stdout),
    );
    await calmly('news', async () => {
      const { stdout } = await node.cli('chat', 'hello');
      return /Tank is unlike the \d days? until .*score \d+\.\d, usual ≤ \d\.\d/.test(stdout);
    });
  },
);

slowly(
  'it is still watched after kill -9, and again when its model is damaged and learned anew',
  async () => {
    await node.kill('SIGKILL');
    await node.start();
    assert.equal((await node.cli('sim', 'fault', SERIES, 'noise')).code, 0);
    await calmly('a score', async () => (await score()) !== undefined);
    await node.kill('SIGTERM');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.tflite')))
      writeFileSync(join(folder, file), 'no model');
    await node.start();
    assert.match((await ask()).stdout, /its model cannot be run/);
    const doctor = await node.cli('doctor');
    assert.match(doctor.stdout, /FAILED: .*unusual.*\n.*model train anomaly tank\.level/);
    assert.equal((await node.cli('sim', 'fault', SERIES, 'noise')).code, 0);
    assert.equal((await node.cli('model', 'train', 'anomaly', SERIES, '--days', '2')).code, 0);
    await calmly('a score', async () => (await score()) !== undefined);
  },
);

slowly('a kill -9 in the middle of learning leaves what was there before', async () => {
  const before = readdirSync(folder).sort();
  const learning = node.cli('model', 'train', 'anomaly', SERIES);
  await soon('its process', () => trainersOf(node.pid).length > 0);
  const [trainer] = trainersOf(node.pid);
  await node.kill('SIGKILL');
  assert.notEqual((await learning).code, 0);
  await calmly('the end of its process', () => !existsSync(`/proc/${String(trainer)}`));
  assert.deepEqual(readdirSync(folder).sort(), before);
  await node.start();
  await calmly('a score', async () => (await score()) !== undefined);
});

slowly(
  'a second training is refused while the first goes on, and the first can be stopped',
  async () => {
    const learning = node.cli('model', 'train', 'anomaly', SERIES);
    await soon('its process', () => trainersOf(node.pid).length > 0);
    const [second, stopped] = await Promise.all([
      node.cli('model', 'train', 'anomaly', SERIES),
      node.cli('chat', 'stop learning'),
    ]);
    assert.match(`${second.stderr}${(await learning).stderr}`, /TRAINING_(BUSY|STOPPED)/);
    assert.match(stopped.stdout, /Stopped learning|nothing is being learned/);
  },
);

slowly('when its model is removed, the property is gone', async () => {
  assert.match((await node.cli('model', 'list')).stdout, /tank-level-anomaly/);
  assert.equal((await node.cli('model', 'remove', MODEL)).code, 0);
  await calmly(
    'that it is gone',
    async () => (await node.cli('read', `${SERIES}-anomaly`)).code !== 0,
  );
  assert.match((await node.cli('chat', 'what is the tank level?')).stdout, /^Tank: \d/);
});

/** Each look is a process: without a pause between them, the sensor would come too short. */
async function calmly(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > HANGS_MS) throw new Error(`it never came: ${what}`);
    await delay(LOOK_EVERY_MS);
  }
}

function ask(): ReturnType<typeof node.cli> {
  // Not in the chat: that would be told the news, too.
  return node.cli('anomaly', SERIES);
}

async function score(): Promise<number | undefined> {
  const { json } = await node.cli('read', `${SERIES}-anomaly`, '--json');
  const { value, quality } = json as { value?: number | null; quality?: string };
  return quality === 'simulated' ? (value ?? undefined) : undefined;
}

async function countRows(): Promise<number> {
  const { json } = await node.cli('history', SERIES, '--json', '--points', '10000');
  return (json as { rows: readonly unknown[] }).rows.length;
}

/**
 * What was measured just now, as if it had been so every half hour since yesterday. What shivers has no
 * order, so each time it is another one.
 */
function copyPast(): Promise<void> {
  return withState(node.dataDirectory, systemClock, async ({ store }) => {
    const history = new History({ store, clock: systemClock, log: silentLog });
    await history.start();
    const now = Date.now();
    const question = { series: SERIES, from: now - HOUR_MS, to: now, points: 100_000 };
    const { rows } = await history.query(question);
    const random = new Random(1);
    const order = Uint32Array.from(rows.keys());
    for (let copy = 1; copy <= COPIES; copy += 1) {
      random.shuffle(order);
      rows.forEach(({ at }, index) => {
        const value = rows[order[index] ?? 0]?.last ?? 0;
        history.record(SERIES, at - copy * 0.5 * HOUR_MS, value);
      });
    }
    await history.settle();
    await history.stop();
  });
}

function trainersOf(pid: number): number[] {
  const text = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => text(`/proc/${name}/cmdline`).includes('anomaly-trainer'))
    .filter((name) => text(`/proc/${name}/stat`).split(') ')[1]?.split(' ')[1] === String(pid))
    .map(Number);
}

function writeSite(): string {
  const directory = mkdtempSync(join(tmpdir(), 'boardtalk-site-'));
  const platform = 'site: { id: bench, title: Test bench, language: en, timezone: UTC }\n';
  writeFileSync(join(directory, 'platform.yaml'), platform);
  writeFileSync(
    join(directory, 'devices.yaml'),
    `areas: { hall: { title: { en: hall } } }
boards:
  bench:
    board: sim
    parts:
      level-input: { driver: ads1115, bus: i2c1, address: 0x48 }
    things:
      tank:
        title: { en: tank }
        area: hall
        kind: tank
        properties:
          level: { from: level-input.ain0, calibrate: { 4-20mA: [0, 100] }, unit: '%', every: 100ms }
`,
  );
  return directory;
}

test.run();
