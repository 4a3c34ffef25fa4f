/** Everything that starts a workflow without anybody saying so: one for each kind, with what each remembers. */
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import { formatAddress } from '../../core/reading.ts';
import type { Service } from '../../core/service.ts';
import { WallClock } from '../../core/wall-clock.ts';
import type { ThingsView } from '../../devices/things-view.ts';
import type { Store } from '../../state/store.ts';
import type { RunTeller } from '../runs/run-teller.ts';
import type { WorkflowRuns } from '../runs/workflow-runs.ts';
import type { SiteWorkflows } from '../site-workflows.ts';
import type { Workflow } from '../workflow.ts';
import { CronTriggers } from './cron/cron-triggers.ts';
import { ReadingTriggers } from './reading/reading-triggers.ts';
import { TriggerMemory } from './trigger-memory.ts';
import { WorkflowTriggers } from './workflow/workflow-triggers.ts';

export interface TriggersParts {
  readonly workflows: Pick<SiteWorkflows, 'own' | 'onChange'>;
  readonly runs: WorkflowRuns;
  readonly teller: Pick<RunTeller, 'missed'>;
  readonly things: Pick<ThingsView, 'find' | 'onReading'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Of the site. */
  readonly wallClock: WallClock;
}

export class Triggers implements Service {
  readonly #memory: TriggerMemory;
  readonly #clock: CronTriggers;
  readonly #readings: ReadingTriggers;
  readonly #followers: WorkflowTriggers;
  #isRunning = false;

  constructor({ workflows, runs, teller, things, store, clock, log, wallClock }: TriggersParts) {
    const list = (): readonly Workflow[] => workflows.own;
    const zones = new Map<string, WallClock>();
    const wall = (timezone?: string): WallClock => {
      if (timezone === undefined) return wallClock;
      const known = zones.get(timezone) ?? new WallClock(timezone);
      zones.set(timezone, known);
      return known;
    };
    this.#memory = new TriggerMemory({ store });
    const common = { workflows: list, memory: this.#memory, clock, log };
    this.#clock = new CronTriggers({
      ...{ ...common, wall },
      begin: (workflow, { at, isLate }, alongside) =>
        runs.begin(workflow, { trigger: { kind: 'cron', at, isLate }, alongside }),
      miss: (...missed) => teller.missed(...missed),
    });
    this.#readings = new ReadingTriggers({
      ...{ ...common, things },
      begin: (workflow, value, alongside) => {
        const reading = formatAddress(workflow.trigger.reading);
        const trigger = { kind: 'reading', at: clock.now(), reading, value };
        return runs.begin(workflow, { trigger, alongside });
      },
    });
    this.#followers = new WorkflowTriggers({ workflows: list, runs, clock, log });
    workflows.onChange(() => {
      // Before that nobody knows yet what has fired already.
      if (!this.#isRunning) return;
      this.#readings.rearm();
      void this.#clock.look();
    });
  }

  async start(): Promise<void> {
    await this.#memory.load();
    this.#isRunning = true;
    await this.#followers.start();
    await this.#readings.start();
    await this.#clock.start();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#clock.stop();
    await this.#readings.stop();
    await this.#followers.stop();
  }

  /** When it is due next by the clock, epoch ms. */
  nextOf(workflow: Workflow): number | undefined {
    return this.#clock.nextOf(workflow);
  }
}
