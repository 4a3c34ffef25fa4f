/**
 * Who does what a step says: an action of workflows (`steps/`), or one of the catalogue, in the name of
 * the workflow, through the same policy, confirmation and interlocks as everybody's.
 */
import type { Action, ActionResult } from '../actions/action.ts';
import type { Asker, Language } from '../actions/asker.ts';
import type { Catalogue } from '../actions/catalogue.ts';
import { isMap } from '../config/form/value-at.ts';
import type { TaskList } from '../tasks/task-list.ts';
import type { TaskQueue } from '../tasks/queue/task-queue.ts';
import type { Task } from '../tasks/task.ts';
import { hasRole } from '../policy/roles.ts';
import type { KnownAction } from './check-context.ts';
import { checkOrder, checkTargets } from './checks/check-targets.ts';
import type { Refusal } from '../core/refusal.ts';
import { refuseWorkflow } from './errors.ts';
import type { Order } from './rights/objection-to.ts';
import type { StepIdentity, StepRunner } from './runs/step-runner.ts';
import type { Output, StepAction, StepContext, StepOutcome } from './step-action.ts';

export interface StepDeskParts {
  readonly steps: readonly StepAction[];
  readonly catalogue: () => Pick<Catalogue, 'find' | 'run'>;
  readonly tasks: Pick<TaskList, 'list' | 'find'>;
  readonly queue: Pick<TaskQueue, 'whenEnded' | 'cancel'>;
  /** Takes a question out: nobody answers it any more. */
  readonly withdraw: (token: string, asker: Asker) => Promise<unknown>;
  /** Of what is said in the course of a run. */
  readonly language: Language;
  /** Whether `set` asks people before it does that. */
  readonly asksFirst: (params: Output, approvedBy: string | undefined) => boolean;
  /** Who armed a workflow, where that was not its file. */
  readonly armedBy: (workflow: string) => string | undefined;
  /** Why a step is not done now: whoever stands behind its run may not have it done any more. */
  readonly lost: (step: Order, context: StepContext) => Refusal | undefined;
}

/** What a workflow may do is what an operator may: whoever wrote it could do more by hand. */
const ROLE = 'operator';

export class StepDesk implements StepRunner {
  readonly #parts: StepDeskParts;
  readonly #steps: ReadonlyMap<string, StepAction>;

  constructor(parts: StepDeskParts) {
    this.#parts = parts;
    this.#steps = new Map(parts.steps.map((step) => [step.name, step]));
  }

  kindOf(action: string): 'read' | 'write' {
    return this.#steps.get(action)?.kind ?? this.#find(action)?.kind ?? 'write';
  }

  async run(action: string, params: unknown, context: StepContext): Promise<StepOutcome> {
    if (!context.isDryRun) {
      const next = { action, params: { source: params, placeholders: [] } };
      const refusal = this.#parts.lost(next, context);
      if (refusal !== undefined) return { ok: false, refusal };
    }
    const step = this.#steps.get(action);
    if (step !== undefined) return runStep(step, params, context);
    const found = this.#find(action);
    if (found === undefined) return refusedParams(`there is no action "${action}"`);
    if (context.isDryRun && found.kind === 'write') return this.#wouldRun(found, params, context);
    const asker = this.#askerOf(context);
    const result = await this.#parts.catalogue().run(found.name, params, asker);
    const { confirm } = result;
    if (confirm === undefined) return this.#outcomeOf(result);
    // While it is open, somebody's yes to something else would do it.
    await this.#parts.withdraw(confirm.token, asker);
    return needsApproval(confirm.question);
  }

  /** A write of the catalogue is a task, and that is on disk before anything moves. */
  async recover(action: string, context: StepIdentity): Promise<StepOutcome | 'none' | 'unknown'> {
    const step = this.#steps.get(action);
    if (step?.recover !== undefined) return step.recover(context);
    if (step !== undefined) return step.isIdempotent === true ? 'none' : 'unknown';
    if (action !== 'set') return 'unknown';
    const { tasks, queue } = this.#parts;
    const { chat, message } = identityOf(context);
    const order = `${chat}/${message}`;
    const own = tasks.list().filter((task) => task.order === order);
    return endOf(await Promise.all(newestOf(own).map((task) => queue.whenEnded(task))));
  }

  async callOff(run: string): Promise<void> {
    await this.#parts.queue.cancel(run);
  }

