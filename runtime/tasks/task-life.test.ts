/**
 * Whatever people say, and whenever the power goes: no task is lost, none is carried out twice, and
 * nothing that was told turns out otherwise later.
 */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { speaker, withGateway, withProperty, type GatewayRig } from '../../test/gateway-rig.ts';
import type { ChatMessage } from '../actions/chat-port.ts';
import type { JournalRecord } from '../state/journal-entry.ts';
import { isOpen, taskSchema, type Task, type WriteTask } from './task.ts';

const RUNS = 12;
const ANNA = speaker('anna');

/** Each sentence is unlike every other, so that its task and its entries can be told from theirs. */
const SENTENCES: readonly ((number: number) => string)[] = [
  (number) => `set the vent to ${String(number)} %`,
  (number) => `turn on the grow light for ${String(number)} minutes`,
  (number) => `turn on the pump for ${String(number)} seconds`,
  (number) => `turn on the heater for ${String(number)} minutes`,
  (number) => `turn on the grow light in ${String(number)} seconds`,
];

type Step =
  | { readonly kind: 'say'; readonly sentence: number }
  | { readonly kind: 'say-and-lose-power'; readonly sentence: number; readonly afterMs: number }
  | { readonly kind: 'answer'; readonly words: 'yes' | 'no' | 'cancel' | 'undo' }
  | { readonly kind: 'repeat'; readonly message: number }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'restart' | 'lose-power' };

const sentence = fc.nat({ max: SENTENCES.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('say' as const), sentence }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('say-and-lose-power' as const),
      sentence,
      afterMs: fc.nat({ max: 2_500 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      words: fc.constantFrom('yes' as const, 'no' as const, 'cancel' as const, 'undo' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('repeat' as const), message: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat({ max: 9_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'lose-power' as const) }),
  },
);

test('no task is lost, none is done twice, and what was told stays true', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
      await withGateway(
        async (rig) => {
          const life = new Life(rig);
          for (const one of steps) await life.take(one);
          await life.end();
        },
        (site) => withProperty(site, { thing: 'heater', property: 'power' }, { interlocks: [] }),
      );
    }),
    {
      numRuns: RUNS,
      includeErrorInReport: true,
      interruptAfterTimeLimit: 40_000,
      markInterruptAsFailure: false,
    },
  );
});

class Life {
  readonly #rig: GatewayRig;
  readonly #messages: ChatMessage[] = [];
  /** The state of each task when a reply named it. */
  readonly #told = new Map<string, WriteTask>();

  constructor(rig: GatewayRig) {
    this.#rig = rig;
  }

  async take(one: Step): Promise<void> {
    const rig = this.#rig;
    switch (one.kind) {
      case 'say':
        return this.#send(this.#message(this.#sentence(one.sentence)));
      case 'say-and-lose-power':
        return this.#losePowerOver(this.#message(this.#sentence(one.sentence)), one.afterMs);
      case 'answer':
        return this.#send(this.#message(one.words));
      case 'repeat':
        return this.#repeat(one.message);
      case 'pass':
        return rig.pass(one.ms);
      case 'restart':
        await rig.stop();
        await rig.start();
        return this.#check();
      case 'lose-power':
        await rig.restart();
        return this.#check();
    }
  }

  /** Everything that is planned comes to its time, and one more restart finds nothing new. */
  async end(): Promise<void> {
    await this.#rig.pass(62_000);
    await this.#rig.restart();
    await this.#check();
    const { tasks } = this.#rig.gateway;
    assert.equal(tasks.list().filter(isOpen), []);
    assert.ok((await this.#rig.ground.journal.verify()).ok);
  }

  #sentence(index: number): string {
    return SENTENCES[index]?.(this.#messages.length + 1) ?? '';
  }

  #message(text: string): ChatMessage {
    const message = this.#rig.message(text, ANNA);
    this.#messages.push(message);
    return message;
  }

  async #send(message: ChatMessage): Promise<void> {
    const { gateway } = this.#rig;
    const reply = await this.#rig.during(gateway.conversation.handle(message));
    for (const id of reply.tasks) {
      const task = gateway.tasks.writes().find((task) => task.id === id);
      if (task === undefined) throw new Error(`${id} was told and is not there`);
      this.#told.set(id, task);
    }
  }

  async #losePowerOver(message: ChatMessage, afterMs: number): Promise<void> {
    this.#rig.gateway.conversation.handle(message).catch(() => undefined);
    await this.#rig.clock.advance(afterMs);
    await this.#rig.restart();
    await this.#check();
  }

  async #repeat(index: number): Promise<void> {
    const message = this.#messages[index % Math.max(1, this.#messages.length)];
    if (message !== undefined) await this.#send(message);
  }

  async #check(): Promise<void> {
    const { gateway, ground } = this.#rig;
    for (const [id, told] of this.#told) {
      const now = gateway.tasks.writes().find((task) => task.id === id);
      assert.ok(now !== undefined, `${id} is lost`);
      if (!isOpen(told) && !isCutShort(told, now)) assert.equal(now, asKept(told));
    }
    const intents = await ground.journal.entries({ kind: 'intent', limit: 1_000 });
    for (const task of gateway.tasks.writes()) {
      const own = intents.filter(
        ({ command }) => command !== undefined && command === task.command,
      );
      assert.ok(own.length <= 1, `${task.words} was carried out ${String(own.length)} times`);
      if (task.state === 'done') assert.is(own.length, 1);
      if (task.state === 'expired' || task.state === 'cancelled') assert.is(own.length, 0);
    }
    this.#checkWords(intents);
  }

  /** One message, one task, one intent: however often it was sent. */
  #checkWords(intents: readonly JournalRecord[]): void {
    const { tasks } = this.#rig.gateway;
    for (const { text } of this.#messages.filter(({ text: words }) => /\d/.test(words))) {
      const same = tasks.list().filter(({ words }) => words === text);
      assert.ok(same.length <= 1, `"${text}" became ${String(same.length)} tasks`);
      const done = intents.filter(({ actor, cause }) => actor === ANNA.person && cause === text);
      assert.ok(done.length <= 1, `"${text}" was carried out ${String(done.length)} times`);
    }
  }
}

/** A timed run that had begun, and that a restart ended. */
function isCutShort({ forMs, receipt }: WriteTask, { state, receipt: kept }: WriteTask): boolean {
  return forMs !== undefined && state === 'unknown' && receipt?.command === kept?.command;
}

/** As the store brings it back. */
function asKept(task: Task): Task {
  return taskSchema.parse(JSON.parse(JSON.stringify(task)));
}

test.run();
