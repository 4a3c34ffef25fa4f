/**
 * Brings an edited site directory to life, all or nothing: with a mistake in it nothing changes, and
 * the doctor says why. The board of this node is wired anew only when its own part has changed.
 */
import { formatDiagnostic, type Diagnostic } from '../config/diagnostic.ts';
import type { LiveSite } from '../config/live-site.ts';
import type { Site } from '../config/site.ts';
import type { SiteWithBoards } from '../config/read-site.ts';
import { errorMessage } from '../core/app-error.ts';
import type { Log } from '../core/log.ts';
import type { People } from '../policy/people.ts';
import type { Journal } from '../state/journal.ts';
import { planOf } from './board-plans.ts';
import type { BoardSide } from './board-side.ts';

export interface SiteKeeperParts {
  readonly site: LiveSite;
  readonly boardId: string;
  readonly board: BoardSide;
  readonly people: People;
  readonly journal: Journal;
  readonly log: Log;
  readonly read: () => Promise<SiteWithBoards>;
}

export class SiteKeeper {
  readonly #parts: SiteKeeperParts;
  #mistakes: readonly string[] = [];

  constructor(parts: SiteKeeperParts) {
    this.#parts = parts;
  }

  /** What is wrong with the newest edit, while the site goes on without it. */
  get mistakes(): readonly string[] {
    return this.#mistakes;
  }

  /** Never rejects. */
  async reload(): Promise<void> {
    const { log, read } = this.#parts;
    try {
      const { site, boards, diagnostics } = await read();
      this.#mistakes = diagnostics.filter(isError).map(formatDiagnostic);
      if (site !== undefined) await this.#take(site, boards);
    } catch (error) {
      this.#mistakes = [errorMessage(error)];
    }
    for (const mistake of this.#mistakes)
      log.error({ mistake }, 'edit of the site is not in force');
  }

  async #take(next: NonNullable<SiteWithBoards['site']>, files: LiveSite['files']): Promise<void> {
    const { site, boardId, board, people, journal, log } = this.#parts;
    refuseWhatNeedsRestart(site, next);
    const plan = planOf(next, files, boardId);
    const isRewired = JSON.stringify(plan) !== JSON.stringify(board.plan);
    if (isRewired) await board.take(plan);
    site.replace(next, files);
    people.configure(next.people);
    const cause = 'the site directory was edited';
    const entry = { kind: 'config', board: boardId, actor: 'board', cause } as const;
    await journal.append([{ ...entry, details: { rewired: isRewired } }]);
    log.info({ rewired: isRewired }, 'edit of the site is in force');
  }
}

/** Topics, tokens and the process itself were made for these. */
function refuseWhatNeedsRestart(site: Site, next: Site): void {
  if (next.id !== site.id)
    throw new Error(`the id of the site is ${site.id} until the node is started again`);
  if (next.timezone !== site.timezone)
    throw new Error('another time zone takes a restart of the node');
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