  #outcomeOf(result: ActionResult): StepOutcome {
    if (result.ok) return { ok: true, output: { ...fieldsOf(result.data), text: result.text } };
    const { tasks } = this.#parts;
    const mayHaveMoved = (result.tasks ?? []).some((id) => !mayBeAskedAgain(tasks.find(id)));
    return { ok: false, refusal: result.refusal, mayHaveMoved };
  }

  #wouldRun({ name }: Action, params: unknown, { approvedBy }: StepContext): StepOutcome {
    const given = isMap(params) ? params : {};
    const said = Object.entries(given).map(([key, value]) => `${key} ${say(value)}`);
    if (name === 'set' && this.#parts.asksFirst(given, approvedBy))
      return needsApproval(`set ${said.join(', ')}`);
    return { ok: true, output: { text: `would ${name} ${said.join(', ')}` } };
  }

  /** Nothing of the site is changed by what workflows do beside the catalogue. */
  isWrite(action: string): boolean {
    return !this.#steps.has(action) && this.kindOf(action) === 'write';
  }

  #find(word: string): Action | undefined {
    return this.#parts.catalogue().find(word.replaceAll('_', '-'));
  }

  #askerOf(context: StepContext): Asker {
    const { workflow, run, step, approvedBy, cause } = context;
    const armedBy = this.#parts.armedBy(workflow);
    const armed = armedBy === undefined ? '' : `; ${armedBy}`;
    const yes = approvedBy === undefined ? '' : `, approved by ${approvedBy}`;
    return {
      person: `workflow:${workflow}`,
      role: ROLE,
      ...{ via: 'workflow', parent: run },
      ...{ ...identityOf(context), part: 0 },
      ...(approvedBy !== undefined && { approvedBy }),
      language: this.#parts.language,
      words: `workflow ${workflow} (${cause}${armed}), step ${step}${yes}`,
    };
  }
}

/** What a workflow can do, for the checks. @param actions of the catalogue */
export function knownActions(
  steps: readonly StepAction[],
  actions: readonly Action[],
): ReadonlyMap<string, KnownAction> {
  const ofCatalogue = actions
    .filter(({ isStep, role }) => isStep !== true && hasRole({ role: ROLE }, role))
    // People arm workflows; no workflow arms another.
    .filter(({ name }) => name !== 'workflow-build')
    .map(({ name, args }) => {
      const check = name === 'set' ? checkOrder : checkTargets;
      return [name.replaceAll('-', '_'), { params: args, check }] as const;
    });
  return new Map<string, KnownAction>([
    ...ofCatalogue,
    ...steps.map((step) => [step.name, step] as const),
  ]);
}

/** The same step of the same run is the same message: whatever comes twice is done once. */
function identityOf({ workflow, run, step }: StepIdentity): { chat: string; message: string } {
  return { chat: `workflow:${workflow}`, message: `${run}/${step}` };
}

async function runStep(
  step: StepAction,
  params: unknown,
  context: StepContext,
): Promise<StepOutcome> {
  const parsed = step.params.safeParse(params);
  if (parsed.success) return step.run(parsed.data, context);
  const wrong = parsed.error.issues.map(({ path, message }) =>
    [path.map(String).join('.'), message].filter((part) => part !== '').join(': '),
  );
  return refusedParams(wrong.join('; '));
}

function refusedParams(message: string): StepOutcome {
  return { ok: false, refusal: refuseWorkflow('WORKFLOW_PARAMS', message) };
}

/** It moved nothing, and nobody ended it: what a newer order passed by stays passed by. */
function mayBeAskedAgain(task: Task | undefined): boolean {
  return task?.state === 'refused' || task?.state === 'expired';
}

/** Of what was tried again, what came of it last. */
function newestOf(tasks: readonly Task[]): readonly Task[] {
  const keys = new Map(tasks.map((task) => [task.key ?? task.id, task]));
  return [...keys.values()];
}

function fieldsOf(data: unknown): Output {
  return isMap(data) ? data : { data };
}

function say(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Not the bare question: whoever reads it would say yes, and a yes is for whatever else is open. */
function needsApproval(question: string): StepOutcome {
  const message = `nothing was switched, and nobody was asked “${question}”`;
  return { ok: false, refusal: refuseWorkflow('WORKFLOW_NEEDS_YES', message) };
}

function endOf(tasks: readonly Task[]): StepOutcome | 'none' | 'unknown' {
  if (tasks.length === 0) return 'none';
  const bad = tasks.find(({ state }) => state !== 'done' && state !== 'waiting');
  if (bad !== undefined)
    return bad.refusal === undefined || bad.state === 'unknown'
      ? 'unknown'
      : { ok: false, refusal: bad.refusal, mayHaveMoved: !tasks.every(mayBeAskedAgain) };
  const { orderSize = 1 } = tasks[0] ?? {};
  if (tasks.length >= orderSize) return { ok: true, output: { text: 'done' } };
  const message = `only ${String(tasks.length)} of ${String(orderSize)} orders was given before a restart`;
  const refusal = refuseWorkflow('WORKFLOW_INTERRUPTED', message);
  return { ok: false, refusal, mayHaveMoved: true };
}
