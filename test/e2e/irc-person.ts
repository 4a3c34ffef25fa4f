/** A person with an IRC client of somebody else (irc-framework), who writes when the site is there: IRC keeps nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'irc-framework';
import { until } from '../until.ts';

const AGAIN_MS = 50;

interface Seen {
  readonly from: string;
  readonly target: string;
  readonly text: string;
}

export class IrcPerson {
  readonly #client: Client;
  readonly #seen: Seen[] = [];
  #work = Promise.resolve();
  #isIn = false;
  #isOver = false;

  constructor(port: number, nick: string, password: string) {
    const options = { host: '127.0.0.1', port, nick, username: nick, password };
    this.#client = new Client({ ...options, gecos: nick, auto_reconnect: false });
    this.#client.on('registered', () => {
      this.#isIn = true;
    });
    this.#client.on('privmsg', ({ nick: from, target, message }) => {
      this.#seen.push({ from, target, text: message });
    });
  }

  async start(): Promise<void> {
    this.#client.connect();
    await until(() => this.#isIn);
  }

  join(channel: string): void {
    this.#client.join(channel);
  }

  stop(): void {
    this.#isOver = true;
    this.#client.quit();
  }

  /** @param channel where it is said; default: in a chat of two with this nick */
  write(nick: string, text: string, channel?: string): void {
    this.#work = this.#work.then(async () => {
      while (!this.#isOver && !(await this.#isThere(nick, channel))) await sleep(AGAIN_MS);
      this.#client.say(channel ?? nick, text);
    });
  }

  textsFrom(nick: string): readonly string[] {
    const own = this.#seen.filter(({ from, target }) => from === nick && !target.startsWith('#'));
    return own.map(({ text }) => text);
  }

  textsIn(channel: string, nick: string): readonly string[] {
    return this.#seen
      .filter(({ from, target }) => from === nick && target === channel)
      .map(({ text }) => text);
  }

  #isThere(nick: string, channel = ''): Promise<boolean> {
    return new Promise((resolve) => {
      this.#client.whois(nick, ({ error, channels = '' }) => {
        resolve(error === undefined && channels.includes(channel));
      });
    });
  }
}
