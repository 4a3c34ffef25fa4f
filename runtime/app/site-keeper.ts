/**
 * Brings an edited site directory to life, all or nothing: with a mistake in it nothing changes, and
 * the doctor says why. The board of this node is wired anew only when its own part has changed.
 */
import { formatDiagnostic, type Diagnostic } from '../config/diagnostic.ts';
import type { LiveSite } from '../config/live-site.ts';
import type { Site } from '../config/site.ts';
import type { SiteWithBoards } from '../config/read-site.ts';
import { withDiscovered, type DiscoveredDevice } from '../config/with-discovered.ts';
import { withLearned, type LearnedProperty } from '../config/with-learned.ts';
import { errorMessage } from '../core/app-error.ts';
import { Lane } from '../core/lane.ts';
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
  /** What announced itself, as it is now. */
  readonly devices: () => readonly DiscoveredDevice[];
  /** What the node has learned to say of the things of this site. */
  readonly learned: (site: Site) => readonly LearnedProperty[];
}

export class SiteKeeper {
  readonly #parts: SiteKeeperParts;
  readonly #lane = new Lane();
  /** As it stands in the site directory, without the devices that announced themselves. */
  #written: Site;
  #mistakes: readonly string[] = [];

  constructor(parts: SiteKeeperParts) {
    this.#parts = parts;
    this.#written = parts.site.now;
  }

  /** What is wrong with the newest edit, while the site goes on without it. */
  get mistakes(): readonly string[] {
    return this.#mistakes;
  }

  /** Before the board is seated: the site with the devices that are known from before. */
  recall(): void {
    const { site } = this.#parts;
    site.replace(this.#together(this.#written), site.files);
  }

  /** Devices came, changed or went; or something was learned. Never rejects. */
  async follow(cause: string): Promise<void> {
    const { site, log } = this.#parts;
    await this.#lane.run(async () => {
      try {
        await this.#live(this.#together(this.#written), site.files, cause);
      } catch (error) {
        log.error({ error: errorMessage(error) }, 'what came cannot be taken');
      }
    });
  }

  /** Never rejects. */
  reload(): Promise<void> {
    return this.#lane.run(() => this.#reload());
  }

  async #reload(): Promise<void> {
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
    refuseWhatNeedsRestart(this.#parts.site, next);
    await this.#live(this.#together(next), files, 'the site directory was edited');
    this.#warnOf(next);
    this.#written = next;
  }

  /** Of what was not warned of before: as at the start of the node. */
  #warnOf({ warnings }: Site): void {
    const known = new Set(this.#written.warnings.map(({ message }) => message));
    for (const { file, line, message } of warnings)
      if (!known.has(message)) this.#parts.log.warn({ file, line }, message);
  }

  #together(written: Site): Site {
    const { boardId, devices, learned } = this.#parts;
    const site = withDiscovered(written, boardId, devices());
    return withLearned(site, learned(site));
  }

  async #live(next: Site, files: LiveSite['files'], cause: string): Promise<void> {
    const { site, boardId, board, people, journal, log } = this.#parts;
    const plan = planOf(next, files, boardId);
    const isRewired = JSON.stringify(plan) !== JSON.stringify(board.plan);
    if (isRewired) await board.take(plan);
    site.replace(next, files);
    people.configure(next.people);
    const entry = { kind: 'config', board: boardId, actor: 'board', cause } as const;
    await journal.append([{ ...entry, details: { rewired: isRewired } }]);
    log.info({ rewired: isRewired, cause }, 'the site is another one');
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
