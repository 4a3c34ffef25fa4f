/**
 * A channel on a real store and the real clock, with a site of one person and a conversation that says what
 * it heard: what stands between a platform and the conversation, and nothing else.
 */
import type { ChatMessage, ChatNote, ChatReply, Speaker } from '../runtime/actions/chat-port.ts';
import { setTimeout } from 'node:timers/promises';
import type { SiteGroup } from '../runtime/config/site.ts';
import { systemClock as clock } from '../runtime/core/clock.ts';
import type { Log } from '../runtime/core/log.ts';
import { Arrivals } from '../runtime/gateway/channels/arrivals.ts';
import type { ChannelAdapter } from '../runtime/gateway/channels/channel-adapter.ts';
import { Channel, type ChannelState } from '../runtime/gateway/channels/channel.ts';
import { KnownChats } from '../runtime/gateway/channels/known-chats.ts';
import type { HookAnswer, HookRequest } from '../runtime/gateway/channels/hook-request.ts';
import { Sendings } from '../runtime/gateway/channels/sendings.ts';
import { Identities } from '../runtime/policy/identities.ts';
import { People } from '../runtime/policy/people.ts';
import { noMetrics } from './no-metrics.ts';
import { openState, type OpenState } from './open-state.ts';

/** A white dot. */
export const PICTURE = {
  name: 'level.png',
  type: 'image/png',
  base64:
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==',
  alt: 'the level of the tank',
} as const;

export const TABLE = {
  name: 'tank-level.csv',
  type: 'text/csv',
  alt: 'two rows of the tank',
  base64: Buffer.from('time,level (%)\r\n2026-11-28T05:00:00Z,12\r\n').toString('base64'),
} as const;

const ANNA = { id: 'anna', name: 'Anna', role: 'operator' } as const;

export interface RigPlatform {
  readonly type: string;
  readonly account: string;
  /** A group where the people of the site are answered, to read. Absent: the platform has none. */
  readonly group?: string;
  adapter(): ChannelAdapter;
  /** The platform's id of this person. */
  idOf(user: number): string;
  /** The chat of two, where the adapter knows it only after they wrote. */
  meets?(user: number): string;
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
  /** That people sent, as they reach the conversation. */
  readonly pictures: { readonly under: string; readonly bytes: Uint8Array }[] = [];
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
    const knownChats = new KnownChats({ store });
    for (const memory of [people, identities, arrivals, sendings, knownChats]) await memory.load();
    const channel = new Channel({
      ...{ name: 'phones', type, adapter: hurried(this.#platform.adapter()), identities, arrivals },
      ...{
        sendings,
        knownChats,
        groups: this.#groups(),
        site,
        clock,
        log: this.#log(),
        random: () => 0,
        metrics: noMetrics,
      },
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
    const known = this.#platform.adapter().chatOf(this.#platform.idOf(user));
    const place = known ?? this.#platform.meets?.(user) ?? '';
    const chat = `${type}:${account}:${place}`;
    this.#listeners.get(chat)?.({ chat, text, at: 1 });
    await this.#now.state.store.durable([]);
  }

  /** What a platform posts to the site: for those that do. */
  async receive(request: HookRequest): Promise<HookAnswer | undefined> {
    return this.#now.channel.receive(request);
  }

  async #handle({ id, text, speaker, confirm, picture }: ChatMessage): Promise<ChatReply> {
    if (picture !== undefined) {
      this.pictures.push({ under: text, bytes: picture });
      const reply = `saw ${String(picture.length)} bytes`;
      return { reply, tasks: [], receipts: [] };
    }
    this.said.push(text);
    this.ids.push(id);
    this.speakers.push(speaker);
    if (confirm !== undefined) this.confirmed.push(confirm);
    if (this.#isHeld && !text.startsWith('stop')) await this.#holding;
    const reply = text === 'long' ? this.longText : `heard ${text}`;
    const plain = { reply, tasks: [], receipts: [] };
    switch (text) {
      case 'ask': {
        const request = { token: 'question-1', question: 'Sure?', expiresAt: clock.now() + 60_000 };
        return { ...plain, confirm: request };
      }
      case 'picture':
        return { ...plain, attachments: [PICTURE] };
      case 'table':
        return { ...plain, attachments: [TABLE] };
      case 'mumble': {
        const error = { code: 'CHAT_NOT_UNDERSTOOD', message: 'what?', hint: 'say it again' };
        return { ...plain, error, suggestions: ['pump on', 'light on'] };
      }
      case 'slow':
        await this.#tellProgress(speaker.chat, id);
        return plain;
      default:
        return plain;
    }
  }

  /** Long enough that a platform which can shows both, the second in the place of the first. */
  async #tellProgress(chat: string, id: string): Promise<void> {
    for (const text of ['one of two', 'two of two']) {
      this.#listeners.get(chat)?.({ chat, text, at: clock.now(), inReplyTo: id });
      await setTimeout(1_300);
    }
  }

  #groups(): readonly SiteGroup[] {
    const { group } = this.#platform;
    return group === undefined ? [] : [{ chat: group, role: 'viewer' }];
  }

  #log(): Log {
    const keep = (fields: object, event: string): void => {
      this.log += `${event} ${JSON.stringify(fields)}\n`;
    };
    return { debug: keep, info: keep, warn: keep, error: keep };
  }
}

/** The same, without the pace that a platform wants: a test of every fact at that pace would take minutes. */
function hurried(adapter: ChannelAdapter): ChannelAdapter {
  const rate = { burst: 1_000, refillMs: 1 };
  const { account, traits } = adapter;
  return {
    account,
    traits: { ...traits, chatRate: rate, accountRate: rate },
    chatOf: (user) => adapter.chatOf(user),
    listen: (hearing, signal) => adapter.listen(hearing, signal),
    send: (message, key) => adapter.send(message, key),
    ...(adapter.edit && { edit: adapter.edit.bind(adapter) }),
    ...(adapter.typing && { typing: adapter.typing.bind(adapter) }),
    ...(adapter.fetchFile && { fetchFile: adapter.fetchFile.bind(adapter) }),
    ...(adapter.receive && { receive: adapter.receive.bind(adapter) }),
  };
}
