/** Actions that take their time, as tasks: over the real queue and list, with an action that the test leads. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { FragileStore } from '../../test/fragile-store.ts';
import { noMetrics } from '../../test/no-metrics.ts';
import { turn } from '../../test/real-work.ts';
import { defineAction, type Action, type ActionResult, type Answer } from '../actions/action.ts';
import type { Asker } from '../actions/asker.ts';
import { Catalogue } from '../actions/catalogue.ts';
import { silentLog } from '../core/log.ts';
import { z } from '../core/schema.ts';
import { ActionPerformer } from './action-performer.ts';
import { LongActions } from './long-actions.ts';
import type { Performer } from './queue/performer.ts';
import { TaskQueue } from './queue/task-queue.ts';
import type { Task, WriteTask } from './task.ts';
import { TaskList } from './task-list.ts';
import { TaskPerformer } from './task-performer.ts';

const test = suite('long actions');

const MINUTE_MS = 60_000;

const ANNA: Asker = {
  ...{ person: 'anna', role: 'technician', areas: ['hall'], via: 'web', chat: 'web:anna' },
  ...{ language: 'zh', words: 'watch the tank' },
};

/** One that was begun, and ends as the test says. */
interface Begun {
  readonly args: unknown;
  readonly asker: Asker;
  readonly end: (answer: Answer<string>) => void;
  readonly fail: (error: Error) => void;
}

class Desk {
  readonly clock = new FakeClock();
  readonly begun: Begun[] = [];
  /** Who nobody waits for any more is told this. */
  readonly told: Task[] = [];
  readonly learn: Action;
  #store = new FragileStore();
  tasks = this.#openList();
  #parts = this.#open();

  constructor() {
    this.learn = defineAction<{ days: number }, string>({
      ...{ name: 'learn', kind: 'write', role: 'technician', isLong: true, positional: [] },
      ...{ help: { en: 'x', zh: 'x' }, examples: { en: ['x'], zh: ['x'] } },
      args: z.strictObject({ days: z.number() }),
      run: (args, asker) =>
        new Promise((end, fail) => void this.begun.push({ args, asker, end, fail })),
      say: (data, { language }) => `${data} (${language})`,
    });
    this.#store.isQuick = true;
  }

  get queue(): TaskQueue {
    return this.#parts.queue;
  }

  enqueue(asker: Asker = ANNA, days = 7): Promise<ActionResult> {
    return this.#parts.long.enqueue(this.learn, { days }, asker);
  }

  async newest(): Promise<Begun> {
    await turns();
    const last = this.begun.at(-1);
    if (last === undefined) throw new Error('nothing has begun');
    return last;
  }

  task(): Task {
    const [task, ...more] = this.tasks.list();
    if (task === undefined || more.length > 0) throw new Error('there is not exactly one task');
    return task;
  }

  async restart(): Promise<void> {
    await this.queue.stop();
    this.#store = this.#store.losePower(0);
    this.#store.isQuick = true;
    this.tasks = this.#openList();
    await this.tasks.load();
    this.#parts = this.#open();
    await this.queue.start();
  }

  #openList(): TaskList {
    return new TaskList({ store: this.#store, clock: this.clock, metrics: noMetrics });
  }

  #open(): { readonly queue: TaskQueue; readonly long: LongActions } {
    const { clock, tasks } = this;
    const catalogue = (): Catalogue =>
      new Catalogue({ actions: [this.learn], authorize: () => undefined });
    const actions = new ActionPerformer({ catalogue });
    const queue = new TaskQueue({
      ...{ tasks, clock, log: silentLog, random: () => 0.5, owner: 'test', isGone: () => true },
      performer: new TaskPerformer({ write: NO_WRITES, action: actions }),
      tell: async (ended) => {
        await tasks.save(ended);
        this.told.push(ended);
      },
    });
    return { queue, long: new LongActions({ queue, actions, clock }) };
  }
}

const NO_WRITES: Performer<WriteTask> = {
  laneOf: notAsked,
  leaseMs: notAsked,
  prepare: notAsked,
  perform: notAsked,
  recover: notAsked,
};

function notAsked(): never {
  throw new Error('nothing here writes');
}

async function turns(): Promise<void> {
  for (let count = 0; count < 10; count += 1) await turn();
}

test('whoever waits gets the whole answer, and the task keeps what was said', async () => {
  const desk = new Desk();
  const waiting = desk.enqueue();
  (await desk.newest()).end({ ok: true, data: 'learned' });
  const answer = await waiting;
  assert.equal([answer.ok, answer.text], [true, 'learned (zh)']);
  assert.equal([answer.ok && answer.data, answer.tasks], ['learned', [desk.task().id]]);
  const { state, level } = desk.task();
  assert.equal([state, level], ['done', 'background']);
  assert.equal(desk.told, [], 'who got the answer is not told again');
});

test('it is done in the name of whoever asked, with the role and areas that they had', async () => {
  const desk = new Desk();
  void desk.enqueue();
  const { args, asker } = await desk.newest();
  const { person, role, areas, chat, language, words } = asker;
  assert.equal(args, { days: 7 });
  assert.equal(
    { person, role, areas, chat, language, words },
    { ...{ person: 'anna', role: 'technician', areas: ['hall'] }, chat: 'web:anna', ...WORDS },
  );
});

