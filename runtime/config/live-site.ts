/**
 * The site as it is now. Whoever holds it sees the newest good version of the site directory, all of
 * it at once; a file with mistakes never gets here. Who derives something from it hears of a change.
 */
import type { Site } from './site.ts';

export class LiveSite implements Site {
  #now: Site;
  readonly #listeners = new Set<() => void>();

  constructor(site: Site) {
    this.#now = site;
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

  get timezone(): string | undefined {
    return this.#now.timezone;
  }

  get areas(): Site['areas'] {
    return this.#now.areas;
  }

  get boards(): Site['boards'] {
    return this.#now.boards;
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

  replace(site: Site): void {
    this.#now = site;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }
}
