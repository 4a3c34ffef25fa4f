/**
 * Everything that runs by itself: begins runs, goes on with those that a restart cut short, and knows
 * how each ended. When a run begins is decided by `triggers/`, what a step does by the `StepRunner`.
 */
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Value } from '../../core/reading.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { Service } from '../../core/service.ts';
import type { Role } from '../../actions/asker.ts';
import { hasRole } from '../../policy/roles.ts';
import type { Keep } from '../../tasks/tell-together.ts';
import type { Write } from '../../state/store.ts';
import { refuseWorkflow } from '../errors.ts';
import type { Step, Workflow } from '../workflow.ts';
import { abandoned } from './abandoned.ts';
import { followersOf } from './followers.ts';
import type { RunBook } from './run-book.ts';
import { RunExecution } from './run-execution.ts';
import { askingStep, isOpenRun, newDryRun, newRun, takesTurns, type Run } from './run.ts';
import { PATIENCE_MS, type RunTeller } from './run-teller.ts';
import type { StepRunner } from './step-runner.ts';
import { takeAnswer } from './take-answer.ts';
import type { WaitingRun } from './waiting-run.ts';
import { isTooLate } from './too-late.ts';

export interface WorkflowRunsParts {
  readonly book: RunBook;
  readonly steps: StepRunner;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Those that the site has now. */
  readonly workflows: () => readonly Workflow[];
  /** Of a good reading. @throws Error when there is none now */
  readonly reading: (address: string) => Value;
  readonly teller: Pick<RunTeller, 'ended' | 'asks'> & {
    /** That one has begun, where somebody else must know. */
    began?(run: Run, keep: Keep): Promise<void>;
    /** That one waits until its workflow can be read. */
    held?(run: Run): Promise<void>;
  };
  /** Those of the site cannot be read now, so nobody knows whether they have changed. */
  readonly isUnread?: () => boolean;
  /** Why none may begin here. */
  readonly objection?: () => Refusal | undefined;
}

export interface Beginning {
  /** Where it has to be a certain one. */
  readonly id?: string;
  readonly trigger: Run['trigger'];
  /** Absent: nobody said so. */
  readonly asked?: Run['asked'];
  /** Durable together with the run. */
  readonly alongside?: readonly Write[];
}

/** What nobody here ended. */
const NOBODY_HERE = 'boardtalk';

/** More at a time than a site can want. */
const MAX_OPEN = 100;
/** Of one workflow: what begins faster than it ends leaves room for the others. */
const MAX_OPEN_OF_ONE = 10;

export class WorkflowRuns implements Service {
  readonly #parts: WorkflowRunsParts;
  readonly #open = new Map<string, RunExecution>();
  /** Cut short by a restart, and waiting until their workflows can be read. */
  readonly #held = new Map<string, Run>();
  /** Those of them that wait for another one of their workflow. */
  readonly #inLine = new Set<RunExecution>();
  readonly #listeners = new Set<(run: Run) => void>();
  /** When those of this life began, in monotonic time: whoever asked for one may still wait for its end. */
  readonly #begunAt = new Map<string, number>();
  /** They count as open while they are being written down. */
  readonly #beginning = new Set<Run>();
  /** What a run that was only being written down by then must not get past. */
  #lastStop: { readonly by: string } | undefined;

  constructor(parts: WorkflowRunsParts) {
    this.#parts = parts;
  }

