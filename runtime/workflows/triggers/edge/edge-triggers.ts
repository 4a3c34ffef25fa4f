/**
 * Workflows that a change from off to on, or back, starts: each one begins a run, however short the level
 * stood. The part tells its edges as they come, debounced by its driver; nothing is sampled here. Of another
 * board the readings count that it tells the gateway.
 *
 * What is seen first after a start is where it stands, and no edge. A part that failed and comes back with
 * another level has changed, once.
 */
import { formatAddress, isTrustworthy, type Reading } from '../../../core/reading.ts';
import type { Service } from '../../../core/service.ts';
import type { ThingsView } from '../../../devices/things-view.ts';
import type { Workflow } from '../../workflow.ts';
import type { Occasions } from '../occasions.ts';
import type { EdgeTrigger } from './edge-form.ts';

export interface EdgeTriggersParts {
  readonly workflows: () => readonly Workflow[];
  readonly occasions: Pick<Occasions, 'fire'>;
  readonly things: Pick<ThingsView, 'find' | 'onReading'>;
}

type EdgeWorkflow = Workflow & { readonly trigger: EdgeTrigger };

export class EdgeTriggers implements Service {
  readonly #parts: EdgeTriggersParts;
  /** Address → the last level that could be trusted. */
  readonly #levels = new Map<string, boolean>();
  #watched = new Map<string, EdgeWorkflow[]>();
  #stopListening: (() => void) | undefined;

  constructor(parts: EdgeTriggersParts) {
    this.#parts = parts;
  }

  start(): Promise<void> {
    this.rearm();
    this.#stopListening = this.#parts.things.onReading(({ name }, reading) => {
      if (this.#watched.has(name)) this.#see(name, reading);
    });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#stopListening?.();
    return Promise.resolve();
  }

  /** After the workflows have changed. What is watched on keeps the level that it saw. */
  rearm(): void {
    const { workflows, things } = this.#parts;
    this.#watched = new Map();
    for (const workflow of workflows().filter(isArmed)) {
      const address = formatAddress(workflow.trigger.edge);
      this.#watched.set(address, [...(this.#watched.get(address) ?? []), workflow]);
      const reading = things.find(workflow.trigger.edge)?.reading();
      if (reading !== undefined && !this.#levels.has(address)) this.#see(address, reading);
    }
    for (const address of this.#levels.keys())
      if (!this.#watched.has(address)) this.#levels.delete(address);
  }

  #see(address: string, reading: Reading): void {
    const { value, at } = reading;
    if (typeof value !== 'boolean' || !isTrustworthy(reading)) return;
    const before = this.#levels.get(address);
    this.#levels.set(address, value);
    if (before === undefined || before === value) return;
    for (const workflow of this.#watched.get(address) ?? [])
      if (
        workflow.trigger.direction === 'both' ||
        (workflow.trigger.direction === 'rising') === value
      )
        this.#parts.occasions.fire(workflow, { kind: 'edge', at, reading: address, value });
  }
}

function isArmed(workflow: Workflow): workflow is EdgeWorkflow {
  return workflow.isEnabled && workflow.trigger.kind === 'edge';
}
