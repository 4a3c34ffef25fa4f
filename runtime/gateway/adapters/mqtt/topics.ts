/** Who writes where: `PREFIX/in/USER` to the site, `PREFIX/out/USER` from it. */

/** No name of one level (MQTT 5 §4.7.1). */
const NO_LEVEL = /[/+#\0]/;

export class Topics {
  /** All that people write. */
  readonly filter: string;
  /** Of the site itself: what stands there is its own. */
  readonly own: string;
  readonly #prefix: string;

  /** @param user of the site */
  constructor(prefix: string, user: string) {
    this.#prefix = prefix.replace(/\/+$/, '');
    this.filter = `${this.#prefix}/in/+`;
    this.own = `${this.#prefix}/in/${user}`;
  }

  /** Who wrote it; undefined: nobody, or the site itself. */
  userOf(topic: string): string | undefined {
    const begin = `${this.#prefix}/in/`;
    const user = topic.slice(begin.length);
    const isPerson = topic.startsWith(begin) && topic !== this.own && isLevel(user);
    return isPerson ? user : undefined;
  }

  /** Where this person reads; undefined: there is no such topic. */
  outOf(user: string): string | undefined {
    return isLevel(user) ? `${this.#prefix}/out/${user}` : undefined;
  }
}

function isLevel(name: string): boolean {
  return name !== '' && !NO_LEVEL.test(name);
}