const WORDS = { language: 'zh', words: 'watch the tank' };

test('how far it is reaches whoever asked, and whoever asks for the task', async () => {
  const desk = new Desk();
  const heard: unknown[] = [];
  void desk.enqueue({ ...ANNA, onProgress: (progress) => heard.push(progress) });
  const { asker } = await desk.newest();
  const progress = { thing: 'tank', property: 'level', share: 0.4 };
  asker.onProgress?.(progress);
  assert.equal(heard, [progress]);
  assert.equal(desk.queue.progressOf(desk.task().id), progress);
});

test('a refusal is the answer, and is not tried again', async () => {
  const desk = new Desk();
  const waiting = desk.enqueue();
  const refusal = { code: 'TEST_NO', message: 'too few readings', hint: 'wait' };
  (await desk.newest()).end({ ok: false, refusal });
  const answer = await waiting;
  assert.is(!answer.ok && answer.refusal.code, 'TEST_NO');
  await desk.clock.advance(10 * MINUTE_MS);
  assert.equal([desk.task().state, desk.begun.length], ['refused', 1]);
});

test('what breaks is begun anew after a pause, a few times and no more', async () => {
  const desk = new Desk();
  const waiting = desk.enqueue();
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    (await desk.newest()).fail(new Error('out of memory'));
    await desk.clock.advance(2 * MINUTE_MS);
  }
  const answer = await waiting;
  assert.is(!answer.ok && answer.refusal.code, 'TASK_BROKE');
  assert.match(desk.task().refusal?.message ?? '', /learn broke: out of memory/);
  assert.equal([desk.task().state, desk.begun.length], ['failed', 5]);
});

test('what broke once and then went well is done', async () => {
  const desk = new Desk();
  const waiting = desk.enqueue();
  (await desk.newest()).fail(new Error('out of memory'));
  await desk.clock.advance(MINUTE_MS);
  assert.is(desk.task().attempt, 2);
  (await desk.newest()).end({ ok: true, data: 'learned' });
  assert.ok((await waiting).ok);
  assert.is(desk.task().state, 'done');
});

test('of one kind one is done at a time, in the order in which they were asked for', async () => {
  const desk = new Desk();
  const both = [7, 8].map((days) => desk.enqueue(ANNA, days));
  assert.equal((await desk.newest()).args, { days: 7 });
  assert.is(desk.begun.length, 1);
  desk.begun[0]?.end({ ok: true, data: 'learned' });
  await both[0];
  assert.equal((await desk.newest()).args, { days: 8 });
});

test('cancelled while it works it is told to leave off, and whoever waits hears that', async () => {
  const desk = new Desk();
  const waiting = desk.enqueue();
  const { asker, fail } = await desk.newest();
  const cancelled = desk.queue.cancel(desk.task().id);
  assert.is(asker.signal?.aborted, true);
  fail(new Error('left off'));
  await cancelled;
  const answer = await waiting;
  assert.is(!answer.ok && answer.refusal.code, 'TASK_CANCELLED');
  assert.equal([desk.task().state, desk.task().refusal?.code], ['cancelled', 'TASK_CANCELLED']);
});

test('what was done before it heard that it was cancelled is done, and says so', async () => {
  const desk = new Desk();
  const waiting = desk.enqueue();
  const { end } = await desk.newest();
  const cancelled = desk.queue.cancel(desk.task().id);
  end({ ok: true, data: 'learned' });
  await cancelled;
  assert.ok((await waiting).ok);
  assert.is(desk.task().state, 'done');
});

test('a restart begins it anew, and its person is told once how it ended', async () => {
  const desk = new Desk();
  void desk.enqueue();
  await desk.newest();
  await desk.restart();
  await desk.clock.advance(MINUTE_MS);
  assert.equal([desk.begun.length, desk.task().attempt], [2, 2]);
  const { asker, end } = await desk.newest();
  assert.equal([asker.person, asker.role, asker.areas], ['anna', 'technician', ['hall']]);
  end({ ok: true, data: 'learned' });
  await turns();
  assert.equal(
    desk.told.map(({ state, kind, ...more }) => [state, 'text' in more && more.text, kind]),
    [['done', 'learned (zh)', 'action']],
  );
});

test('one that hangs in silence is begun anew when its time is over; one that tells of itself is not', async () => {
  const desk = new Desk();
  void desk.enqueue();
  const { asker } = await desk.newest();
  for (let minutes = 0; minutes < 20; minutes += 4) {
    asker.onProgress?.({ thing: 'tank', property: 'level', share: minutes / 20 });
    await desk.clock.advance(4 * MINUTE_MS);
  }
  assert.is(desk.begun.length, 1);
  await desk.clock.advance(12 * MINUTE_MS);
  assert.is(desk.begun.length, 2);
  assert.is(asker.signal?.aborted, true);
});

test('where too many are open the answer is "busy", and nothing is begun', async () => {
  const desk = new Desk();
  const many = Array.from({ length: 200 }, () => desk.enqueue());
  await turns();
  const answer = await desk.enqueue();
  assert.is(!answer.ok && answer.refusal.code, 'TASK_BUSY');
  assert.equal([desk.tasks.list().length, desk.begun.length], [many.length, 1]);
});

test.run();
