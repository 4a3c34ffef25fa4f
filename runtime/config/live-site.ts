/**
 * The site as it is now. Whoever holds it sees the newest good version of the site directory, all of
 * it at once; a file with mistakes never gets here. Who derives something from it hears of a change.
 */
import type { BoardFile } from './board-file.ts';
import type { Site } from './site.ts';

/** By model, as `readSite` gives them. */
export type BoardFiles = ReadonlyMap<string, BoardFile>;

export class LiveSite implements Site {
  #now: Site;
  #files: BoardFiles;
  readonly #listeners = new Set<() => void>();

  constructor(site: Site, files: BoardFiles) {
    this.#now = site;
    this.#files = files;
  }

  /** What its boards are, as hardware. */
  get files(): BoardFiles {
    return this.#files;
  }

  /** All of it, as it is now. */
  get now(): Site {
    return this.#now;
  }

  get id(): string {
    return this.#now.id;
  }

  get title(): string {
    return this.#now.title;
  }

  get language(): Site['language'] {
    return this.#now.language;
  }

  get keepChatTextMs(): number | undefined {
    return this.#now.keepChatTextMs;
  }

  get timezone(): string | undefined {
    return this.#now.timezone;
  }

  get areas(): Site['areas'] {
    return this.#now.areas;
  }

  get floors(): Site['floors'] {
    return this.#now.floors;
  }

  get boards(): Site['boards'] {
    return this.#now.boards;
  }

  get discovered(): Site['discovered'] {
    return this.#now.discovered;
  }

  get modelService(): Site['modelService'] {
    return this.#now.modelService;
  }

  get platforms(): Site['platforms'] {
    return this.#now.platforms;
  }

  get people(): Site['people'] {
    return this.#now.people;
  }

  get warnings(): Site['warnings'] {
    return this.#now.warnings;
  }

  replace(site: Site, files: BoardFiles): void {
    this.#now = site;
    this.#files = files;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }
}
