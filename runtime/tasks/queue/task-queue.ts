/**
 * The queue: what is to be carried out now goes through here, whoever asked for it.
 *
 *   submit ─▶ queued ── its turn ──▶ running ──▶ done | failed | refused
 *              │  ▲                   │    └───▶ unknown     nobody can tell how it went
 *              │  └──── waiting ◀─────┘                      it moved nothing, and is tried again
 *              ├───────────┼──▶ expired                      not begun by its deadline
 *              └───────────┴──▶ cancelled                    by somebody, or by a newer order
 *
 * 1. A state is told, or acted on, when it is on the disk: `running` before the work, the end before
 *    anybody hears of it.
 * 2. A task is carried out by one runner at a time: whoever holds its lease. What comes from a runner
 *    that has lost it does not count.
 * 3. What may have moved something is never begun again.
 * 4. In a lane one at a time is on its way (`line.ts`), and nothing starves (`levels.ts`).
 * 5. On one property the order that was asked for last has the last word (`overtaking.ts`).
 * 6. Whatever was accepted ends, over any number of restarts, and is told.
 * 7. The same key is the same task, unless that ended and moved nothing.
 *
 * Plans (`schedule.ts`) and open questions are no business of it until their time has come.
 */
import type { Progress } from '../../actions/asker.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { Service } from '../../core/service.ts';
import type { Write } from '../../state/store.ts';
import { refuseTask } from '../errors.ts';
import { isOpen, type Task } from '../task.ts';
import type { TaskList } from '../task-list.ts';
import { Alarm } from './alarm.ts';
import { makeEntry, type Entry, type SubmitOptions, type Ticket } from './entry.ts';
import { Keys } from './keys.ts';
import { backOffMs, LIMITS, MOST_ATTEMPTS, withDeadline, type QueueLimits } from './limits.ts';
import { Lanes } from './lanes.ts';
import { Line } from './line.ts';
import { firstToPass, overtakenBy } from './overtaking.ts';
import type { Performed, Performer } from './performer.ts';

export interface TaskQueueParts {
  readonly tasks: TaskList;
  readonly performer: Performer;
  /** Makes the end of a task durable and tells of it, where nobody waits for the reply. */
  readonly tell: (ended: Task, alongside?: readonly Write[]) => Promise<void>;
  /** This runner, in this life. */
  readonly owner: string;
  /** Whether that runner is known to be no more; otherwise the end of its lease is waited for. */
  readonly isGone: (owner: string) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly limits?: QueueLimits;
}

export class TaskQueue implements Service {
  readonly #parts: TaskQueueParts;
  readonly #limits: QueueLimits;
  readonly #line = new Line();
  readonly #entries = new Map<string, Entry>();
  readonly #keys: Keys;
  readonly #lanes = new Lanes();
  /** Deadlines, next attempts and ends of leases. */
  readonly #alarm: Alarm;
  #isStopped = false;

  constructor(parts: TaskQueueParts) {
    this.#parts = parts;
    this.#limits = parts.limits ?? LIMITS;
    this.#keys = new Keys(parts.tasks);
    const onDue = (id: string): void => {
      this.#due(id);
    };
    this.#alarm = new Alarm({ clock: parts.clock, onDue });
  }

