/**
 * Where the board role of a node sits: one plan after the other, in one process. A new plan wires
 * the board anew without a restart, all or nothing: what cannot be started is taken back, and the
 * plan before it goes on. Outputs pass through their safe values on the way, and a timed run that
 * this cuts short is told like one that a restart cut short.
 */
import type { Clock } from '../core/clock.ts';
import { Lane } from '../core/lane.ts';
import type { PropertyAddress, Reading } from '../core/reading.ts';
import type { Outcome } from '../core/receipt.ts';
import type { Service } from '../core/service.ts';
import type { BoardFile } from '../config/board-file.ts';
import type { SiteBoard, SiteThing } from '../config/site.ts';
import type { Store } from '../state/store.ts';
import type { Board } from '../hal/board.ts';
import type { Sight } from '../hal/picture.ts';
import { forced, interrupted, reset, runEnded, type BoardEvent } from './board-event.ts';
import { BoardRole, type BoardEvents, type BoardRoleParts } from './board-role.ts';
import { withoutDiscovered } from '../config/discovered-parts.ts';
import { DistantThings } from './distant-things.ts';
import { refuseDevice } from './errors.ts';
import type { LiveProperty } from './live-property.ts';
import { Calibrations } from './calibration/calibrations.ts';
import { Modes } from './modes.ts';
import type { WriteOrder, WriteProgress } from './order.ts';
import type { PartTrouble } from './part-trouble.ts';
import { Things } from './things.ts';
import type { TimedRun } from './timed-runs.ts';

/** What a board is told to be. */
export interface BoardPlan {
  readonly site: SiteBoard;
  readonly hardware: BoardFile;
  /** Things of other boards that its rules read. */
  readonly foreign: readonly SiteThing[];
}

type OwnParts = 'calibrations' | 'site' | 'isRewired' | 'board' | 'things' | 'modes' | 'events';

export interface BoardSeatParts<Hardware> extends Omit<BoardRoleParts, OwnParts> {
  readonly store: Store;
  readonly clock: Clock;
  /** Not started yet. */
  readonly openHardware: (file: BoardFile) => Hardware;
  readonly onEvent: (event: BoardEvent) => void;
}

interface Start {
  readonly signal: AbortSignal;
  /** It sat before, in this process. */
  readonly isRewired: boolean;
}

interface Sitting<Hardware> {
  readonly plan: BoardPlan;
  readonly hardware: Hardware;
  readonly role: BoardRole;
}

export class BoardSeat<Hardware extends Board & Service> {
  readonly things: Things;
  readonly modes: Modes;
  /** What technicians calibrated of it. */
  readonly calibrations: Calibrations;
  /** Things of other boards that rules of this one read. */
  readonly foreign: DistantThings;
  readonly #parts: BoardSeatParts<Hardware>;
  readonly #lane = new Lane();
  #sitting: Sitting<Hardware> | undefined;

  constructor(parts: BoardSeatParts<Hardware>) {
    this.#parts = parts;
    this.foreign = new DistantThings(parts);
    this.things = new Things(this.foreign);
    this.modes = new Modes(parts);
    this.calibrations = new Calibrations(parts);
  }

  /** undefined until the first plan came. */
  get plan(): BoardPlan | undefined {
    return this.#sitting?.plan;
  }

  get hardware(): Hardware | undefined {
    return this.#sitting?.hardware;
  }

  get role(): BoardRole | undefined {
    return this.#sitting?.role;
  }

  /** Resolves when the board lives by the plan. Rejects with what kept it from that; then it lives by the one before. */
  take(plan: BoardPlan, signal = new AbortController().signal): Promise<void> {
    return this.#lane.run(async () => {
      const sitting = this.#sitting;
      const before = sitting?.plan;
      if (sitting !== undefined && differsInDiscoveredOnly(sitting.plan, plan)) {
        await sitting.role.follow(plan.site);
        this.#sitting = { ...sitting, plan };
        return;
      }
      await this.#rise('a new configuration came');
      try {
        await this.#sit(plan, { signal, isRewired: before !== undefined });
      } catch (error) {
        if (before !== undefined) await this.#sit(before, { signal, isRewired: true });
        throw error;
      }
    });
  }

  stop(): Promise<void> {
    return this.#lane.run(() => this.#rise('the node stopped'));
  }

  receive(bytes: Uint8Array, onProgress?: (progress: WriteProgress) => void): Promise<Outcome> {
    return this.role?.receive(bytes, onProgress) ?? Promise.resolve(nothingHere());
  }

  /** A write on the board's own authority. Never rejects. */
  perform(order: WriteOrder): Promise<Outcome> {
    return this.role?.perform(order) ?? Promise.resolve(nothingHere());
  }

  refresh(address: PropertyAddress): Promise<Reading | undefined> {
    const property = this.foreign.find(address);
    if (property !== undefined || this.role === undefined)
      return Promise.resolve(property?.reading());
    return this.role.refresh(address);
  }

  troubleBehind(property: LiveProperty): PartTrouble | undefined {
    return this.role?.troubleBehind(property);
  }

  /** What the newest sample of a property of this board rests on, where that is a picture. */
  sightBehind(property: LiveProperty): Sight | undefined {
    return this.role?.sightBehind(property);
  }

  timedRuns(): readonly TimedRun[] {
    return this.role?.timedRuns.list() ?? [];
  }

  async #sit(plan: BoardPlan, { signal, isRewired }: Start): Promise<void> {
    const { openHardware, onEvent, ...parts } = this.#parts;
    this.foreign.replace(plan.foreign);
    const hardware = openHardware(plan.hardware);
    await hardware.start(signal);
    const { things, modes, calibrations } = this;
    await calibrations.load();
    const early: BoardEvent[] = [];
    const tell = (event: BoardEvent): void => {
      if (this.#sitting?.role === role) onEvent(event);
      else early.push(event);
    };
    const events = eventsTo(tell);
    const own = {
      things,
      modes,
      calibrations,
      site: plan.site,
      isRewired,
      board: hardware,
      events,
    };
    const role: BoardRole = new BoardRole({ ...parts, ...own });
    try {
      await role.start(signal);
    } catch (error) {
      await hardware.stop();
      throw error;
    }
    this.#sitting = { plan, hardware, role };
    // Whoever hears of an interrupted run looks how it stands now: that takes a board that lives.
    early.forEach(onEvent);
  }

  async #rise(cause: string): Promise<void> {
    const sitting = this.#sitting;
    this.#sitting = undefined;
    await sitting?.role.stop(cause);
    await sitting?.hardware.stop();
  }
}

function nothingHere(): Outcome {
  const refusal = refuseDevice('DEVICE_NO_PLAN', 'this board has no configuration yet');
  return { status: 'refused', refusal };
}

/** Devices that announce themselves come and go without the rest of the board being wired anew. */
function differsInDiscoveredOnly(before: BoardPlan, plan: BoardPlan): boolean {
  const [one, other] = [before, plan].map((each) =>
    JSON.stringify({ ...each, site: withoutDiscovered(each.site) }),
  );
  return one === other && JSON.stringify(before) !== JSON.stringify(plan);
}

function eventsTo(tell: (event: BoardEvent) => void): BoardEvents {
  return {
    runEnded: (ended) => {
      tell(runEnded(ended));
    },
    forced: (write) => {
      tell(forced(write));
    },
    interrupted: (interruption) => {
      tell(interrupted(interruption));
    },
    reset: (found) => {
      tell(reset(found));
    },
  };
}
