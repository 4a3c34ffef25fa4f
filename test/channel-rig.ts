/**
 * A channel on a real store and the real clock, with a site of one person and a conversation that says what
 * it heard: what stands between a platform and the conversation, and nothing else.
 */
import type { ChatMessage, ChatNote, ChatReply, Speaker } from '../runtime/actions/chat-port.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import type { Log } from '../runtime/core/log.ts';
import { Arrivals } from '../runtime/gateway/channels/arrivals.ts';
import type { ChannelAdapter } from '../runtime/gateway/channels/channel-adapter.ts';
import { Channel, type ChannelState } from '../runtime/gateway/channels/channel.ts';
import { Sendings } from '../runtime/gateway/channels/sendings.ts';
import { Identities } from '../runtime/policy/identities.ts';
import { People } from '../runtime/policy/people.ts';
import { openState, type OpenState } from './open-state.ts';

const ANNA = { id: 'anna', name: 'Anna', role: 'operator' } as const;

export interface RigPlatform {
  readonly type: string;
  readonly account: string;
  adapter(): ChannelAdapter;
  /** The platform's id of this person. */
  idOf(user: number): string;
}

interface Life {
  readonly state: OpenState;
  readonly identities: Identities;
  readonly arrivals: Arrivals;
  readonly sendings: Sendings;
  readonly channel: Channel;
}

export class ChannelRig {
  readonly said: string[] = [];
  readonly ids: string[] = [];
  readonly speakers: Speaker[] = [];
  readonly confirmed: unknown[] = [];
  readonly longText = `${'a sentence of some words. '.repeat(400)}END`;
  log = '';
  readonly #directory: string;
  readonly #platform: RigPlatform;
  readonly #listeners = new Map<string, (note: ChatNote) => void>();
  #life: Life | undefined;
  #isHeld = false;
  #release: () => void = () => undefined;
  #holding: Promise<void> = new Promise(() => undefined);
  /** Whether the file of the site names Anna's account; counts from the next start. */
  isAnnaNamed = true;

  constructor(directory: string, platform: RigPlatform) {
    this.#directory = directory;
    this.#platform = platform;
  }

  get state(): ChannelState {
    return this.#now.channel.state;
  }

  get #now(): Life {
    if (this.#life === undefined) throw new Error('the rig does not run');
    return this.#life;
  }

  async start(): Promise<void> {
    const { type, account } = this.#platform;
    const state = await openState(this.#directory, clock);
    const { store, journal } = state;
    const people = new People({ store, configured: [ANNA] });
    const anna = {
      ...ANNA,
      identities: this.isAnnaNamed
        ? [{ platform: type, account, user: this.#platform.idOf(1001) }]
        : [],
    };
    const board = 'board';
    const site = { title: 'Greenhouse', people: [anna] };
    const identities = new Identities({ board, store, journal, clock, people, site });
    const [arrivals, sendings] = [new Arrivals({ store, clock }), new Sendings({ store, clock })];
    for (const memory of [people, identities, arrivals, sendings]) await memory.load();
    const channel = new Channel({
      ...{ name: 'phones', type, adapter: this.#platform.adapter(), identities, arrivals },
      ...{ sendings, site, clock, log: this.#log(), random: () => 0 },
      chat: {
        handle: (message) => this.#handle(message),
        subscribe: (chat, listener) => {
          this.#listeners.set(chat, listener);
          return () => this.#listeners.delete(chat);
        },
      },
    });
    this.#life = { state, identities, arrivals, sendings, channel };
    channel.start();
  }

  async stop(): Promise<void> {
    const life = this.#life;
    this.#life = undefined;
    await life?.channel.stop();
    await life?.state.close();
  }

  /** Whoever was held thinks no more. */
  async restart(): Promise<void> {
    await this.stop();
    this.#isHeld = false;
    await this.start();
  }

  /** From now on the conversation thinks until it is released, or the restart. */
  hold(): void {
    this.#isHeld = true;
    this.#holding = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#isHeld = false;
    this.#release();
  }

  /** How many were taken on and not answered. */
  waiting(): number {
    const { type, account } = this.#platform;
    return this.#now.arrivals.waiting(`${type}:${account}`).length;
  }

  invite(person: string): string {
    const code = this.#now.identities.invite(person);
    if (typeof code !== 'string') throw new Error(code.message);
    return code;
  }

  async unlink(person: string): Promise<void> {
    await this.#now.identities.unlink(person, { person: 'owner', via: 'cli', words: 'unlink' });
  }

  /** The same text is the same news. */
  async news(user: number, text: string): Promise<void> {
    const { type, account } = this.#platform;
    const place = this.#platform.adapter().chatOf(this.#platform.idOf(user)) ?? '';
    const chat = `${type}:${account}:${place}`;
    this.#listeners.get(chat)?.({ chat, text, at: 1 });
    await this.#now.state.store.durable([]);
  }

  async #handle({ id, text, speaker, confirm }: ChatMessage): Promise<ChatReply> {
    this.said.push(text);
    this.ids.push(id);
    this.speakers.push(speaker);
    if (confirm !== undefined) this.confirmed.push(confirm);
    if (this.#isHeld && !text.startsWith('stop')) await this.#holding;
    const reply = text === 'long' ? this.longText : `heard ${text}`;
    const request = { token: 'question-1', question: 'Sure?', expiresAt: clock.now() + 60_000 };
    const plain = { reply, tasks: [], receipts: [] };
    return text === 'ask' ? { ...plain, confirm: request } : plain;
  }

  #log(): Log {
    const keep = (fields: object, event: string): void => {
      this.log += `${event} ${JSON.stringify(fields)}\n`;
    };
    return { debug: keep, info: keep, warn: keep, error: keep };
  }
}
