/**
 * What a board does by itself because a workflow says so: the same runs and triggers as on the gateway,
 * with the board's own things and clock, and its journal for what a restart cut short. Loaded only where
 * a board has such a workflow.
 */
import type { Catalogue } from '../../actions/catalogue.ts';
import type { Language } from '../../actions/asker.ts';
import type { BundleWorkflow } from '../../config/bundle-workflow.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Value } from '../../core/reading.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { Service } from '../../core/service.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import type { ThingsView } from '../../devices/things-view.ts';
import type { Store } from '../../state/store.ts';
import { goodReading } from '../good-reading.ts';
import { RunBook } from '../runs/run-book.ts';
import { WorkflowRuns } from '../runs/workflow-runs.ts';
import { StepDesk } from '../step-desk.ts';
import { waitStep } from '../steps/wait.ts';
import { Triggers } from '../triggers/triggers.ts';
import type { Workflow } from '../workflow.ts';
import { BoardTeller, type TellGateway } from './board-teller.ts';
import { fromBundle } from './bundle-form.ts';
import { orderStep, type OrderStepParts } from './order-step.ts';
import { tellStep } from './tell-step.ts';

export interface BoardWorkflowsParts extends OrderStepParts {
  readonly board: string;
  readonly things: ThingsView;
  readonly store: Store;
  readonly clock: Clock;
  readonly wallClock: WallClock;
  readonly log: Log;
  readonly random: () => number;
  readonly language: Language;
  /** To look at what is here. */
  readonly catalogue: () => Pick<Catalogue, 'find' | 'run'>;
  readonly tell: TellGateway;
}

export class BoardWorkflows implements Service {
  readonly runs: WorkflowRuns;
  readonly #board: string;
  readonly #book: RunBook;
  readonly #triggers: Triggers;
  #list: readonly Workflow[] = [];
  #onChange: () => void = () => undefined;

  constructor(parts: BoardWorkflowsParts) {
    const { board, things, store, clock, catalogue, language, tell } = parts;
    this.#board = board;
    this.#book = new RunBook({ store, clock });
    const reading = (address: string): Value => goodReading(things, address);
    const teller = new BoardTeller({ tell, store });
    this.runs = new WorkflowRuns({
      ...{ ...parts, book: this.#book, teller, workflows: () => this.#list },
      steps: new StepDesk({
        steps: [orderStep(parts), tellStep({ tell }), waitStep()],
        ...{ catalogue, language, tasks: { list: () => [], find: () => undefined } },
        // What a board orders of itself stands in no line.
        queue: {
          whenEnded: (task) => Promise.resolve(task),
          cancel: () => Promise.resolve(undefined),
        },
        // Nobody is asked on a board, so there is no question to take back.
        ...{ armedBy: () => undefined, lost: () => undefined, withdraw: () => Promise.resolve() },
        asksFirst: () => false,
      }),
      reading,
    });
    const own = (): readonly Workflow[] => this.#list;
    this.#triggers = new Triggers({
      ...{ ...parts, runs: this.runs, teller, reading },
      workflows: {
        get own() {
          return own();
        },
        onChange: (listener) => {
          this.#onChange = listener;
        },
      },
    });
  }

  /** What the board does by itself from now on. @throws Error where one of them cannot be read here */
  take(forms: readonly BundleWorkflow[]): void {
    const next = forms.map((form) => fromBundle(form, this.#board));
    const isSame = versionsOf(next) === versionsOf(this.#list);
    this.#list = next;
    if (!isSame) this.#onChange();
  }

  /** Ends open runs, or the one that is named. How many. */
  async end(which: string | undefined, person: string): Promise<number> {
    if (which === undefined) return this.runs.cancelAll(person);
    return isRefusal(await this.runs.cancel(which, person)) ? 0 : 1;
  }

  /** After the first `take`, with the board alive. */
  async start(): Promise<void> {
    await this.#book.load();
    await this.runs.start();
    await this.#triggers.start();
  }

  async stop(): Promise<void> {
    await this.#triggers.stop();
    await this.runs.stop();
  }
}

function versionsOf(workflows: readonly Workflow[]): string {
  return workflows.map(({ name, version }) => `${name} ${version}`).join('\n');
}
