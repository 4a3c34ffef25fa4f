/**
 * Tests of lines, as their board carries them out. They come as signed commands like every write, to
 * the reserved property `pin-test`: `wiggle GPIO5`, `watch GPIO5`, `stop`. The board makes up its own
 * mind about the line: what a part of the site uses is never touched here, so no interlock is passed
 * by. While one runs, the plan of the safe-state helper says how the line is put back.
 */
import type { Clock } from '../../core/clock.ts';
import { errorMessage } from '../../core/app-error.ts';
import type { Log } from '../../core/log.ts';
import type { PinStand, PinTest, PinTestKind } from '../../core/pin-test.ts';
import type { Outcome, Receipt } from '../../core/receipt.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { PIN_TEST_PROPERTY } from '../../config/site.ts';
import type { Board } from '../../hal/board.ts';
import type { RegisterWrite } from '../../hal/register-write.ts';
import type { Command } from '../../policy/command.ts';
import type { Journal } from '../../state/journal.ts';
import type { JournalEntry } from '../../state/journal-entry.ts';
import type { Write } from '../../state/store.ts';
import { refusalOf, refuseDevice } from '../errors.ts';
import type { PinSubject } from './pin-subject.ts';
import { isAsBefore, sayPinTest } from './say-pin-test.ts';
import { standOf, tryPin } from './pin-trial.ts';

export interface PinTestsParts {
  readonly board: Pick<Board, 'gpio'>;
  /** What a line is to the site now. */
  readonly subject: (line: string) => PinSubject | Refusal;
  readonly journal: Pick<Journal, 'append'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Asks `plan` again, and has it carried out when this process is gone. */
  readonly renewPlan: () => void;
}

/** What goes with its records. */
export interface TestTraces {
  readonly intent: () => readonly Write[];
  readonly outcome: (answer: Outcome) => readonly Write[];
}

interface Running {
  readonly line: string;
  readonly before: PinStand;
  readonly abort: AbortController;
  readonly isOver: Promise<unknown>;
}

const DEFAULT_MS = 2_000;
const ASKED = /^(wiggle|watch) (\S+)$/;

export class PinTests {
  readonly #parts: PinTestsParts;
  #running: Running | undefined;

  constructor(parts: PinTestsParts) {
    this.#parts = parts;
  }

  /** How the line is put back from outside; nothing while none is tested. */
  plan(): readonly RegisterWrite[] {
    if (this.#running === undefined) return [];
    const { line, before } = this.#running;
    const { gpio } = this.#parts.board;
    return [before.direction === 'in' ? gpio.release(line) : gpio.register(line, before.level)];
  }

  /** Never rejects for what is expected. */
  async perform(command: Command, traces: TestTraces): Promise<Outcome> {
    if (command.value === 'stop') return this.#stopped(command, traces);
    const [, kind, line = ''] = ASKED.exec(String(command.value)) ?? [];
    if (kind !== 'wiggle' && kind !== 'watch')
      return refused(refuseDevice('DEVICE_BAD_VALUE', 'a test is wiggle LINE, watch LINE or stop'));
    const objection = this.#objection(kind, line);
    if (isRefusal(objection)) return refused(objection);
    return this.#run({ command, kind, line, before: objection, traces });
  }

  /** Ends the one that runs, and resolves when the line is as it was. */
  async stop(): Promise<boolean> {
    const running = this.#running;
    running?.abort.abort();
    await running?.isOver;
    return running !== undefined;
  }

  /** How the line stands, where nothing is in the way of its test. */
  #objection(kind: PinTestKind, line: string): PinStand | Refusal {
    const { subject: find, board } = this.#parts;
    if (this.#running !== undefined)
      return refuseDevice('DEVICE_TESTING', `${this.#running.line} is being tested`, {
        zh: `正在测试 ${this.#running.line}`,
      });
    const subject = find(line);
    if (isRefusal(subject)) return subject;
    if (subject.kind !== 'free')
      return refuseDevice('DEVICE_NO_TEST', `${line} belongs to ${subject.address.thing}`);
    try {
      const before = standOf(board.gpio, line);
      if (kind === 'wiggle' || before.direction === 'in') return before;
      const level = before.level ? ['high', '高'] : ['low', '低'];
      return refuseDevice(
        'DEVICE_NO_TEST',
        `${line} is an output (${level[0] ?? ''}), so there is nothing to hear; wiggle it`,
        {
          zh: `${line} 是输出（${level[1] ?? ''}），没有可监听的信号`,
        },
      );
    } catch (error) {
      return refusalOf(error);
    }
  }

  async #run(asked: Asked): Promise<Outcome> {
    const abort = new AbortController();
    let over = (): void => undefined;
    const isOver = new Promise<void>((resolve) => {
      over = resolve;
    });
    this.#running = { line: asked.line, before: asked.before, abort, isOver };
    try {
      return await this.#tryAndTell(asked, abort.signal);
    } finally {
      this.#running = undefined;
      over();
      this.#parts.renewPlan();
    }
  }

