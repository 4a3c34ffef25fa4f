/** A board that runs workflows of its own: the simulated board on a clock that stands still, a real store, and what waits there for the gateway. */
import { Catalogue } from '../runtime/actions/catalogue.ts';
import { Speech } from '../runtime/actions/speech.ts';
import { reportToMesh } from '../runtime/app/board-events.ts';
import type { BundleWorkflow } from '../runtime/config/bundle-workflow.ts';
import { silentLog } from '../runtime/core/log.ts';
import { WallClock } from '../runtime/core/wall-clock.ts';
import { readAction } from '../runtime/devices/read.action.ts';
import { boardEventSchema, type BoardEvent } from '../runtime/mesh/link/messages.ts';
import { Outbox } from '../runtime/mesh/link/outbox.ts';
import { authorize } from '../runtime/policy/roles.ts';
import { BoardWorkflows } from '../runtime/workflows/board/board-workflows.ts';
import type { BoardRig } from './board-rig.ts';
import { site } from './board-site.ts';

/** Of one life of the rig. */
export class BoardWorkflowRig {
  readonly workflows: BoardWorkflows;
  readonly #rig: BoardRig;
  readonly #outbox: Outbox<BoardEvent>;

  constructor(rig: BoardRig) {
    const { store, journal, clock, role } = rig;
    const { things } = role;
    const space = { name: 'event-outbox', schema: boardEventSchema };
    this.#rig = rig;
    this.#outbox = new Outbox({ store, space });
    const read = readAction({
      ...{ things, clock, speech: new Speech(site, clock), trouble: () => undefined },
      refresh: async ({ address }) => {
        await role.refresh(address);
      },
    });
    this.workflows = new BoardWorkflows({
      ...{ board: rig.site.id, store, journal, clock, things, log: silentLog, language: 'en' },
      ...{ wallClock: new WallClock('UTC'), random: () => 0.5 },
      catalogue: () => new Catalogue({ actions: [read], authorize }),
      perform: (order) => role.perform(order),
      tell: (report, keep) =>
        this.#outbox.add(reportToMesh(report, rig.site.id, clock.now()), keep),
    });
  }

  async start(forms: readonly BundleWorkflow[]): Promise<void> {
    await this.#rig.during(
      (async () => {
        await this.#outbox.load();
        this.workflows.take(forms);
        await this.workflows.start();
      })(),
    );
  }

  stop(): Promise<void> {
    return this.#rig.during(this.workflows.stop());
  }

  /** What the gateway will hear, in order. */
  async told(): Promise<readonly BoardEvent[]> {
    const events: BoardEvent[] = [];
    for (let after = 0; ; after += 1) {
      const next = await this.#outbox.next(after);
      if (next === undefined) return events;
      events.push(next.item);
    }
  }
}
