/** The power is cut at each write of the end of a question: people hear of it once, whatever of it had been written. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '../../test/fake-clock.ts';
import { askerOf, speaker } from '../../test/gateway-rig.ts';
import { silentLog } from '../core/log.ts';
import { Confirmations } from '../policy/confirmations.ts';
import type { Order } from './order.ts';
import { QuestionDesk } from './question-desk.ts';
import type { WriteTask } from './task.ts';

const test = suite('the end of a question');

const ANNA = askerOf(speaker('anna'));

/** What a power cut leaves: tasks, and letters that tell of an end. */
class Disk {
  readonly tasks = new Map<string, WriteTask>();
  letters = 0;
  writesLeft = Infinity;

  write(task: WriteTask, isTold = false): Promise<void> {
    if (this.writesLeft === 0) return Promise.reject(new Error('the power is cut'));
    this.writesLeft -= 1;
    this.tasks.set(task.id, task);
    if (isTold) this.letters += 1;
    return Promise.resolve();
  }
}

function deskOn(disk: Disk, clock: FakeClock): QuestionDesk {
  return new QuestionDesk({
    confirmations: new Confirmations<Order>({ clock }),
    tasks: {
      save: (task) => (task.kind === 'write' ? disk.write(task) : Promise.resolve()),
      writes: () => [...disk.tasks.values()],
      find: (id) => disk.tasks.get(id),
    },
    news: { questionEnded: (ended) => disk.write(ended, true) },
    ...{ clock, log: silentLog },
  });
}

function taskFor(thing: string): WriteTask {
  return {
    ...{ id: `task-${thing}`, kind: 'write', state: 'queued', level: 'interactive' },
    ...{ order: 'one', orderSize: 3, thing, property: 'power', value: true },
    ...{ person: 'anna', via: 'web', chat: 'web:anna', language: 'en', words: '', createdAt: 0 },
  };
}

for (const writes of [0, 1, 2, 3])
  test(`is told once, when the power is cut after ${String(writes)} of its 3 writes`, async () => {
    const clock = new FakeClock();
    const disk = new Disk();
    const tasks = ['pump', 'light', 'vent'].map(taskFor);
    const before = deskOn(disk, clock);
    const asked = await before.ask({ order: { writes: [] }, tasks, asker: ANNA, people: 1 }, []);
    disk.writesLeft = writes;
    const answered = before.answer(asked.confirmation.token, ANNA, () => undefined);
    if ('code' in answered) throw new Error(answered.message);
    await before.decline(answered, ANNA, []).catch(() => undefined);
    disk.writesLeft = Infinity;
    await deskOn(disk, clock).start();
    assert.is(disk.letters, 1);
    const states = [...disk.tasks.values()].map(({ state }) => state);
    assert.not.ok(states.includes('waiting'));
  });

test.run();
