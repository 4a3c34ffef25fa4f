/**
 * Workflows that a reading starts. Only what is trustworthy counts: a sensor that fails neither fires nor
 * comes back. That one has fired is remembered in one batch with the run that it began, so that a restart
 * does not fire it again.
 */
import type { Clock, Timer } from '../../../core/clock.ts';
import { Lane } from '../../../core/lane.ts';
import type { Log } from '../../../core/log.ts';
import { formatAddress, isTrustworthy, type Reading, type Value } from '../../../core/reading.ts';
import type { Service } from '../../../core/service.ts';
import type { ThingsView } from '../../../devices/things-view.ts';
import type { Write } from '../../../state/store.ts';
import type { Workflow } from '../../workflow.ts';
import type { TriggerMemory } from '../trigger-memory.ts';
import type { ReadingTrigger } from './reading-form.ts';
import { watchReading, type WatchState } from './watch-reading.ts';

export interface ReadingTriggersParts {
  readonly workflows: () => readonly Workflow[];
  readonly memory: TriggerMemory;
  readonly things: Pick<ThingsView, 'find' | 'onReading'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly begin: (
    workflow: ReadingWorkflow,
    value: Value,
    alongside: readonly Write[],
  ) => Promise<unknown>;
}

export type ReadingWorkflow = Workflow & { readonly trigger: ReadingTrigger };

interface Watch {
  readonly workflow: ReadingWorkflow;
  state: WatchState;
  timer?: Timer | undefined;
}

export class ReadingTriggers implements Service {
  readonly #parts: ReadingTriggersParts;
  readonly #lane = new Lane();
  /** Address → what watches it. */
  #watches = new Map<string, Watch[]>();
  #stopListening: (() => void) | undefined;

  constructor(parts: ReadingTriggersParts) {
    this.#parts = parts;
  }

  start(): Promise<void> {
    this.rearm();
    this.#stopListening = this.#parts.things.onReading((property, reading) => {
      this.#hear(property.name, reading);
    });
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#disarm();
    await this.#lane.idle();
  }

  /** After the workflows have changed: what is as it was goes on holding as long as it has. */
  rearm(): void {
    const before = [...this.#watches.values()].flat();
    const armed = this.#parts.workflows().filter(isArmed);
    const isKept = ({ workflow }: Watch): boolean => armed.some((one) => isSame(one, workflow));
    const kept = before.filter(isKept);
    for (const watch of before) if (!kept.includes(watch)) watch.timer?.cancel();
    this.#watches = new Map();
    for (const watch of kept) this.#keep(watch);
    for (const workflow of armed) {
      if (kept.some((watch) => isSame(watch.workflow, workflow))) continue;
      const hasFired = this.#parts.memory.of(workflow.name).hasFired === true;
      const watch: Watch = { workflow, state: { kind: hasFired ? 'fired' : 'away' } };
      this.#keep(watch);
      const reading = this.#parts.things.find(workflow.trigger.reading)?.reading();
      if (reading !== undefined) this.#see(watch, reading);
    }
  }

  #keep(watch: Watch): void {
    const address = formatAddress(watch.workflow.trigger.reading);
    this.#watches.set(address, [...(this.#watches.get(address) ?? []), watch]);
  }

  #disarm(): void {
    for (const { timer } of [...this.#watches.values()].flat()) timer?.cancel();
    this.#watches = new Map();
  }

  #hear(address: string, reading: Reading): void {
    for (const watch of this.#watches.get(address) ?? []) this.#see(watch, reading);
  }

  #see(watch: Watch, reading: Reading): void {
    const { value } = reading;
    const { trigger } = watch.workflow;
    // What nobody measured did not hold "for five minutes".
    if (value === null || !isTrustworthy(reading)) {
      if (watch.state.kind === 'holding') watch.state = { kind: 'away' };
      return;
    }
    const before = watch.state;
    watch.state = watchReading(before, { value, now: this.#now() }, trigger);
    watch.timer?.cancel();
    if (watch.state.kind === 'holding') this.#wait(watch, watch.state.since);
    if (before.kind !== 'fired' && watch.state.kind === 'fired') this.#fire(watch, value);
    if (before.kind === 'fired' && watch.state.kind === 'away') this.#remember(watch);
  }

  /** A reading that stays as it is need not be told again. */
  #wait(watch: Watch, since: number): void {
    const { things, clock } = this.#parts;
    const { trigger } = watch.workflow;
    const leftMs = Math.max(trigger.forMs - (this.#now() - since), 0);
    watch.timer = clock.after(leftMs, () => {
      const reading = things.find(trigger.reading)?.reading();
      if (reading !== undefined) this.#see(watch, reading);
    });
  }

  #fire({ workflow }: Watch, value: Value): void {
    const memo = this.#parts.memory.put(workflow.name, { hasFired: true });
    this.#do(workflow, () => this.#parts.begin(workflow, value, [memo]));
  }

  #remember({ workflow }: Watch): void {
    this.#do(workflow, () => this.#parts.memory.save(workflow.name, { hasFired: false }));
  }

  #do({ name }: Workflow, work: () => Promise<unknown>): void {
    this.#lane.run(work).catch((error: unknown) => {
      this.#parts.log.error({ workflow: name, error }, 'trigger cannot be kept');
    });
  }

  #now(): number {
    return this.#parts.clock.monotonicMs();
  }
}

function isSame(one: Workflow, other: Workflow): boolean {
  return one.name === other.name && one.version === other.version;
}

function isArmed(workflow: Workflow): workflow is ReadingWorkflow {
  return workflow.isEnabled && workflow.trigger.kind === 'reading';
}