  /** The intent is durable and the helper knows the way back before the line is touched. */
  async #tryAndTell(asked: Asked, signal: AbortSignal): Promise<Outcome> {
    const { journal, board, clock, renewPlan, log } = this.#parts;
    const { command, kind, line, before, traces } = asked;
    let seq = 0;
    try {
      const details = { line, test: kind };
      const [record] = await journal.append([entry(command, details)], traces.intent());
      seq = record?.seq ?? 0;
      renewPlan();
      const forMs = command.forMs ?? DEFAULT_MS;
      const { gpio } = board;
      const found = await tryPin({ gpio, clock, line, kind, forMs, signal }, before);
      return await this.#record(asked, outcomeOf(command, found, { at: clock.now(), seq }));
    } catch (error) {
      log.error({ line, error: errorMessage(error) }, 'line cannot be tested');
      return this.#record(asked, { status: 'failed', refusal: refusalOf(error) });
    }
  }

  /** Nothing is told that is not recorded. */
  async #record({ command, kind, line, traces }: Asked, outcome: Outcome): Promise<Outcome> {
    const { status } = outcome;
    const found = outcome.status === 'refused' ? undefined : outcome.receipt?.pinTest;
    const problem = outcome.status === 'done' ? {} : { message: outcome.refusal.message };
    const details = { line, test: kind, status, ...problem, ...(found && { found }) };
    try {
      await this.#parts.journal.append([entry(command, details)], traces.outcome(outcome));
      return outcome;
    } catch (error) {
      return { status: 'failed', refusal: refusalOf(error) };
    }
  }

  async #stopped(command: Command, traces: TestTraces): Promise<Outcome> {
    const line = this.#running?.line;
    if (line === undefined || !(await this.stop()))
      return refused(
        refuseDevice('DEVICE_NOT_TESTING', 'no line is being tested', {
          zh: '没有正在测试的线',
        }),
      );
    const at = this.#parts.clock.now();
    const [record] = await this.#parts.journal.append([entry(command, { line, test: 'stop' })]);
    const receipt = { ...receiptOf(command, { at, seq: record?.seq ?? 0 }), measured: line };
    const outcome: Outcome = { status: 'done', receipt };
    await this.#parts.journal.append([], traces.outcome(outcome));
    return outcome;
  }
}

interface Asked {
  readonly command: Command;
  readonly kind: PinTestKind;
  readonly line: string;
  readonly before: PinStand;
  readonly traces: TestTraces;
}

interface Place {
  readonly at: number;
  /** In the journal. */
  readonly seq: number;
}

function outcomeOf(command: Command, pinTest: PinTest, place: Place): Outcome {
  const { kind, ended } = pinTest;
  const measured = kind === 'watch' ? pinTest.edges : ended === 'done';
  const receipt: Receipt = { ...receiptOf(command, place), measured, pinTest };
  if (ended === 'done' && isAsBefore(pinTest)) return { status: 'done', receipt };
  const [en, zh] = [sayPinTest(pinTest, 'en'), sayPinTest(pinTest, 'zh')];
  return { status: 'failed', refusal: refuseDevice('DEVICE_TEST_ENDED', en, { zh }), receipt };
}

/** Of an output it is the level on the wire where the chip reads that, else its register. */
function receiptOf({ id, board, value: requested }: Command, { at, seq }: Place): Receipt {
  return {
    ...{ command: id, board, thing: board, property: PIN_TEST_PROPERTY, requested },
    ...{ measured: null, evidence: 'latch', at, journal: seq },
  };
}

function entry(
  { id, board, requester: actor, via, cause }: Command,
  details: object,
): JournalEntry {
  return { kind: 'test', board, actor, via, cause, command: id, details };
}

function refused(refusal: Refusal): Outcome {
  return { status: 'refused', refusal };
}
