/**
 * The one database of this node. Every write says which class it is:
 * - `durable` survives `kill -9` and a power cut once its promise has resolved;
 * - `telemetry` is on disk at most `telemetryFlushMs` later (default 5 s): that much may be lost.
 *
 * One process owns it. It never begins anew by itself where a node has lived (`birth.ts`), and
 * after one failed write it takes no more until the next start (`group-commit.ts`).
 */
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Level } from 'level';
import { errorMessage } from '../core/app-error.ts';
import { every, type Clock, type Timer } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Service } from '../core/service.ts';
import { z } from '../core/schema.ts';
import { birthSchema, settleBirth, type Birth } from './birth.ts';
import { StateError } from './errors.ts';
import { GroupCommit } from './group-commit.ts';
import { toStateError } from './level-error.ts';
import { latestVersion, MIGRATIONS, pendingMigrations, type Migration } from './migrations.ts';
import {
  defineSpace,
  Space,
  type Range,
  type RowSource,
  type SpaceDefinition,
  type Spaces,
  type Write,
} from './space.ts';

export type { Write };

export interface StoreParts {
  /** Made with mode 0700 when it is not there. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly migrations?: readonly Migration[];
  /** The most that telemetry may lose, ms. */
  readonly telemetryFlushMs?: number;
}

const birthSpace = defineSpace({ name: 'birth', schema: birthSchema });
const schemaSpace = defineSpace({ name: 'schema', schema: z.number().int() });

/** LevelDB's defaults (4 MiB twice, 8 MiB) cost a small board more memory than they save it time. */
const LEVEL_OPTIONS = { writeBufferSize: 1 << 20, cacheSize: 1 << 20 };

/** LevelDB hands out up to 1,000 rows without a pause; interlocks must not wait for all of them. */
const ROWS_PER_TURN = 64;

export class Store implements Service, Spaces, RowSource {
  readonly #directory: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #migrations: readonly Migration[];
  readonly #telemetryFlushMs: number;
  readonly #commits = new GroupCommit<Write>((writes) => this.#commit(writes));
  readonly #gatherers = new Set<() => readonly Write[]>();
  #late = new Map<string, Write>();
  #flushing: Timer | undefined;
  #database: Level | undefined;
  #failure: StateError | undefined;

  constructor({ directory, clock, log, migrations, telemetryFlushMs }: StoreParts) {
    this.#directory = directory;
    this.#clock = clock;
    this.#log = log;
    this.#migrations = migrations ?? MIGRATIONS;
    this.#telemetryFlushMs = telemetryFlushMs ?? 5_000;
  }

