/**
 * Workflows that run by the clock. Each remembers up to when it was seen to, in one batch with the run
 * that it began: a kill between the two is impossible, a clock that is set back repeats nothing, and what
 * became due while the node was away, or was skipped by a clock that was set on, is missed: told, or run
 * late, as the workflow says.
 */
import { isTrustedTime, type Clock, type Timer } from '../../../core/clock.ts';
import { Lane } from '../../../core/lane.ts';
import type { Log } from '../../../core/log.ts';
import type { Service } from '../../../core/service.ts';
import type { WallClock } from '../../../core/wall-clock.ts';
import type { Write } from '../../../state/store.ts';
import { nextCron } from './cron.ts';
import type { CronTrigger } from './cron-form.ts';
import type { Workflow } from '../../workflow.ts';
import type { TriggerMemory } from '../trigger-memory.ts';

export interface CronTriggersParts {
  readonly workflows: () => readonly Workflow[];
  readonly memory: TriggerMemory;
  readonly clock: Clock;
  readonly log: Log;
  /** @param timezone IANA; absent: the site's */
  readonly wall: (timezone?: string) => WallClock;
  readonly begin: (workflow: Workflow, due: Due, alongside: readonly Write[]) => Promise<unknown>;
  /** Nobody runs these any more. Durable with `alongside` when it resolves. */
  readonly miss: (
    workflow: Workflow,
    dues: readonly number[],
    alongside: readonly Write[],
  ) => Promise<void>;
}

export interface Due {
  /** When it should have been, epoch ms. */
  readonly at: number;
  readonly isLate: boolean;
}

type CronWorkflow = Workflow & { readonly trigger: CronTrigger };

/** A wall clock may jump while a timer runs: the time is looked at again at least this often. */
const LOOK_MS = 10_000;
const DAY_MS = 86_400_000;
/** A start this late is still what was meant. */
const PUNCTUAL_MS = 60_000;
/** A memory from so far ahead was made by a clock that was wrong. */
const MOST_AHEAD_MS = 25 * 3_600_000;
/** Of one workflow at a time: more have no use, and a clock that jumps ten years has millions. */
const MOST_MISSED = 100;

export class CronTriggers implements Service {
  readonly #parts: CronTriggersParts;
  readonly #lane = new Lane();
  /** Workflow and version → when it is due next. */
  #next = new Map<string, number>();
  #timer: Timer | undefined;
  #isRunning = false;
  /** At the first look it is asked what became due while the node was away; what is armed later begins anew. */
  #isFirstLook = true;

  constructor(parts: CronTriggersParts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#isRunning = true;
    await this.look();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#timer?.cancel();
    await this.#lane.idle();
  }