  /** Goes on with what was cut short. One whose workflow has changed, or that comes too late, is ended, and told. */
  async start(): Promise<void> {
    for (const run of this.#left()) await this.#resume(run);
  }

  /** Ends those that a life before left open, and nobody has gone on with: they are somebody else's. */
  async endLeft(refusal: Refusal): Promise<void> {
    for (const run of this.#left())
      await this.#abandon({ ...run, cancelledBy: NOBODY_HERE }, refusal);
  }

  #left(): readonly Run[] {
    const open = this.#parts.book.list().filter((run) => isOpenRun(run) && run.board === undefined);
    return open.filter(({ id }) => !this.#open.has(id) && !this.#held.has(id));
  }

  /** The workflows have changed: what waited for that goes on, or is ended. */
  async lookAgain(): Promise<void> {
    const { log } = this.#parts;
    for (const run of [...this.#held.values()]) {
      if (!this.#held.delete(run.id)) continue;
      await this.#resume(run).catch((error: unknown) => {
        log.error({ run: run.id, error }, 'run cannot go on');
      });
    }
  }

  async #resume(run: Run): Promise<void> {
    const { clock, teller, isUnread = () => false } = this.#parts;
    const { workflow: name } = run;
    const workflow = this.#find(name);
    if (workflow?.version === run.version) {
      if (!isTooLate(run, workflow, clock.now())) return this.#execute(run, workflow);
      const message = `${name} was cut short too long ago to go on`;
      return this.#abandon(run, refuseWorkflow('WORKFLOW_TOO_LATE', message));
    }
    if (!isUnread()) {
      const message = `${name} has changed since this run began`;
      return this.#abandon(run, refuseWorkflow('WORKFLOW_CHANGED', message));
    }
    this.#held.set(run.id, run);
    await teller.held?.(run);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#open.values()].map((execution) => execution.stop()));
    this.#open.clear();
    this.#held.clear();
    this.#inLine.clear();
  }

  /** The run, when it is durable; its steps go on by themselves. */
  async begin(
    workflow: Workflow,
    { id, trigger, asked, alongside }: Beginning,
  ): Promise<Run | Refusal> {
    const busy = this.#parts.objection?.() ?? this.#busy(workflow);
    if (busy !== undefined) return busy;
    const run = newRun(workflow, { ...(id && { id }), trigger, asked }, this.#parts.clock.now());
    const { book, teller } = this.#parts;
    const keep: Keep = (writes) => book.save(run, [...writes, ...(alongside ?? [])]);
    const stop = this.#lastStop;
    this.#beginning.add(run);
    await (teller.began?.(run, keep) ?? keep([])).finally(() => this.#beginning.delete(run));
    if (this.#lastStop !== stop) return this.#stopped(run, this.#lastStop);
    this.#begunAt.set(run.id, this.#parts.clock.monotonicMs());
    await this.#execute(run, workflow);
    return run;
  }

  /** What would happen: reads what it would read, and moves nothing. Resolves with the ended run. */
  dryRun(given: Workflow): Promise<Run> {
    const { clock } = this.#parts;
    const steps = given.steps.map((step) => ({ ...step, approval: undefined, retry: undefined }));
    const workflow = { ...given, steps };
    const run = newDryRun(given, clock.now());
    return new Promise((resolve, reject) => {
      const execution = new RunExecution(run, {
        ...this.#partsOf(workflow),
        save: () => Promise.resolve(),
        isDryRun: true,
        onEnd: resolve,
        onTrouble: reject,
      });
      execution.start().catch(reject);
    });
  }

  /** A board tells of one of its own. Durable when it resolves, together with `alongside`. */
  async hear(run: Run, alongside: readonly Write[]): Promise<void> {
    const { book, teller } = this.#parts;
    const keep: Keep = (writes) => book.save(run, [...writes, ...alongside]);
    if (isOpenRun(run)) return keep([]);
    const workflow = this.#find(run.workflow);
    await teller.ended(run, { workflow, isAwaited: false }, keep);
    for (const listener of this.#listeners) listener(run);
  }

  list(): readonly Run[] {
    return this.#parts.book.list();
  }

  find(id: string): Run | undefined {
    return this.#parts.book.find(id);
  }

  async cancel(id: string, person: string): Promise<Run | Refusal> {
    const execution = this.#openRun(id);
    if (execution === undefined) {
      const held = [...this.#held.values()].find((run) => run.id === id || run.workflow === id);
      return held === undefined ? noSuchRun(id) : this.#letGo(held, person);
    }
    await execution.cancel(person);
    return execution.run;
  }

  async #stopped(run: Run, { by = '' }: { readonly by?: string } = {}): Promise<Run> {
    const refusal = refuseWorkflow('WORKFLOW_DECLINED', `${by} stopped everything`);
    await this.#abandon({ ...run, cancelledBy: by }, refusal);
    return this.find(run.id) ?? run;
  }

  async #letGo(held: Run, cancelledBy: string): Promise<Run> {
    this.#held.delete(held.id);
    const message = `${held.workflow} could not be read after a restart`;
    await this.#abandon({ ...held, cancelledBy }, refuseWorkflow('WORKFLOW_CHANGED', message));
    return this.find(held.id) ?? held;
  }

  #busy({ name }: Workflow): Refusal | undefined {
    const begun = [...this.#open.values()].map(({ run }) => run);
    const open = [...begun, ...this.#held.values(), ...this.#beginning];
    if (open.length >= MAX_OPEN)
      return refuseWorkflow('WORKFLOW_BUSY', `${String(MAX_OPEN)} runs are open`);
    const own = open.filter((run) => run.workflow === name);
    if (own.length < MAX_OPEN_OF_ONE) return undefined;
    return refuseWorkflow('WORKFLOW_BUSY', `${String(own.length)} runs of ${name} are open`);
  }

  /** Another one after each stop: what was seen before it begins nothing. */
  get lastStop(): object | undefined {
    return this.#lastStop;
  }

  /** Ends all that are open. How many. */
  async cancelAll(person: string): Promise<number> {
    this.#lastStop = { by: person };
    const open = [...this.#open.values()];
    const held = [...this.#held.values()];
    await Promise.all(open.map((execution) => execution.cancel(person)));
    await Promise.all(held.map((run) => this.#letGo(run, person)));
    return open.filter(({ run }) => run.cancelledBy !== undefined).length + held.length;
  }

  /** Those that wait for a yes or an answer of this person, or of others like them. */
  waitingFor(by: { readonly role: Role }): readonly WaitingRun[] {
    return [...this.#open.values()].flatMap((execution) => {
      const { run } = execution;
      const step = askingStep(run);
      if (step === undefined || !hasRole(by, execution.approverOf(step))) return [];
      return [{ run, orders: execution.ordersOf(step), until: run.steps[step]?.until ?? 0 }];
    });
  }

  waitsForPeople(id: string): boolean {
    const run = this.#open.get(id)?.run;
    return run !== undefined && askingStep(run) !== undefined;
  }

  /**
   * What somebody says to the step of a run that waits for it, who has the role that it asks for.
   * @param objection why they may not have that done
   */
  async answer(
    id: string,
    said: string,
    by: { readonly person: string; readonly role: Role },
    objection: (orders: readonly Step[]) => Refusal | undefined = () => undefined,
  ): Promise<Run | Refusal> {
    const execution = this.#openRun(id);
    const step = execution && askingStep(execution.run);
    if (execution === undefined || step === undefined) return noSuchRun(id);
    const taken = takeAnswer(execution.run, said, by, execution.approverOf(step));
    if (isRefusal(taken)) return taken;
    const refusal = taken.choice === 'yes' ? objection(execution.ordersOf(step)) : undefined;
    if (refusal !== undefined) return refusal;
    await execution.answer(step, taken.choice, by.person);
    return execution.run;
  }

  /** By its id, or by its workflow where only one of it is open. */
  #openRun(name: string): RunExecution | undefined {
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    const found = [...this.#open.values()].filter(({ run }) => run.workflow === name);
    return found.length === 1 ? found[0] : undefined;
  }

  /** How a run ended; waits for it. */
  async ended(id: string): Promise<Run> {
    const run = this.find(id);
    if (run !== undefined && !isOpenRun(run)) return run;
    return new Promise((resolve) => {
      const stop = this.onEnd((ended) => {
        if (ended.id !== id) return;
        stop();
        resolve(ended);
      });
    });
  }

  /** Hears how each run ended. Returns how to stop. */
  onEnd(listener: (run: Run) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #execute(run: Run, workflow: Workflow): Promise<void> {
    const { log } = this.#parts;
    const execution: RunExecution = new RunExecution(run, {
      ...this.#partsOf(workflow),
      save: (next) => this.#save(next, workflow, (step) => execution.ordersOf(step)),
      isDryRun: false,
      onEnd: (ended) => {
        this.#open.delete(ended.id);
        this.#begunAt.delete(ended.id);
        this.#inLine.delete(execution);
        for (const listener of this.#listeners) listener(ended);
        this.#startNext(ended);
      },
      onTrouble: (error) => {
        log.error({ run: run.id, workflow: workflow.name, error }, 'run cannot go on');
      },
    });
    const isInLine = takesTurns(run) && this.#turnsOf(workflow.name).length > 0;
    this.#open.set(run.id, execution);
    if (isInLine) this.#inLine.add(execution);
    else await execution.start();
  }

  /** Open runs that something outside started, oldest first. */
  #turnsOf(workflow: string): readonly RunExecution[] {
    const isOf = (run: Run): boolean => run.workflow === workflow && takesTurns(run);
    return [...this.#open.values()].filter(({ run }) => isOf(run));
  }

  #startNext(ended: Run): void {
    if (!takesTurns(ended)) return;
    const [next] = this.#turnsOf(ended.workflow);
    // One that was ended while it waited frees no place.
    if (next === undefined || !this.#inLine.delete(next)) return;
    const { log } = this.#parts;
    next.start().catch((error: unknown) => log.error({ run: next.run.id, error }, 'run is stuck'));
  }

  /** The end of a run, and that it waits for people, are told in one batch with it. */
  async #save(
    run: Run,
    workflow: Workflow | undefined,
    ordersOf: (step: string) => readonly Step[] = () => [],
  ): Promise<void> {
    const { book, teller, workflows } = this.#parts;
    const keep = (writes: readonly Write[]): Promise<void> => book.save(run, writes);
    if (!isOpenRun(run)) {
      const followers = followersOf(workflows(), run).map(({ name }) => name);
      const isAwaited = this.#isAwaited(run);
      return teller.ended(run, { workflow, isAwaited }, (writes) =>
        book.save({ ...run, followers }, writes),
      );
    }
    const [before, asking] = [book.find(run.id), askingStep(run)];
    const isAsked = asking === undefined || (before !== undefined && askingStep(before) === asking);
    return isAsked || workflow === undefined
      ? keep([])
      : teller.asks(run, { workflow, orders: ordersOf(asking) }, keep);
  }

  /** Nobody waits any more after a restart. */
  #isAwaited({ id }: Run): boolean {
    const begunAt = this.#begunAt.get(id) ?? -Infinity;
    return this.#parts.clock.monotonicMs() - begunAt < PATIENCE_MS;
  }

  #partsOf(
    workflow: Workflow,
  ): Pick<
    ConstructorParameters<typeof RunExecution>[1],
    'workflow' | 'steps' | 'clock' | 'reading' | 'random'
  > {
    const { steps, clock, reading, random } = this.#parts;
    return { workflow, steps, clock, reading, random };
  }

  /** Ends one that does not go on. How a write of it ended that was running, nobody knows. */
  async #abandon(run: Run, refusal: Refusal): Promise<void> {
    const workflow = this.#find(run.workflow);
    const endedAt = this.#parts.clock.now();
    const ended = abandoned(run, { endedAt, refusal }, (id) => {
      const action = workflow?.steps.find((step) => step.id === id)?.action;
      return action !== undefined && this.#parts.steps.kindOf(action) === 'read';
    });
    await this.#save(ended, workflow);
    for (const listener of this.#listeners) listener(ended);
  }

  #find(name: string): Workflow | undefined {
    return this.#parts.workflows().find((workflow) => workflow.name === name);
  }
}

function noSuchRun(id: string): Refusal {
  return refuseWorkflow('WORKFLOW_NO_RUN', `no run ${id} is open and waits for that`);
}
