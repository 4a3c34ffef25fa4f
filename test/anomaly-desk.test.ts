/** From readings to a model, a score, an alarm: all of it real, on a clock that stands still, and a process that learns. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { learnedOf, withLearned, withoutLearnedOf } from '../runtime/config/with-learned.ts';
import type { SiteThing } from '../runtime/config/site.ts';
import { silentLog } from '../runtime/core/log.ts';
import { formatAddress, isTrustworthy, type Reading } from '../runtime/core/reading.ts';
import { isRefusal } from '../runtime/core/refusal.ts';
import { DistantThings } from '../runtime/devices/distant-things.ts';
import type { LiveProperty } from '../runtime/devices/live-property.ts';
import { SiteThings } from '../runtime/devices/site-things.ts';
import { Things } from '../runtime/devices/things.ts';
import { greenhouse, property, thing } from '../runtime/language/greenhouse.fixture.ts';
import { IncidentBook } from '../runtime/monitor/incident-book.ts';
import { Incidents } from '../runtime/monitor/incidents.ts';
import { History } from '../runtime/state/history/history.ts';
import type { Store } from '../runtime/state/store.ts';
import { FakeClock } from './fake-clock.ts';
import { withState } from './open-state.ts';
import { inTempDirectory } from './temp-directory.ts';
import { until } from './until.ts';
import { AnomalyDesk } from '../runtime/inference/anomaly/anomaly-desk.ts';
import { modelIdOf } from '../runtime/inference/anomaly/score-property.ts';
import {
  Trainings,
  type Trained,
  type TrainingWish,
} from '../runtime/inference/anomaly/trainings.ts';
import { vibration, type Fault } from '../runtime/inference/anomaly/vibration.fixture.ts';

const test = suite('anomaly desk');

const STEP_MS = 10_000;
const DAY_MS = 86_400_000;
const SERIES = 'pump-2.vibration';
const ADDRESS = { thing: 'pump-2', property: 'vibration' };
const SCORE = { thing: 'pump-2', property: 'vibration-anomaly' };
const START = Date.UTC(2026, 10, 20);

const PUMP = thing(
  'pump-2',
  ['Pump 2', '2号泵'],
  ['pump', 'pump-room'],
  [
    property('vibration', '振动'),
    property('valve', '阀', { writable: true }),
    property('running', '运行', { type: 'boolean' }),
  ],
);

interface Rig {
  readonly clock: FakeClock;
  readonly models: string;
  readonly desk: AnomalyDesk;
  readonly trainings: Trainings;
  readonly alarms: string[];
  readonly find: (name: string) => LiveProperty;
  readonly train: (wish?: Partial<TrainingWish>) => ReturnType<Trainings['train']>;
  /** Lets the pump run on for so long. */
  readonly measure: (days: number, fault?: Fault) => Promise<void>;
  readonly hear: (reading: Partial<Reading>) => Promise<void>;
  readonly score: () => Reading | undefined;
  /** Another life of the desk, on what the disk has. */
  readonly again: (use: (desk: AnomalyDesk) => Promise<void>) => Promise<void>;
}

interface Options {
  readonly days: number;
}

function withDesk({ days }: Options, use: (rig: Rig) => Promise<void>): Promise<void> {
  return inTempDirectory((directory) => {
    const clock = new FakeClock(START);
    return withState(join(directory, 'data'), clock, async ({ store }) => {
      const history = new History({ store, clock, log: silentLog });
      await history.start();
      const past = vibration({ seed: 1, days, from: START - days * DAY_MS });
      past.at.forEach((at, index) => {
        history.record(SERIES, at, past.values[index] ?? 0);
      });
      // A past stands in blocks; what was just measured is looked through at each look back.
      await history.settle();
      await use(rigOf({ clock, history, store, models: join(directory, 'models') })).finally(() =>
        history.stop(),
      );
    });
  });
}

interface Ground {
  readonly clock: FakeClock;
  readonly history: History;
  readonly store: Store;
  readonly models: string;
}

/** The site, and everything that lives of it. */
class Bench {
  readonly alarms: string[] = [];
  readonly #ground: Ground;
  readonly #written = greenhouse([PUMP]);
  readonly #distant: DistantThings;
  readonly #learned: DistantThings;
  readonly #things: SiteThings;
  readonly #alerts: Incidents;

