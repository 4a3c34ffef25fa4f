/** Everything that starts a workflow without anybody saying so: one for each kind, with what each remembers. */
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { formatAddress } from '../../core/reading.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { Service } from '../../core/service.ts';
import { WallClock } from '../../core/wall-clock.ts';
import type { ThingsView } from '../../devices/things-view.ts';
import type { Store } from '../../state/store.ts';
import type { RunTeller } from '../runs/run-teller.ts';
import type { Beginning, WorkflowRuns } from '../runs/workflow-runs.ts';
import type { SiteWorkflows } from '../site-workflows.ts';
import type { Workflow } from '../workflow.ts';
import type { Value } from '../../core/reading.ts';
import { CronTriggers } from './cron/cron-triggers.ts';
import { EdgeTriggers } from './edge/edge-triggers.ts';
import { EventTriggers } from './event/event-triggers.ts';
import { MqttTriggers, type MqttTriggersParts } from './mqtt/mqtt-triggers.ts';
import { Occasions } from './occasions.ts';
import { ReadingTriggers } from './reading/reading-triggers.ts';
import { TriggerMemory } from './trigger-memory.ts';
import { WorkflowTriggers } from './workflow/workflow-triggers.ts';

export interface TriggersParts {
  readonly workflows: Pick<SiteWorkflows, 'own' | 'onChange'>;
  readonly runs: WorkflowRuns;
  readonly teller: Pick<RunTeller, 'missed' | 'turnedAway'>;
  readonly things: Pick<ThingsView, 'find' | 'onReading'>;
  /** Of a good reading. @throws Error when there is none now */
  readonly reading: (address: string) => Value;
  /** Absent: this node has no broker. */
  readonly topics?: MqttTriggersParts['topics'];
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Of the site. */
  readonly wallClock: WallClock;
}

export class Triggers implements Service {
  /** Hears what happens on the site. */
  readonly events: EventTriggers;
  /** Begins what was started from outside. */
  readonly occasions: Occasions;
  readonly #memory: TriggerMemory;
  readonly #clock: CronTriggers;
  readonly #readings: ReadingTriggers;
  readonly #followers: WorkflowTriggers;
  readonly #edges: EdgeTriggers;
  readonly #messages: MqttTriggers;
  #isRunning = false;

  readonly #parts: Pick<TriggersParts, 'runs' | 'teller' | 'store' | 'clock'>;
  /** Workflows of which was told that they cannot begin now. */
  readonly #turnedAway = new Set<string>();

  constructor(parts: TriggersParts) {
    this.#parts = parts;
    const { workflows, runs, teller, things, store, clock, log, wallClock, topics } = parts;
    const list = (): readonly Workflow[] => workflows.own;
    this.#memory = new TriggerMemory({ store });
    const common = { workflows: list, memory: this.#memory, clock, log };
    this.#clock = new CronTriggers({
      ...{ ...common, wall: wallClocks(wallClock) },
      begin: (workflow, { at, isLate }, alongside) =>
        this.#begin(workflow, { trigger: { kind: 'cron', at, isLate }, alongside }),
      miss: (...missed) => teller.missed(...missed),
    });
    this.#readings = new ReadingTriggers({
      ...{ ...common, things },
      begin: (workflow, value, alongside) => {
        const reading = formatAddress(workflow.trigger.reading);
        const trigger = { kind: 'reading', at: clock.now(), reading, value };
        return this.#begin(workflow, { trigger, alongside });
      },
    });
    this.#followers = new WorkflowTriggers({
      ...{ workflows: list, runs, clock, log },
      begin: (workflow, beginning) => this.#begin(workflow, beginning),
    });
    const occasions = new Occasions(parts);
    this.occasions = occasions;
    this.#edges = new EdgeTriggers({ workflows: list, occasions, things });
    this.#messages = new MqttTriggers({ workflows: list, occasions, topics, clock });
    this.events = new EventTriggers({ workflows: list, occasions, clock });
    workflows.onChange(() => {
      // Before that nobody knows yet what has fired already.
      if (!this.#isRunning) return;
      this.#readings.rearm();
      this.#edges.rearm();
      this.#messages.rearm();
      void this.#clock.look();
    });
  }

  async start(): Promise<void> {
    await this.#memory.load();
    this.#isRunning = true;
    this.events.start();
    await this.#followers.start();
    await this.#readings.start();
    await this.#edges.start();
    await this.#messages.start();
    await this.#clock.start();
  }

  /** What became due by the clock until now is not missed, and not run: another gateway led. */
  async passOver(): Promise<void> {
    await this.#memory.load();
    await this.#clock.passOver();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#clock.stop();
    await this.#messages.stop();
    await this.#edges.stop();
    await this.#readings.stop();
    await this.#followers.stop();
    await this.occasions.idle();
  }

  /** One that cannot begin is told, and not again before one could. */
  async #begin(workflow: Workflow, beginning: Beginning): Promise<void> {
    const { runs, teller, store, clock } = this.#parts;
    const begun = await runs.begin(workflow, beginning);
    if (!isRefusal(begun)) {
      this.#turnedAway.delete(workflow.name);
      return;
    }
    const { alongside = [] } = beginning;
    if (this.#turnedAway.has(workflow.name)) return store.durable(alongside);
    this.#turnedAway.add(workflow.name);
    return teller.turnedAway(workflow, { at: clock.now(), refusal: begun }, alongside);
  }

  /** When it is due next by the clock, epoch ms. */
  readonly nextOf = (workflow: Workflow): number | undefined => this.#clock.nextOf(workflow);
}

/** One for each zone: to make one takes long. */
function wallClocks(own: WallClock): (timezone?: string) => WallClock {
  const zones = new Map<string, WallClock>();
  return (timezone) => {
    if (timezone === undefined) return own;
    const known = zones.get(timezone) ?? new WallClock(timezone);
    zones.set(timezone, known);
    return known;
  };
}
