/**
 * Forward migrations of the store. Each turns the rows of one schema version into those of the
 * next, and is committed together with its number, so that a crash between two costs nothing.
 *
 * To change what is stored: raise the version by appending here; define the old form of the space
 * in the migration itself, never import it from the room that has moved on.
 */
import { z } from '../core/schema.ts';
import { StateError } from './errors.ts';
import { defineSpace, type Spaces, type Write } from './space.ts';

export interface Migration {
  /** The schema version it leads to. */
  readonly to: number;
  /** Returns all writes that lead there; they are committed as one batch. */
  readonly migrate: (from: Spaces) => Promise<readonly Write[]>;
}

/** What a database is born with. */
const FIRST_VERSION = 1;

const tasksOfFirst = defineSpace({
  name: 'tasks',
  schema: z.looseObject({ state: z.string(), via: z.string() }),
});

/** A task has a level, says what it waits for, and may be something else than a write; `missed` is `expired`. */
const tasksInQueue: Migration = {
  to: 2,
  migrate: async (from) => {
    const tasks = from.space(tasksOfFirst);
    return (await tasks.list()).map(([id, task]) => {
      const { state, via } = task;
      return tasks.put(id, {
        ...{ ...task, kind: 'write', level: via === 'workflow' ? 'workflow' : 'interactive' },
        state: state === 'missed' ? 'expired' : state,
        ...(state === 'waiting' && { waitsFor: 'time' }),
      });
    });
  },
};

export const MIGRATIONS: readonly Migration[] = [tasksInQueue];

export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.to ?? FIRST_VERSION;
}

/** In order. @throws StateError `STATE_SCHEMA_NEWER` when this program is older than the data. */
export function pendingMigrations(
  version: number,
  migrations: readonly Migration[],
): readonly Migration[] {
  const latest = latestVersion(migrations);
  if (version <= latest) return migrations.filter(({ to }) => to > version);
  throw new StateError(
    'STATE_SCHEMA_NEWER',
    `the data has schema ${String(version)}, this version of Boardtalk knows up to ${String(latest)}`,
  );
}