  /** The schema version of what it holds. */
  get schema(): number {
    return latestVersion(this.#migrations);
  }

  /** Set once a write has failed: from then on the store only reads. */
  get failure(): StateError | undefined {
    return this.#failure;
  }

  /** @throws StateError any but `STATE_STOPPED` */
  async start(signal: AbortSignal): Promise<void> {
    const folder = join(this.#directory, 'db');
    try {
      const birth = await settleBirth({
        directory: this.#directory,
        now: this.#clock.now(),
        create: (draft, born) => this.#create(draft, born),
      });
      signal.throwIfAborted();
      this.#database = await openLevel(folder, false);
      await this.#recognise(birth);
      await this.#migrate(signal);
    } catch (error) {
      await this.stop();
      throw signal.aborted ? error : toStateError(error, `cannot open ${folder}`);
    }
    this.#flushing = every(this.#clock, this.#telemetryFlushMs, () => this.#flush());
  }

  async stop(): Promise<void> {
    this.#flushing?.cancel();
    this.#flushing = undefined;
    if (this.#database !== undefined) await this.#flush();
    await this.#commits.idle();
    await this.#database?.close();
    this.#database = undefined;
  }

  space<T>(definition: SpaceDefinition<T>): Space<T> {
    return new Space(definition, this);
  }

  /**
   * All or nothing, over any number of spaces; on disk when it resolves, in the order of the calls.
   * @throws StateError; then nothing that came later is written either.
   */
  async durable(writes: readonly Write[]): Promise<void> {
    this.#opened();
    await this.#commits.add(writes);
  }

  /** Readable and on disk at the next flush. A key written twice until then is written once. */
  telemetry(writes: readonly Write[]): void {
    for (const write of writes) this.#late.set(write.key, write);
  }

  /** Asked before every flush for the telemetry that it has gathered. Returns how to stop. */
  onFlush(gather: () => readonly Write[]): () => void {
    this.#gatherers.add(gather);
    return () => this.#gatherers.delete(gather);
  }

  async row(key: string): Promise<string | undefined> {
    try {
      return await this.#opened().get(key);
    } catch (error) {
      throw toStateError(error, `cannot read ${this.#directory}`);
    }
  }

  async *rows(range: Range): AsyncGenerator<readonly [string, string]> {
    try {
      let count = 0;
      for await (const row of this.#opened().iterator(range)) {
        yield row;
        count += 1;
        if (count % ROWS_PER_TURN === 0) await nextTurn();
      }
    } catch (error) {
      throw toStateError(error, `cannot read ${this.#directory}`);
    }
  }

  async #commit(writes: readonly Write[]): Promise<void> {
    try {
      await writeBatch(this.#opened(), writes);
    } catch (error) {
      this.#failure = toStateError(error, `cannot write to ${this.#directory}`);
      this.#log.error({ error: this.#failure }, 'store takes no more writes');
      throw this.#failure;
    }
  }

  /** A failure is already known and logged by then; telemetry has nobody to tell it to. */
  async #flush(): Promise<void> {
    for (const gather of this.#gatherers) this.telemetry(gather());
    const writes = [...this.#late.values()];
    this.#late = new Map();
    if (writes.length > 0) await this.#commits.add(writes).catch(() => undefined);
  }

  #opened(): Level {
    if (this.#database !== undefined) return this.#database;
    throw new StateError('STATE_STOPPED', 'the store is not open');
  }

  async #create(draft: string, birth: Birth): Promise<void> {
    const database = await openLevel(draft, true);
    try {
      const version = latestVersion(this.#migrations);
      await writeBatch(database, [
        this.space(birthSpace).put('self', birth),
        this.space(schemaSpace).put('version', version),
      ]);
    } finally {
      await database.close();
    }
  }

  async #recognise(birth: Birth): Promise<void> {
    const inside = await this.space(birthSpace).get('self');
    if (inside?.id === birth.id) return;
    const found = inside === undefined ? 'has lost its content' : `belongs to ${inside.id}`;
    throw new StateError(
      'STATE_LOST',
      `born.json says ${birth.id}, but the database beside it ${found}`,
    );
  }

  async #migrate(signal: AbortSignal): Promise<void> {
    const version = await this.space(schemaSpace).get('version');
    if (version === undefined)
      throw new StateError('STATE_LOST', 'the database has lost its schema version');
    for (const { to, migrate } of pendingMigrations(version, this.#migrations)) {
      signal.throwIfAborted();
      const writes = await migrate(this).catch((error: unknown) => {
        const what = `cannot bring the data to schema ${String(to)}: ${errorMessage(error)}`;
        throw new StateError('STATE_MIGRATION_FAILED', what, { cause: error });
      });
      await writeBatch(this.#opened(), [...writes, this.space(schemaSpace).put('version', to)]);
      this.#log.info({ schema: to }, 'store migrated');
    }
  }
}

async function openLevel(folder: string, createIfMissing: boolean): Promise<Level> {
  const database = new Level(folder, { ...LEVEL_OPTIONS, createIfMissing });
  await database.open();
  return database;
}

function writeBatch(database: Level, writes: readonly Write[]): Promise<void> {
  const operations = writes.map(({ key, value }) =>
    value === undefined ? ({ type: 'del', key } as const) : ({ type: 'put', key, value } as const),
  );
  return database.batch(operations, { sync: true });
}
