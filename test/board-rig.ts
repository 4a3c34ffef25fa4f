/**
 * A whole board role on a clock that stands still: the board of `board-site/`, simulated at bus level,
 * with the real drivers, a real store and journal, and the real helper process. Time passes only
 * while a test lets it, and never faster than the disk.
 */
import { cpSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { SiteBoard, SiteProperty } from '../runtime/config/site.ts';
import { createId } from '../runtime/core/ids.ts';
import { silentLog } from '../runtime/core/log.ts';
import { parseAddress, type PropertyAddress, type Value } from '../runtime/core/reading.ts';
import type { Outcome } from '../runtime/core/receipt.ts';
import { WallClock } from '../runtime/core/wall-clock.ts';
import type { EndRuns } from '../runtime/devices/end-runs.ts';
import { BoardRole } from '../runtime/devices/board-role.ts';
import type { ForcedWrite } from '../runtime/devices/interlock-watch.ts';
import { Modes } from '../runtime/devices/modes.ts';
import type { WriteOrder, WriteProgress } from '../runtime/devices/order.ts';
import type { Interruption, Reset } from '../runtime/devices/recovery.ts';
import { Things } from '../runtime/devices/things.ts';
import type { EndedRun } from '../runtime/devices/timed-runs.ts';
import type { Driver } from '../runtime/hal/driver.ts';
import { SimBoard } from '../runtime/hal/sim/sim-board.ts';
import { PrometheusRegistry } from '../runtime/monitor/prometheus.ts';
import type { Command } from '../runtime/policy/command.ts';
import { sealCommand } from '../runtime/policy/sealed-command.ts';
import { loadSiteKey, type SiteKey } from '../runtime/policy/site-key.ts';
import type { JournalRecord } from '../runtime/state/journal-entry.ts';
import { Balk, balky } from './balky-part.ts';
import { boardFile, findDriver, HELPER_SCRIPT, siteBoard } from './board-site.ts';
import { FakeClock } from './fake-clock.ts';
import { openState, type OpenState } from './open-state.ts';
import { realWorkDone } from './real-work.ts';
import { ALONE, steadyRandom } from './sim-rig.ts';
import { SlowDisk } from './slow-disk.ts';
import { inTempDirectory } from './temp-directory.ts';

const STEP_MS = 10;

/** The site's board, changed by a test. */
export type Edit = (board: SiteBoard) => SiteBoard;

export interface BoardRigOptions {
  readonly edit?: Edit;
  readonly timezone?: string;
  /** The wall clock at the first start, epoch ms. */
  readonly startAt?: number;
}

export interface LevelChange {
  /** monotonic */
  readonly atMs: number;
  readonly level: boolean;
}

interface Life extends OpenState {
  readonly hardware: SimBoard;
  readonly role: BoardRole;
  readonly disk: SlowDisk;
}

export class BoardRig {
  readonly clock: FakeClock;
  readonly ended: EndedRun[] = [];
  readonly forced: ForcedWrite[] = [];
  readonly interrupted: Interruption[] = [];
  readonly resets: Reset[] = [];
  readonly metrics = new PrometheusRegistry([]);
  readonly key: SiteKey;
  readonly #root: string;
  readonly #board: SiteBoard;
  readonly #timezone: string;
  readonly #balks = new Map<string, Balk>();
  #life: Life | undefined;
  #lives = 0;

  constructor(root: string, key: SiteKey, options: BoardRigOptions) {
    this.clock = new FakeClock(options.startAt);
    this.key = key;
    this.#root = root;
    this.#board = options.edit?.(siteBoard) ?? siteBoard;
    this.#timezone = options.timezone ?? 'UTC';
  }

  /** What ends runs of workflows there: nothing runs by itself. */
  endRuns: EndRuns = () => Promise.resolve(0);

  get role(): BoardRole {
    return this.#now.role;
  }

  get hardware(): SimBoard {
    return this.#now.hardware;
  }

  get store(): OpenState['store'] {
    return this.#now.store;
  }

  get journal(): OpenState['journal'] {
    return this.#now.journal;
  }

  get disk(): SlowDisk {
    return this.#now.disk;
  }

  get site(): SiteBoard {
    return this.#board;
  }

  /** Where this life keeps its data. */
  get directory(): string {
    return join(this.#root, `life-${String(this.#lives)}`);
  }

  get #now(): Life {
    if (this.#life === undefined) throw new Error('the board does not run');
    return this.#life;
  }

  /** Opened, and not started yet: what a test changes before a start. */
  async open(): Promise<void> {
    const { clock, directory } = this;
    const state = await openState(directory, clock);
    const disk = new SlowDisk(state.store, directory);
    const random = steadyRandom();
    const sim = {
      file: boardFile,
      directory: join(directory, 'sim'),
      clock,
      random,
      log: silentLog,
    };
    const hardware = new SimBoard(sim);
    await hardware.start();
    this.#life = { ...state, disk, hardware, role: this.#role(state, hardware) };
  }

  async start(): Promise<void> {
    if (this.#life === undefined) await this.open();
    await this.during(this.role.start(new AbortController().signal));
  }

  /** In order: outputs are safe, everything is on disk. */
  async stop(): Promise<void> {
    const life = this.#life;
    if (life === undefined) return;
    await this.during(life.role.stop());
    this.#life = undefined;
    await life.hardware.stop();
    await life.close();
  }

  /** The plug is pulled: what disk and registers hold at this moment is all that the next life knows. */
  async losePower(): Promise<void> {
    await realWorkDone();
    const from = this.directory;
    await cp(from, join(this.#root, `life-${String(this.#lives + 1)}`), { recursive: true });
    await this.stop();
    this.#lives += 1;
  }

  /**
   * From now on, the power goes when so many writes have become durable, before anybody who waited for
   * the last one goes on. Returns a function that says whether it has gone.
   */
  losePowerAtWrite(count: number): () => boolean {
    const { disk, directory } = this;
    const next = join(this.#root, `life-${String(this.#lives + 1)}`);
    let left = count;
    disk.onDurable = () => {
      left -= 1;
      if (left === 0) cpSync(directory, next, { recursive: true });
    };
    return () => left <= 0;
  }

  /** The life after `losePowerAtWrite`. */
  async startAfterCut(): Promise<void> {
    await this.stop();
    this.#lives += 1;
    await this.start();
  }

  /** Lets time pass until the work is done. */
  during<Result>(work: Promise<Result>): Promise<Result> {
    return this.clock.during(work, STEP_MS);
  }

  /** Lets so much time pass, with a look after every step. */
  async pass(ms: number, look: () => void = () => undefined, stepMs = STEP_MS): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      await this.clock.advance(Math.min(left, stepMs));
      look();
    }
  }

  /** What makes a part balk, by its name in the site. */
  balk(part: string): Balk {
    const known = this.#balks.get(part) ?? new Balk(this.clock);
    this.#balks.set(part, known);
    return known;
  }

  /** A signed command, as the gateway sends it. */
  seal(target: string, value: Value, more: Partial<Command> = {}): Uint8Array {
    const now = this.clock.now();
    const command: Command = {
      ...{ id: createId('cmd', now), board: this.#board.id, ...addressOf(target), value },
      ...{ requester: 'ann', via: 'test', cause: 'as told' },
      ...{ issuedAt: now, deadline: now + 30_000 },
      ...more,
    };
    return sealCommand(command, this.key);
  }

  receive(bytes: Uint8Array, onProgress?: (progress: WriteProgress) => void): Promise<Outcome> {
    return this.during(this.role.receive(bytes, onProgress));
  }

  /** A signed command from order to outcome. */
  command(target: string, value: Value, more: Partial<Command> = {}): Promise<Outcome> {
    return this.receive(this.seal(target, value, more));
  }

  /** A write on the board's own authority, by default under a rule called `test`. */
  order(target: string, value: Value, more: Partial<WriteOrder> = {}): WriteOrder {
    const id = createId('rule', this.clock.now());
    const authority = { kind: 'rule', rule: 'test', cause: 'a test' } as const;
    return { id, address: addressOf(target), value, authority, ...more };
  }

  perform(target: string, value: Value, more: Partial<WriteOrder> = {}): Promise<Outcome> {
    return this.during(this.role.perform(this.order(target, value, more)));
  }

  value(target: string): Value | null | undefined {
    return this.role.things.find(addressOf(target))?.reading().value;
  }

  /** What stands in the register of a line, read as a stranger would; `undefined` when nothing was ever written. */
  register(line: string): string | undefined {
    try {
      return readFileSync(join(this.directory, 'sim/gpio', line, 'value'), 'utf8').trim();
    } catch {
      return undefined;
    }
  }

  /** Every change of an output line from now on, by the write that made it. */
  trace(line: string): readonly LevelChange[] {
    const { register } = this.hardware.gpio.pin(line);
    const changes: LevelChange[] = [];
    const write = register.write.bind(register);
    register.write = (text) => {
      const before = register.read();
      write(text);
      if (text !== before) changes.push({ atMs: this.clock.monotonicMs(), level: text === '1' });
    };
    return changes;
  }

  /** What the simulated world is told: a quantity, or a fault. */
  simulate(claim: string, channel: string, value: Value): void {
    const refusal = this.hardware.faults.set(claim, channel, value);
    if (refusal !== undefined) throw new Error(refusal.message);
  }

  break(claim: string, fault: string): void {
    const refusal = this.hardware.faults.inject(claim, undefined, fault);
    if (refusal !== undefined) throw new Error(refusal.message);
  }

  /** The journal, oldest first. */
  entries(): Promise<JournalRecord[]> {
    return this.journal.entries({ limit: 10_000 });
  }

  async kinds(): Promise<string[]> {
    return (await this.entries()).map(({ kind }) => kind);
  }

  #role({ store, journal }: OpenState, board: SimBoard): BoardRole {
    const { clock, directory, metrics, key } = this;
    return new BoardRole({
      things: new Things(),
      modes: new Modes({ store, clock }),
      ...{ site: this.#board, board, store, journal, clock, log: silentLog, metrics, directory },
      wallClock: new WallClock(this.#timezone),
      findDriver: (id) => this.#findDriver(id),
      ...{ helperScript: HELPER_SCRIPT, models: ALONE.models, pathsFrom: directory },
      endRuns: (which, person) => this.endRuns(which, person),
      trusted: new Map([[key.id, key.publicKey]]),
      events: {
        runEnded: (run) => this.ended.push(run),
        forced: (forced) => this.forced.push(forced),
        interrupted: (interruption) => this.interrupted.push(interruption),
        reset: (reset) => this.resets.push(reset),
      },
    });
  }

  /** Every part has its own loose contact; which one is opened, its name tells. */
  async #findDriver(id: string): Promise<Driver> {
    const driver = await findDriver(id);
    return {
      ...driver,
      open: (environment, options) =>
        balky(driver, this.balk(environment.name)).open(environment, options),
    };
  }
}

/** A board that runs; stopped afterwards, and no timer of its may be left. */
export function withBoard(
  use: (rig: BoardRig) => Promise<void>,
  options: BoardRigOptions = {},
): Promise<void> {
  return inTempDirectory(async (root) => {
    const rig = new BoardRig(root, await loadSiteKey(root), options);
    await rig.start();
    await use(rig).finally(() => rig.stop());
    if (rig.clock.pending > 0) throw new Error(`${rig.clock.pending} timers are left behind`);
  });
}

/** The board with other settings for some of its properties. */
export function withProperties(changes: Record<string, Partial<SiteProperty>>): Edit {
  return (board) => ({
    ...board,
    things: board.things.map((thing) => ({
      ...thing,
      properties: thing.properties.map((property) => ({
        ...property,
        ...changes[`${thing.id}.${property.name}`],
      })),
    })),
  });
}

export function addressOf(target: string): PropertyAddress {
  const address = parseAddress(target);
  if (address === undefined) throw new Error(`${target} is no address`);
  return address;
}