  /** Sees to what is due now, and waits for what comes next. Called again when the workflows have changed. */
  look(): Promise<void> {
    return this.#lane.run(async () => {
      this.#timer?.cancel();
      if (!this.#isRunning) return;
      if (isTrustedTime(this.#parts.clock.now())) await this.#lookAll();
      this.#wait();
    });
  }

  /** Everything that is due by now counts as seen to. */
  passOver(): Promise<void> {
    return this.#lane.run(async () => {
      const lastDue = this.#parts.clock.now();
      const armed = this.#parts.workflows().filter(isArmed);
      for (const { name, trigger } of armed)
        await this.#parts.memory.save(name, { lastDue, expression: trigger.expression });
      this.#next.clear();
    });
  }

  #wait(): void {
    const { clock } = this.#parts;
    // It was stopped meanwhile.
    if (!this.#isRunning) return;
    const soonest = Math.min(...this.#next.values());
    const delayMs = Math.min(Math.max(soonest - clock.now(), 0), LOOK_MS);
    this.#timer = clock.after(delayMs, () => void this.look());
  }

  /** When it is due next, epoch ms; undefined where it is not armed, or never. */
  nextOf(workflow: Workflow): number | undefined {
    return isArmed(workflow) ? this.#next.get(keyOf(workflow)) : undefined;
  }

  async #lookAll(): Promise<void> {
    const armed = this.#parts.workflows().filter(isArmed);
    await this.#forgetDisarmed();
    const known = new Map<string, number>();
    for (const workflow of armed) {
      const next = this.#next.get(keyOf(workflow));
      const isDue = next === undefined || next <= this.#parts.clock.now();
      const isNew = next === undefined && !this.#isFirstLook;
      const coming = isDue ? await this.#trySee(workflow, isNew) : next;
      if (coming !== undefined) known.set(keyOf(workflow), coming);
    }
    this.#next = known;
    this.#isFirstLook = false;
  }

  /** What becomes due while one is not armed is not missed, also where it is armed again while the node is away. */
  async #forgetDisarmed(): Promise<void> {
    const { workflows, memory, log } = this.#parts;
    for (const { name, trigger, isEnabled } of workflows()) {
      if (isEnabled || trigger.kind !== 'cron' || memory.of(name).lastDue === undefined) continue;
      await memory.save(name, {}).catch((error: unknown) => {
        log.error({ workflow: name, error }, 'that it is not armed cannot be kept');
      });
    }
  }

  /** What cannot be kept now cannot be kept a moment later either: it is looked at again with all others. */
  async #trySee(workflow: CronWorkflow, isNew: boolean): Promise<number | undefined> {
    const { clock, log } = this.#parts;
    try {
      return await this.#see(workflow, isNew);
    } catch (error) {
      log.error({ workflow: workflow.name, error }, 'workflow by the clock cannot be kept');
      return clock.now() + LOOK_MS;
    }
  }

  /** Sees to what became due since it was last seen to. Returns when it is due next. */
  async #see(workflow: CronWorkflow, isNew: boolean): Promise<number | undefined> {
    const { memory, clock, begin, miss } = this.#parts;
    const { expression } = workflow.trigger;
    const now = clock.now();
    const memo = memory.of(workflow.name);
    const { lastDue = Infinity } = memo;
    if (isNew || memo.expression !== expression || lastDue > now + MOST_AHEAD_MS) {
      await memory.save(workflow.name, { lastDue: now, expression });
      return this.#nextAfter(workflow, now);
    }
    const dues = this.#duesUpTo(workflow, lastDue, now);
    const { late, punctual, missed } = sort(dues, workflow.trigger, now);
    // All of these are older than those that still run.
    const last = missed.at(-1);
    if (last !== undefined)
      await miss(workflow, missed, [memory.put(workflow.name, { lastDue: last, expression })]);
    for (const at of [...late, ...punctual]) {
      const seen = memory.put(workflow.name, { lastDue: at, expression });
      await begin(workflow, { at, isLate: late.includes(at) }, [seen]);
    }
    return this.#nextAfter(workflow, Math.max(dues.at(-1) ?? lastDue, now));
  }

  /** The last of them. Looked for from behind: a year of minutes takes longer than interlocks can wait. */
  #duesUpTo(workflow: CronWorkflow, after: number, now: number): readonly number[] {
    for (let backMs = DAY_MS; ; backMs *= 8) {
      const dues = this.#duesBetween(workflow, Math.max(after, now - backMs), now);
      if (dues.length >= MOST_MISSED || now - backMs <= after) return dues.slice(-MOST_MISSED);
    }
  }

  #duesBetween(workflow: CronWorkflow, after: number, now: number): readonly number[] {
    const dues: number[] = [];
    let next = this.#nextAfter(workflow, after);
    while (next !== undefined && next <= now) {
      dues.push(next);
      next = this.#nextAfter(workflow, next);
    }
    return dues;
  }

  #nextAfter({ trigger }: CronWorkflow, after: number): number | undefined {
    return nextCron(trigger.fields, after, this.#parts.wall(trigger.timezone));
  }
}

function isArmed(workflow: Workflow): workflow is CronWorkflow {
  return workflow.isEnabled && workflow.trigger.kind === 'cron';
}

function keyOf({ name, version }: Workflow): string {
  return `${name} ${version}`;
}

function sort(
  dues: readonly number[],
  { missed: policy, graceMs }: CronTrigger,
  now: number,
): { late: readonly number[]; punctual: readonly number[]; missed: readonly number[] } {
  const punctual = dues.filter((at) => now - at <= PUNCTUAL_MS);
  const old = dues.filter((at) => now - at > PUNCTUAL_MS);
  const inTime = old.filter((at) => now - at <= graceMs);
  const late = policy === 'all' ? inTime : policy === 'once' ? inTime.slice(-1) : [];
  // One that runs anyway makes up for those before it.
  const kept = policy === 'once' && punctual.length > 0 ? [] : late;
  return { late: kept, punctual, missed: old.filter((at) => !kept.includes(at)) };
}
