/**
 * One run on its way: starts each step when all that it waits for has ended, in parallel where it can,
 * and writes down each change before anything rests on it (`run.ts` has the states and what holds).
 */
import { errorMessage } from '../../core/app-error.ts';
import type { Clock, Timer } from '../../core/clock.ts';
import { Lane } from '../../core/lane.ts';
import type { Value } from '../../core/reading.ts';
import { refuseWorkflow } from '../errors.ts';
import { ancestorsOf } from '../graph.ts';
import { answerOutput } from '../question.ts';
import type { Output, StepOutcome } from '../step-action.ts';
import type { Approver, Step, Workflow } from '../workflow.ts';
import { advance, isEnding, withStep, type Decision } from './advance.ts';
import { approverOf } from './approver-of.ts';
import { performStep, type Performed } from './perform-step.ts';
import { filledSteps } from './filled-steps.ts';
import { askingStep, causeOf, isOpenRun, isOpenStep, type Run, type StepRun } from './run.ts';
import { shortOutput } from './short-run.ts';
import type { StepRunner } from './step-runner.ts';

export interface ExecutionParts {
  readonly workflow: Workflow;
  /** Durable when it resolves. */
  readonly save: (run: Run) => Promise<void>;
  readonly steps: StepRunner;
  readonly clock: Clock;
  /** Of a good reading. @throws Error when there is none now */
  readonly reading: (address: string) => Value;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly isDryRun: boolean;
  readonly onEnd: (run: Run) => void;
  /** The store cannot write: the run stands still until the next start. */
  readonly onTrouble: (error: unknown) => void;
}

/** What was only read, and is larger, is read again after a restart, and does not stand in every state of the run. */
const MOST_KEPT = 64_000;

export class RunExecution {
  readonly #parts: ExecutionParts;
  readonly #lane = new Lane();
  readonly #stopping = new AbortController();
  readonly #timers = new Map<string, Timer>();
  /** Of the steps that are done, also those that are too large to keep. */
  readonly #outputs = new Map<string, Output>();
  #run: Run;

  constructor(run: Run, parts: ExecutionParts) {
    this.#run = run;
    this.#parts = parts;
  }

  get run(): Run {
    return this.#run;
  }