  /** Takes up what the life before left. Keeps 2, 3 and 6. */
  async start(): Promise<void> {
    this.#isStopped = false;
    const left = this.#parts.tasks.list().filter((task) => isOpen(task));
    await Promise.all(left.map((task) => this.#restore(task)));
    this.#pump();
  }

  /** Begins nothing any more. What runs is left to end or to the next start. */
  stop(): Promise<void> {
    this.#isStopped = true;
    this.#alarm.stop();
    for (const { abort } of this.#entries.values()) abort?.abort();
    return Promise.resolve();
  }

  /** Why nothing more is taken from this person now; never said to what only stops something. */
  busy({ level, person }: Pick<Task, 'level' | 'person'>): Refusal | undefined {
    const { tasks } = this.#parts;
    if (level === 'safety') return undefined;
    const own = tasks.open(person);
    if (own >= this.#limits.perPerson)
      return refuseTask('TASK_BUSY', `${String(own)} tasks of ${person} are open`);
    const all = tasks.open();
    return all < this.#limits.total
      ? undefined
      : refuseTask('TASK_BUSY', `${String(all)} tasks are open`);
  }

  /** Begins it at once where nothing is before it: then `running` is the first that is written of it. */
  submit(task: Task, options: SubmitOptions = {}): Ticket | Refusal {
    const known = this.#keys.find(task);
    if (known !== undefined) return known;
    const isNew = this.#parts.tasks.find(task.id) === undefined;
    const busy = isNew ? this.busy(task) : undefined;
    if (busy !== undefined) return busy;
    const entry = this.#enter(withDeadline(task, this.#parts.clock.now()), options);
    this.#overtake(entry);
    this.#enqueue(entry);
    return { accepted: entry.saved, ended: entry.ended };
  }

  /**
   * Ends what has not begun, and what can be left off; undefined where it is too late. So it ends with
   * all that was asked for in its course.
   */
  async cancel(id: string, alongside: readonly Write[] = []): Promise<Task | undefined> {
    const entry = this.#entries.get(id);
    for (const { task } of [...this.#entries.values()])
      if (task.parent === id) void this.cancel(task.id);
    if (entry === undefined) return undefined;
    if (entry.task.state === 'running') {
      if (entry.task.kind === 'write') return undefined;
      entry.abort?.abort();
      return entry.ended;
    }
    this.#endAs(entry, 'cancelled', CANCELLED, alongside);
    return entry.ended;
  }

  /** Resolves when it is in work no more: as it ended, or as it stands. */
  async whenEnded(task: Task): Promise<Task> {
    await this.#entries.get(task.id)?.ended;
    return this.#parts.tasks.find(task.id) ?? task;
  }

  /** The tasks that it waits for; empty when it is not in a line. */
  before(id: string): readonly string[] {
    return this.#line.before(id);
  }

  holds(id: string): boolean {
    return this.#entries.has(id);
  }

  progressOf(id: string): Progress | undefined {
    return this.#entries.get(id)?.progress;
  }

  #enter(task: Task, options: SubmitOptions): Entry {
    const entry = makeEntry(task, this.#parts.performer.laneOf(task), options);
    this.#entries.set(task.id, entry);
    this.#keys.add(entry);
    this.#lanes.add(entry);
    return entry;
  }

  /** What the newer one passes by ends here, or is not begun again. Keeps 5. */
  #overtake(newest: Entry): void {
    for (const older of this.#lanes.overtakenBy(newest)) {
      older.isOvertaken = true;
      if (older.task.state !== 'running') this.#endAs(older, 'cancelled', overtakenBy(newest.task));
    }
  }

  /** As the life before left it. */
  async #restore(task: Task): Promise<void> {
    const { clock, tell, tasks } = this.#parts;
    const { id, state, lease, waitsFor, waitsUntil, deadline = Infinity } = task;
    if (this.#entries.has(id)) return;
    if (state === 'waiting' && (waitsFor === 'approval' || waitsUntil === undefined)) return;
    const entry = this.#enter(task, { end: tell });
    this.#overtake(entry);
    const passedBy = state === 'running' ? undefined : firstToPass(task, tasks.writes());
    if (passedBy !== undefined) this.#endAs(entry, 'cancelled', overtakenBy(passedBy));
    else if (state === 'queued' && deadline <= clock.now()) this.#due(id);
    else if (state === 'queued') this.#enqueue(entry, false);
    else if (state === 'waiting') this.#wake(entry, (waitsUntil ?? 0) - clock.now());
    else if (this.#isOurs(lease)) await this.#takeOver(entry);
    else this.#wake(entry, (lease?.until ?? 0) - clock.now());
  }

  /** Nobody else carries it out. */
  #isOurs(lease: Task['lease']): boolean {
    const { owner, isGone } = this.#parts;
    return lease === undefined || lease.owner === owner || isGone(lease.owner);
  }

  /** To its place in its lane; what cannot begin at once is written down as queued. */
  #enqueue(entry: Entry, isNews = true): void {
    const { id, level, deadline } = entry.task;
    if (deadline !== undefined) this.#wake(entry, deadline - this.#parts.clock.now());
    this.#line.add({ id, lane: entry.lane, level });
    this.#pump();
    if (entry.task.state === 'running' || entry.hasEnded || !isNews) return;
    this.#write(entry, { ...settled(entry.task), state: 'queued' });
  }

  /** Begins all whose turn it is. */
  #pump(): void {
    if (this.#isStopped) return;
    for (let id = this.#line.next(); id !== undefined; id = this.#line.next()) {
      const entry = this.#entries.get(id);
      if (entry === undefined) this.#line.leave(id);
      else this.#begin(entry);
    }
  }

  #begin(entry: Entry): void {
    const { performer, clock, owner, tasks } = this.#parts;
    const newest = tasks.newest(entry.task.id);
    if (newest !== undefined && (!isOpen(newest) || !this.#isOurs(newest.lease))) {
      this.#letGo(entry, newest);
      return;
    }
    const leaseMs = performer.leaseMs(entry.task);
    const running: Task = {
      ...settled(entry.task),
      state: 'running',
      attempt: (entry.task.attempt ?? 0) + 1,
      lease: { owner, until: clock.now() + leaseMs },
    };
    entry.abort = new AbortController();
    entry.turn += 1;
    this.#wake(entry, leaseMs);
    this.#write(entry, performer.prepare(running));
    this.#perform(entry, entry.abort.signal).catch((error: unknown) => {
      this.#fail(entry, error);
    });
  }

  /** Keeps 1 and 2. */
  async #perform(entry: Entry, signal: AbortSignal): Promise<void> {
    const { turn } = entry;
    await entry.saved;
    if (entry.turn !== turn || entry.hasEnded) return;
    const performed = await this.#parts.performer.perform(entry.task, {
      signal,
      onSettling: () => {
        this.#line.settle(entry.task.id);
        this.#pump();
      },
      onProgress: (progress) => {
        this.#noteProgress(entry, turn, progress);
      },
    });
    if (entry.turn === turn) await this.#finish(entry, performed);
  }

  /** Whoever still tells of it has not hung. */
  #noteProgress(entry: Entry, turn: number, progress: Progress): void {
    if (entry.turn !== turn || entry.hasEnded) return;
    const { performer, clock } = this.#parts;
    entry.progress = progress;
    entry.options.onProgress?.(progress);
    const { lease } = entry.task;
    const leaseMs = performer.leaseMs(entry.task);
    if (lease === undefined || lease.until - clock.now() > leaseMs / 2) return;
    this.#wake(entry, leaseMs);
    this.#write(entry, { ...entry.task, lease: { ...lease, until: clock.now() + leaseMs } });
  }

  async #finish(entry: Entry, { task, again }: Performed): Promise<void> {
    const isAborted = entry.abort?.signal.aborted === true && task.kind === 'action';
    const isLeftOff = isAborted && task.state !== 'done';
    // What the node's stop ended goes on at the next start.
    if (isLeftOff && this.#isStopped) return;
    if (isLeftOff) return this.#end(entry, { ...task, state: 'cancelled', refusal: CANCELLED });
    if (again !== undefined && this.#mayTryAgain(entry, again)) this.#wait(entry, again);
    else await this.#end(entry, task);
  }

  /** Who sits and waits for the answer gets it at once, and tries again or not. */
  #mayTryAgain(entry: Entry, again: 'board' | 'time'): boolean {
    const { level, attempt = 1, deadline = Infinity } = entry.task;
    if (level === 'safety' || level === 'interactive' || this.#lanes.isPassed(entry)) return false;
    return deadline > this.#parts.clock.now() && (again === 'board' || attempt < MOST_ATTEMPTS);
  }

  #wait(entry: Entry, waitsFor: 'board' | 'time'): void {
    const { clock, random } = this.#parts;
    const waitMs = backOffMs(entry.task.attempt ?? 1, random);
    this.#line.leave(entry.task.id);
    this.#wake(entry, waitMs);
    const waitsUntil = clock.now() + waitMs;
    this.#write(entry, { ...settled(entry.task), state: 'waiting', waitsFor, waitsUntil });
    this.#pump();
  }

  #due(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || this.#isStopped) return;
    const { state, deadline = Infinity } = entry.task;
    if (state === 'running') {
      this.#takeOver(entry).catch((error: unknown) => {
        this.#fail(entry, error);
      });
    } else if (state === 'queued' || deadline <= this.#parts.clock.now())
      this.#endAs(entry, 'expired', refuseTask('TASK_EXPIRED', 'its turn did not come in time'));
    else this.#enqueue(entry);
  }

  /** Its runner is gone, or hangs. Keeps 2 and 3. */
  async #takeOver(entry: Entry): Promise<void> {
    const newest = this.#parts.tasks.newest(entry.task.id) ?? entry.task;
    if (!isOpen(newest)) {
      this.#letGo(entry, newest);
      return;
    }
    const isHung = entry.abort !== undefined;
    this.#parts.log.warn({ task: newest.id, isHung }, 'task taken over');
    entry.turn += 1;
    const { turn } = entry;
    entry.abort?.abort();
    delete entry.abort;
    const performed = await this.#parts.performer.recover(entry.task);
    if (entry.turn === turn && !this.#isStopped) await this.#finish(entry, performed);
  }

  #endAs(
    entry: Entry,
    state: 'cancelled' | 'expired',
    refusal: Refusal,
    alongside?: readonly Write[],
  ): void {
    this.#end(entry, { ...entry.task, state, refusal }, alongside).catch((error: unknown) => {
      this.#fail(entry, error);
    });
  }

  /** The end of it and the beginning of what waited for it go to the disk together. */
  async #end(entry: Entry, task: Task, alongside?: readonly Write[]): Promise<void> {
    const { tasks, clock } = this.#parts;
    const ended: Task = { ...settled(task), endedAt: task.endedAt ?? clock.now() };
    this.#leave(entry);
    const { end } = entry.options;
    const saved = end === undefined ? tasks.save(ended, alongside) : end(ended, alongside);
    this.#pump();
    await saved;
    entry.resolve(ended);
  }

  #wake({ task: { id } }: Entry, delayMs: number): void {
    if (!this.#isStopped) this.#alarm.set(id, delayMs);
  }

  #write(entry: Entry, task: Task): void {
    entry.task = task;
    const { alongside } = entry.options;
    entry.saved = this.#parts.tasks.save(task, entry.isWritten ? [] : alongside);
    entry.isWritten = true;
    entry.saved.catch((error: unknown) => {
      this.#fail(entry, error);
    });
  }

  #leave(entry: Entry): void {
    const { id } = entry.task;
    entry.hasEnded = true;
    this.#line.leave(id);
    this.#alarm.clear(id);
    this.#entries.delete(id);
    this.#lanes.remove(entry);
  }

  /** Another runner has it. */
  #letGo(entry: Entry, newest: Task): void {
    this.#leave(entry);
    entry.resolve(newest);
  }

  /** The store cannot write: on the disk it stays as it is, for the next start. */
  #fail(entry: Entry, error: unknown): void {
    if (!entry.hasFailed) this.#parts.log.error({ task: entry.task.id, error }, 'task failed');
    entry.hasFailed = true;
    this.#leave(entry);
    entry.reject(error);
  }
}

const CANCELLED = refuseTask('TASK_CANCELLED', 'it was cancelled');

/** Without what belongs to a state that it has left. */
function settled(task: Task): Task {
  const { lease: _lease, waitsFor: _waitsFor, waitsUntil: _waitsUntil, ...rest } = task;
  return rest;
}