  constructor(ground: Ground) {
    const { clock, history, store } = ground;
    this.#ground = ground;
    this.#distant = new DistantThings({ clock });
    this.#learned = new DistantThings({ clock });
    const [distant, learned] = [this.#distant, this.#learned];
    this.#things = new SiteThings({ own: new Things(), distant, learned });
    this.#things.onReading(({ address }, reading) => {
      if (isTrustworthy(reading))
        history.record(formatAddress(address), reading.at, Number(reading.value));
    });
    // What is told to those who asked for it is told to nobody else.
    const teller = { tell: () => Promise.reject(new Error('told to everybody')) };
    const book = new IncidentBook({ store });
    this.#alerts = new Incidents({ declarations: [], book, teller, clock, log: silentLog });
    void this.#alerts.start();
  }

  desk(): AnomalyDesk {
    const { clock, history, models: directory } = this.#ground;
    const desk: AnomalyDesk = new AnomalyDesk({
      ...{ directory, things: this.#things, scores: this.#learned, history, clock },
      ...{ alerts: this.#alerts, log: silentLog },
      onLearned: () => {
        this.follow(desk);
        return Promise.resolve();
      },
      onAlarm: ({ series, isOver }) => {
        this.alarms.push(`${series.series} ${isOver ? 'over' : 'begins'}`);
        return Promise.resolve();
      },
    });
    return desk;
  }

  /** The site with what the desk has learned of it. */
  follow(desk: AnomalyDesk): void {
    const site = withLearned(this.#written, desk.properties(this.#written));
    const all: readonly SiteThing[] = site.boards.flatMap((board) => board.things);
    this.#distant.replace(all.map(withoutLearnedOf));
    this.#learned.replace(learnedOf(all));
  }

  find(name: string): LiveProperty {
    const found = this.#things.properties().find((each) => each.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  }

  score(): Reading | undefined {
    return this.#things.find(SCORE)?.reading();
  }

  /** The board of the pump says this. */
  async hear(reading: Partial<Reading>): Promise<void> {
    const at = this.#ground.clock.now();
    this.#distant.hear(ADDRESS, { value: 2.4, quality: 'good', at, ...reading });
    // A score is made by a library, in its own time.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function rigOf(ground: Ground): Rig {
  const { clock, history, models } = ground;
  const bench = new Bench(ground);
  const desk = bench.desk();
  bench.follow(desk);
  const onLearned = (): Promise<void> => desk.reload();
  const trainings = new Trainings({ directory: models, history, clock, onLearned });
  const title = { en: 'pump 2 vibration anomaly' };
  const onProgress = (): void => undefined;
  return {
    ...{ clock, models, desk, trainings, alarms: bench.alarms },
    find: (name) => bench.find(name),
    hear: (reading) => bench.hear(reading),
    score: () => bench.score(),
    train: (wish) =>
      trainings.train({ property: bench.find(SERIES), days: 7, title, onProgress, ...wish }),
    measure: async (days, fault) => {
      const next = vibration({ seed: 7, days, from: clock.now(), ...(fault && { fault }) });
      for (const value of next.values) {
        await clock.advance(STEP_MS);
        await bench.hear({ value });
      }
    },
    again: async (use) => {
      await desk.stop();
      const other = bench.desk();
      await other.load();
      bench.follow(other);
      await other.start();
      await use(other).finally(() => other.stop());
    },
  };
}

function must(result: Awaited<ReturnType<Trainings['train']>>): Trained {
  if (isRefusal(result)) throw new Error(result.message);
  return result;
}

test('what was learned is a property with scores, that alarms, and that is over', () =>
  withDesk({ days: 3 }, async (rig) => {
    await rig.desk.start();
    assert.is(rig.score(), undefined);
    const told: number[] = [];
    const trained = must(await rig.train({ onProgress: (share) => told.push(share) }));
    assert.equal([trained.model, trained.readings > 25_000], ['pump-2-vibration-anomaly', true]);
    assert.is(told.at(-1), 1);
    assert.is(rig.score()?.quality, 'stale', 'nothing was scored yet');
    await rig.measure(0.02);
    const usual = rig.score();
    assert.is(usual?.quality, 'good');
    assert.ok(Number(usual?.value) <= trained.usual, String(usual?.value));
    await rig.measure(0.02, 'stuck');
    assert.equal(rig.alarms, [`${SERIES} begins`]);
    assert.ok(rig.desk.isAlarmed(SERIES));
    assert.ok(Number(rig.score()?.value) > 3 * trained.usual);
    await rig.measure(0.08);
    assert.equal(rig.alarms, [`${SERIES} begins`, `${SERIES} over`]);
    await rig.desk.stop();
  }));

test('what cannot be trusted has no score, and the next window begins after it', () =>
  withDesk({ days: 1 }, async (rig) => {
    await rig.desk.start();
    must(await rig.train());
    await rig.measure(0.01);
    assert.is(rig.score()?.quality, 'good');
    await rig.clock.advance(STEP_MS);
    await rig.hear({ quality: 'stale' });
    assert.is(rig.score()?.quality, 'stale');
    await rig.hear({ quality: 'faulty', value: null });
    assert.equal([rig.score()?.quality, rig.score()?.value], ['faulty', null]);
    await rig.measure((60 * STEP_MS) / DAY_MS);
    assert.is.not(rig.score()?.quality, 'good', 'sixty readings are no window');
    await rig.measure((6 * STEP_MS) / DAY_MS);
    assert.is(rig.score()?.quality, 'good');
    await rig.clock.advance(STEP_MS);
    await rig.hear({ value: Number.NaN });
    await rig.clock.advance(STEP_MS);
    await rig.hear({ value: 2.4 });
    assert.ok((rig.desk.find(SERIES)?.filled ?? 64) < 3, 'a value that is no number is a hole');
    await rig.desk.stop();
  }));

test('after a restart it goes on with the readings of before', () =>
  withDesk({ days: 1 }, async (rig) => {
    await rig.desk.start();
    must(await rig.train());
    await rig.measure(0.01);
    await rig.again(async (desk) => {
      assert.is(desk.find(SERIES)?.filled, 64);
      await rig.measure((2 * STEP_MS) / DAY_MS);
      assert.is(rig.score()?.quality, 'good');
    });
  }));

test('a second training is busy, and the first can be stopped, with nothing left behind', () =>
  withDesk({ days: 1 }, async (rig) => {
    await rig.desk.start();
    const first = rig.train();
    const second = await rig.train();
    assert.is(isRefusal(second) && second.code, 'INFERENCE_TRAINING_BUSY');
    assert.is(rig.trainings.shareOf(SERIES), 0);
    assert.is(rig.trainings.cancel('other.series'), undefined);
    assert.is(rig.trainings.cancel(), SERIES);
    const stopped = await first;
    assert.is(isRefusal(stopped) && stopped.code, 'INFERENCE_TRAINING_STOPPED');
    assert.not.ok(existsSync(rig.models));
    assert.is(rig.trainings.shareOf(SERIES), undefined);
    await rig.desk.stop();
  }));

test('a training that was cancelled as a task is ended, with nothing left behind', () =>
  withDesk({ days: 1 }, async (rig) => {
    await rig.desk.start();
    const task = new AbortController();
    const training = rig.train({ signal: task.signal });
    task.abort();
    const ended = await training;
    assert.is(isRefusal(ended) && ended.code, 'INFERENCE_TRAINING_STOPPED');
    assert.not.ok(existsSync(rig.models));
    await rig.desk.stop();
  }));

test('a new model takes the place of the old one, in force at once, and the old file goes', () =>
  withDesk({ days: 2 }, async (rig) => {
    await rig.desk.start();
    must(await rig.train({ days: 1 }));
    const files = (): string[] => readdirSync(join(rig.models, modelIdOf(ADDRESS))).sort();
    const [before] = [files()];
    must(await rig.train());
    assert.is(files().length, 2);
    assert.not.equal(files(), before);
    await rig.desk.stop();
  }));

for (const [name, why] of [
  ['pump-2.valve', 'an output'],
  ['pump-2.running', 'no number'],
] as const)
  test(`${why} is not learned`, () =>
    withDesk({ days: 0 }, async (rig) => {
      const result = await rig.train({ property: rig.find(name) });
      assert.is(isRefusal(result) && result.code, 'INFERENCE_CANNOT_LEARN');
    }));

test('too short a past is refused with what is needed, and the scores themselves are never learned', () =>
  withDesk({ days: 0.5 }, async (rig) => {
    await rig.desk.start();
    const result = await rig.train();
    assert.ok(isRefusal(result));
    assert.is(result.code, 'INFERENCE_TOO_LITTLE');
    assert.match(result.message, 'spans 12 h, and 20 hours are needed');
    await rig.desk.stop();
  }));

test('a model that was damaged is told of, and keeps nobody from starting', () =>
  withDesk({ days: 1 }, async (rig) => {
    await rig.desk.start();
    must(await rig.train());
    const folder = join(rig.models, modelIdOf(ADDRESS));
    const files = readdirSync(folder).filter((name) => name.endsWith('.tflite'));
    assert.is(files.length, 1);
    await writeFile(join(folder, files[0] ?? ''), 'no model');
    await mkdir(join(rig.models, 'other-anomaly'));
    await writeFile(join(rig.models, 'other-anomaly', 'model.yaml'), 'output: {');
    await rig.again(async (desk) => {
      assert.ok(desk.find(SERIES)?.trouble instanceof Error);
      await rig.measure(0.01);
      assert.is(rig.score()?.quality, 'faulty');
    });
  }));

test('when its folder is gone, the property is gone', () =>
  withDesk({ days: 1 }, async (rig) => {
    await rig.desk.start();
    must(await rig.train());
    assert.ok(rig.score());
    const { removeModel } = await import('../runtime/inference/remove-model.ts');
    await removeModel(modelIdOf(ADDRESS), rig.models);
    await rig.clock.advance(2_000);
    await until(() => rig.score() === undefined);
    await rig.desk.stop();
  }));

test.run();