  /** Whose yes or answer a step needs. */
  approverOf(id: string): Approver {
    return approverOf(this.#run, this.#parts.workflow, id);
  }

  /** What a yes to it would do. */
  ordersOf(id: string): readonly Step[] {
    const values = { ...Object.fromEntries(this.#outputs), trigger: this.#run.trigger };
    const step = this.#parts.workflow.steps.find((each) => each.id === id);
    return step === undefined ? [] : filledSteps(step, values);
  }

  /** Goes on where the run stands: at its beginning, or where a restart cut it short. */
  async start(): Promise<void> {
    for (const [id, { state, output, refusal }] of Object.entries(this.#run.steps))
      if (output !== undefined) this.#outputs.set(id, output);
      else if (state === 'failed' && refusal) this.#outputs.set(id, { error: refusal.message });
    const cutShort = this.#run;
    await this.#settle((run) => this.#withoutLostOutputs(run));
    for (const step of this.#parts.workflow.steps)
      if (cutShort.steps[step.id] === this.#run.steps[step.id]) this.#take(step, cutShort, true);
  }

  /** Lets go of everything; the run goes on at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#clearTimers();
    await this.#lane.idle();
  }

  /** What runs is let end; what has not begun never does, nor what was ordered and waits for its turn. */
  async cancel(person: string): Promise<void> {
    this.#clearTimers();
    await this.#settle((run) => ({ ...run, cancelledBy: person }));
    await this.#parts.steps.callOff(this.#run.id);
  }

  /** The answer of somebody who may give it, to a step that waits for one. */
  async answer(id: string, choice: string, person: string): Promise<void> {
    const now = this.#parts.clock.now();
    const refusal = refuseWorkflow('WORKFLOW_DECLINED', `${person} said no`);
    const [before, timer] = [this.#run.steps[id], this.#timers.get(id)];
    await this.#settle((run) => {
      if (askingStep(run) !== id) return run;
      if (run.steps[id]?.question !== undefined) return this.#answered(run, id, choice, person);
      const answered = { ...NO_WAIT, approvedBy: person };
      return choice === 'yes'
        ? withStep(run, id, { ...answered, state: 'running', attempt: 1, startedAt: now })
        : withStep(run, id, { ...NO_WAIT, state: 'failed', endedAt: now, refusal });
    });
    // That one, and not what the step may be waiting for by now.
    if (this.#run.steps[id] !== before) timer?.cancel();
  }

  /** @param by absent: nobody answered */
  #answered(run: Run, id: string, choice: string, by?: string): Run {
    const { question } = run.steps[id] ?? {};
    if (question === undefined) return run;
    const output = answerOutput(question, choice, by);
    this.#outputs.set(id, output);
    const endedAt = this.#parts.clock.now();
    return withStep(run, id, { ...NO_WAIT, state: 'done', endedAt, output });
  }

  /** One change and all that follows from it, durable before any of it is done. */
  async #settle(change: (run: Run) => Run): Promise<void> {
    const { workflow, clock, save, onEnd } = this.#parts;
    const { before, after } = await this.#lane.run(async () => {
      const before = this.#run;
      if (this.#stopping.signal.aborted || !isOpenRun(before)) return { before, after: before };
      const decide = (step: Step, run: Run): Decision => this.#decide(step, run);
      const after = advance(change(before), workflow.steps, { now: clock.now(), decide });
      if (after !== before) await save(after);
      this.#run = after;
      return { before, after };
    });
    if (before === after) return;
    if (!isOpenRun(after)) {
      this.#clearTimers();
      onEnd(after);
    }
    for (const step of workflow.steps)
      if (before.steps[step.id] !== after.steps[step.id]) this.#take(step, after);
  }

  /** What a step that has just changed its state, or was found in it, needs now. */
  #take(step: Step, run: Run, isResumed = false): void {
    const { state, until, waitsFor } = run.steps[step.id] ?? {};
    if (state === 'running') this.#perform(step, isResumed).catch(this.#parts.onTrouble);
    if (state !== 'waiting' || until === undefined) return;
    const delayMs = Math.max(until - this.#parts.clock.now(), 0);
    const timer = this.#parts.clock.after(delayMs, () => {
      this.#timers.delete(step.id);
      this.#settle((now) => this.#afterWaiting(now, step, waitsFor)).catch(this.#parts.onTrouble);
    });
    this.#timers.set(step.id, timer);
  }

  async #perform(step: Step, isResumed: boolean): Promise<void> {
    const { steps, clock, workflow, isDryRun } = this.#parts;
    const { id, trigger, asked } = this.#run;
    const performed = await performStep({
      ...{ step, trigger, steps, clock, isResumed },
      context: {
        ...{ workflow: workflow.name, run: id, step: step.id, isDryRun },
        ...{ dependsOn: step.dependsOn, now: clock.now(), signal: this.#stopping.signal },
        outputs: Object.fromEntries(this.#outputs),
        approvedBy: this.#run.steps[step.id]?.approvedBy,
        ...{ asked: asked?.person, cause: causeOf(this.#run) },
      },
      items: this.#run.steps[step.id]?.items ?? [],
      keepItems: (items) => this.#settleItems(step, items),
      isOver: () => this.#stopping.signal.aborted || isEnding(this.#run, workflow.steps),
    });
    await this.#settle((run) => this.#afterPerforming(run, step, performed));
  }

  async #settleItems(step: Step, items: readonly Output[]): Promise<void> {
    const { save } = this.#parts;
    await this.#lane.run(async () => {
      if (this.#stopping.signal.aborted) return;
      const startedAt = this.#parts.clock.now();
      const next = withStep(this.#run, step.id, { items: items.map(shortOutput), startedAt });
      await save(next);
      this.#run = next;
    });
  }

  #afterPerforming(run: Run, step: Step, performed: Performed): Run {
    const { clock } = this.#parts;
    const endedAt = clock.now();
    if (performed === 'unknown') {
      const message = `nobody can tell how "${step.id}" ended`;
      const refusal = refuseWorkflow('WORKFLOW_INTERRUPTED', message);
      return withStep(run, step.id, { state: 'unknown', endedAt, refusal });
    }
    if (performed === 'ended' || isCalledOff(run, performed))
      return withStep(run, step.id, { state: 'cancelled', endedAt });
    if (!performed.ok) return this.#afterFailure(run, step, performed);
    if ('question' in performed) {
      const { question, until } = performed;
      return withStep(run, step.id, { state: 'waiting', waitsFor: 'answer', until, question });
    }
    if ('until' in performed)
      return withStep(run, step.id, { state: 'waiting', waitsFor: 'time', until: performed.until });
    const { output } = performed;
    this.#outputs.set(step.id, output);
    const isKept = JSON.stringify(output).length <= MOST_KEPT || !this.#isRead(step);
    const done = { state: 'done', endedAt, items: undefined } as const;
    return withStep(run, step.id, { ...done, ...(isKept && { output }) });
  }

  #afterFailure(
    run: Run,
    { id, retry, isFatal }: Step,
    { refusal, mayHaveMoved }: Extract<Performed, { ok: false }>,
  ): Run {
    const { clock, random } = this.#parts;
    const { attempt = 1 } = run.steps[id] ?? {};
    if (retry !== undefined && attempt <= retry.times && mayHaveMoved !== true) {
      const waitMs = retry.waitMs * 2 ** (attempt - 1) * (0.5 + random());
      const until = Math.round(clock.now() + waitMs);
      return withStep(run, id, { state: 'waiting', waitsFor: 'retry', until, refusal });
    }
    if (!isFatal) this.#outputs.set(id, { error: refusal.message });
    return withStep(run, id, { state: 'failed', endedAt: clock.now(), refusal });
  }

  #afterWaiting(run: Run, asked: Step, waitsFor: StepRun['waitsFor']): Run {
    const { id } = asked;
    const step = run.steps[id];
    if (step?.state !== 'waiting' || step.waitsFor !== waitsFor) return run;
    const now = this.#parts.clock.now();
    switch (waitsFor) {
      case 'retry':
        return withStep(run, id, {
          ...{ ...NO_WAIT, state: 'running' },
          ...{ attempt: step.attempt + 1, startedAt: now },
        });
      case 'approval': {
        const refusal = refuseWorkflow('WORKFLOW_NO_YES', 'nobody said yes in time');
        return withStep(run, id, { ...NO_WAIT, state: 'failed', endedAt: now, refusal });
      }
      case 'answer': {
        const silence = step.question?.default;
        if (silence !== undefined) return this.#answered(run, id, silence);
        const refusal = refuseWorkflow('WORKFLOW_NO_ANSWER', 'nobody answered in time');
        return this.#afterFailure(withStep(run, id, NO_WAIT), asked, { ok: false, refusal });
      }
      default:
        this.#outputs.set(id, {});
        return withStep(run, id, { ...NO_WAIT, state: 'done', endedAt: now, output: {} });
    }
  }

  /**
   * Those that were too large to keep are made again, where a step that has not ended may name them; what only
   * reads, and was cut short, begins after that.
   */
  #withoutLostOutputs(run: Run): Run {
    const { steps } = this.#parts.workflow;
    const stateOf = ({ id }: Step): StepRun['state'] | undefined => run.steps[id]?.state;
    const reads = steps.filter((step) => this.#isRead(step));
    const lost = reads.filter((step) => stateOf(step) === 'done' && !this.#outputs.has(step.id));
    const isNeeded = Object.values(run.steps).some(isOpenStep);
    if (!isNeeded || lost.length === 0) return run;
    const waits = new Map(steps.map(({ id, dependsOn }) => [id, dependsOn]));
    const restsOnLost = ({ id }: Step): boolean => {
      const before = ancestorsOf(id, waits);
      return lost.some((step) => before.has(step.id));
    };
    return reads
      .filter((step) => lost.includes(step) || (stateOf(step) === 'running' && restsOnLost(step)))
      .reduce(
        (now, step) => withStep(now, step.id, { state: restsOnLost(step) ? 'queued' : 'running' }),
        run,
      );
  }

  #isRead({ action }: Step): boolean {
    return this.#parts.steps.kindOf(action) === 'read';
  }

  #decide(step: Step, run: Run): Decision {
    if (step.when === undefined) return 'run';
    const { reading } = this.#parts;
    const values = { ...Object.fromEntries(this.#outputs), trigger: run.trigger };
    try {
      return step.when.holds({ values, reading }) ? 'run' : 'skip';
    } catch (error) {
      const message = `the condition of "${step.id}" cannot be answered: ${errorMessage(error)}`;
      return refuseWorkflow('WORKFLOW_CONDITION', message);
    }
  }

  #clearTimers(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }
}

function isCalledOff({ cancelledBy }: Run, performed: StepOutcome): boolean {
  return cancelledBy !== undefined && !performed.ok && performed.refusal.code === 'TASK_CANCELLED';
}

const NO_WAIT = { waitsFor: undefined, until: undefined, question: undefined } as const;
