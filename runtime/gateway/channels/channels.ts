/**
 * The messengers of the site, each for as long as the site names it and this node leads. An edit of the
 * site ends those that it no longer names as they were, and begins the others; the rest goes on.
 */
import type { SitePlatform } from '../../config/site.ts';
import { Lane } from '../../core/lane.ts';
import type { Service } from '../../core/service.ts';
import { errorMessage } from '../../core/app-error.ts';
import type { Write } from '../../state/store.ts';
import type { ChannelAdapter } from './channel-adapter.ts';
import type { HookAnswer, HookRequest } from './hook-request.ts';
import { ServerClock } from './server-clock.ts';
import { Channel, type ChannelParts, type ChannelState } from './channel.ts';

export interface ChannelsParts extends Omit<
  ChannelParts,
  'name' | 'type' | 'adapter' | 'groups' | 'site'
> {
  readonly site: {
    readonly title: string;
    readonly platforms: readonly SitePlatform[];
    onChange(listener: () => void): void;
  };
  readonly fetch: typeof globalThis.fetch;
  /** undefined: it is no messenger, or its token is still to be filled in. */
  readonly adapterOf: (
    platform: SitePlatform,
    fetch: typeof globalThis.fetch,
  ) => Promise<ChannelAdapter | undefined>;
}

/** Durable with `keep`. @param id the same for the same text */
type RoomVoice = (
  id: string,
  text: string,
  keep: (writes: readonly Write[]) => Promise<void>,
) => Promise<void>;

export interface ListedChannel extends ChannelState {
  /** So far the clock of this board is ahead of the platform's; absent: it is right. */
  readonly clockSkewMs?: number;
}

interface Hired {
  readonly channel: Channel;
  readonly server: ServerClock;
  /** As the site had it. */
  readonly platform: SitePlatform;
}

export class Channels implements Service {
  readonly #parts: ChannelsParts;
  readonly #hired = new Map<string, Hired>();
  /** One edit after the other: an old poll has ended before a new one begins with the same token. */
  readonly #lane = new Lane();
  #isRunning = false;

  constructor(parts: ChannelsParts) {
    this.#parts = parts;
    parts.site.onChange(() => {
      void this.#lane.run(() => this.#follow());
    });
  }

  start(): Promise<void> {
    this.#isRunning = true;
    return this.#lane.run(() => this.#follow());
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    await this.#lane.run(() => this.#follow());
  }

  list(): readonly ListedChannel[] {
    return [...this.#hired.values()].map(({ channel, server }) => ({
      ...channel.state,
      ...(server.skewMs !== undefined && { clockSkewMs: server.skewMs }),
    }));
  }

  /** Where this person hears what they did not ask for: each chat once, none of a quiet channel. */
  newsChatsOf(person: string): readonly string[] {
    const quiet = this.#parts.site.platforms.filter(({ isQuiet }) => isQuiet === true);
    const names = [...this.#hired.keys()].filter((name) => !quiet.some((one) => one.name === name));
    return names.flatMap((name) => this.chatsOf(name, person));
  }

  /** All chats of two of this person, also on quiet channels. */
  ownChatsOf(person: string): readonly string[] {
    return [...this.#hired.keys()].flatMap((name) => this.chatsOf(name, person));
  }

  /** Of the channel of this name; empty also where it does not run. */
  chatsOf(name: string, person: string): readonly string[] {
    return this.#hired.get(name)?.channel.chatsOf(person) ?? [];
  }

  /** Says something in a room there; undefined: the channel does not run, or may not speak there. */
  roomOf(name: string, room: string): RoomVoice | undefined {
    const channel = this.#hired.get(name)?.channel;
    if (channel?.maySpeakIn(room) !== true) return undefined;
    return (id, text, keep) => channel.post(id, { chat: room, text }, keep);
  }

  /** What a platform posted to the channel of this name; undefined: nothing is posted there. */
  receive(name: string, request: HookRequest): Promise<HookAnswer | undefined> {
    return this.#hired.get(name)?.channel.receive(request) ?? Promise.resolve(undefined);
  }

  async #follow(): Promise<void> {
    const wanted = this.#isRunning ? this.#parts.site.platforms : [];
    const gone = [...this.#hired].filter(
      ([name, { platform }]) => !wanted.some((one) => one.name === name && isSame(one, platform)),
    );
    await Promise.all(gone.map(([, { channel }]) => channel.stop()));
    for (const [name] of gone) this.#hired.delete(name);
    for (const platform of wanted) if (!this.#hired.has(platform.name)) await this.#hire(platform);
  }

  /** One that cannot begin leaves the others alone. */
  async #hire(platform: SitePlatform): Promise<void> {
    const { name, type, groups = [] } = platform;
    const server = new ServerClock(this.#parts);
    const adapter = await this.#parts.adapterOf(platform, server.fetch).catch((error: unknown) => {
      this.#parts.log.error({ channel: name, error: errorMessage(error) }, 'channel stays off');
      return undefined;
    });
    if (adapter === undefined) return;
    const channel = new Channel({ ...this.#parts, name, type, adapter, groups });
    this.#hired.set(name, { channel, server, platform });
    channel.start();
  }
}

function isSame(one: SitePlatform, other: SitePlatform): boolean {
  return (
    one.type === other.type &&
    one.endpoint === other.endpoint &&
    JSON.stringify(one.groups) === JSON.stringify(other.groups) &&
    (one.options?.isSame(other.options) ?? true) &&
    one.authToken?.reveal() === other.authToken?.reveal()
  );
}
