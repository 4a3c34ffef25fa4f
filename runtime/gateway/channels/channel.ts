/**
 * One messenger of the site, as far as it concerns the core: what arrives is kept, then answered by the
 * conversation as the person who wrote it, each chat in its order; what is answered, and what people hear
 * later, is queued to be sent. It holds no word of any platform.
 */
import type { ChatNote, ChatPort, Speaker } from '../../actions/chat-port.ts';
import { createHash } from 'node:crypto';
import { errorMessage } from '../../core/app-error.ts';
import { BackOff } from '../../core/back-off.ts';
import type { Clock } from '../../core/clock.ts';
import { Lane } from '../../core/lane.ts';
import type { Log } from '../../core/log.ts';
import { within } from '../../core/within.ts';
import type { Identities, Identity } from '../../policy/identities.ts';
import type { Person } from '../../policy/people.ts';
import type { Write } from '../../state/store.ts';
import { Answers } from './answers.ts';
import type { Arrivals } from './arrivals.ts';
import type {
  ArrivedMessage,
  ChannelAdapter,
  Hearing,
  Outgoing,
  Trouble,
} from './channel-adapter.ts';
import { ChannelCourier } from './channel-courier.ts';
import { languageOf, sayPictures, sayTooMany } from './channel-phrases.ts';
import { chunkText } from './chunk-text.ts';
import type { HookAnswer, HookRequest } from './hook-request.ts';
import { Pause } from './pause.ts';
import type { Sendings, Unsent } from './sendings.ts';
import { Strangers } from './strangers.ts';

export interface ChannelParts {
  /** What the site calls it. */
  readonly name: string;
  /** Of the platform: `telegram`. */
  readonly type: string;
  readonly adapter: ChannelAdapter;
  readonly chat: Pick<ChatPort, 'handle' | 'subscribe'>;
  readonly identities: Pick<Identities, 'personOf' | 'list' | 'pair' | 'onChange'>;
  readonly arrivals: Arrivals;
  readonly sendings: Sendings;
  readonly site: { readonly title: string };
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** How it is with a channel; times are epoch ms, absent: not since the start. */
export interface ChannelState {
  readonly name: string;
  readonly type: string;
  readonly account: string;
  readonly mode: string;
  readonly people: number;
  /** The platform answered. */
  readonly aliveAt?: number | undefined;
  readonly arrivedAt?: number | undefined;
  readonly answeredAt?: number | undefined;
  readonly unsent: Unsent;
  readonly trouble?: (Trouble & { readonly since: number }) | undefined;
}

/** Nobody types so much before the first is answered. */
const MOST_WAITING = 50;

/** Who still thinks when the node stops answers after the next start. */
const STOP_WITHIN_MS = 1_000;

/** After trouble, and before somebody wonders whether it is over. */
const LONGEST_WAIT_MS = 60_000;

export class Channel {
  readonly #parts: ChannelParts;
  /** Of the account there: stands before every key. */
  readonly #id: string;
  readonly #courier: ChannelCourier;
  readonly #answers: Answers;
  readonly #strangers: Strangers;
  readonly #lanes = new Map<string, Lane>();
  readonly #subscriptions = new Map<string, () => void>();
  readonly #stopping = new AbortController();
  readonly #pause: Pause;
  readonly #backOff: BackOff;
  #listening: Promise<void> = Promise.resolve();
  #forget = (): void => undefined;
  #aliveAt: number | undefined;
  #arrivedAt: number | undefined;
  #answeredAt: number | undefined;
  #trouble: ChannelState['trouble'];

  constructor(parts: ChannelParts) {
    const { type, adapter, clock, random } = parts;
    this.#parts = parts;
    this.#id = `${type}:${adapter.account}`;
    this.#answers = new Answers({ ...parts, channel: this.#id, traits: adapter.traits });
    this.#strangers = new Strangers(parts);
    this.#pause = new Pause(clock);
    this.#backOff = new BackOff(random, LONGEST_WAIT_MS);
    this.#courier = new ChannelCourier({
      ...parts,
      channel: this.#id,
      onSent: () => {
        this.#answeredAt = clock.now();
        this.#recover();
      },
      onTrouble: (trouble) => {
        this.#fail(trouble);
      },
    });
  }

  get state(): ChannelState {
    const { name, type, adapter, identities, sendings } = this.#parts;
    const { account, traits } = adapter;
    return {
      ...{ name, type, account, mode: traits.mode },
      people: identities.list(type, account).length,
      ...{ aliveAt: this.#aliveAt, arrivedAt: this.#arrivedAt, answeredAt: this.#answeredAt },
      unsent: sendings.unsent(this.#id),
      trouble: this.#trouble,
    };
  }

  /** Where this person hears news here, as far as that is known. */
  chatsOf(person: string): readonly string[] {
    const { identities, adapter, type } = this.#parts;
    const own = identities
      .list(type, adapter.account)
      .filter((identity) => identities.personOf(identity)?.id === person);
    const chats = own.flatMap(({ user }) => adapter.chatOf(user) ?? []);
    return [...new Set(chats)].map((chat) => this.#chatId(chat));
  }

  /** What waited since before comes first. */
  start(): void {
    const { arrivals, identities, sendings, adapter } = this.#parts;
    sendings.resume(this.#id, adapter.traits);
    this.#follow();
    this.#forget = identities.onChange(() => {
      this.#follow();
    });
    for (const message of arrivals.waiting(this.#id)) this.#soon(message);
    this.#courier.wake();
    this.#listening = this.#listen();
  }

  /** The platform hears nothing more of this node when it resolves. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#pause.end();
    this.#forget();
    for (const stop of this.#subscriptions.values()) stop();
    this.#subscriptions.clear();
    await this.#listening;
    const idle = Promise.all([...this.#lanes.values()].map((lane) => lane.idle()));
    await within(this.#parts.clock, STOP_WITHIN_MS, idle);
    await this.#courier.stop();
  }

  /** What the platform posts; undefined: it posts nothing to this site. */
  async receive(request: HookRequest): Promise<HookAnswer | undefined> {
    if (this.#stopping.signal.aborted) return undefined;
    return this.#parts.adapter.receive?.(request, this.#hearing());
  }

  #hearing(): Hearing {
    const { arrivals } = this.#parts;
    const id = this.#id;
    return {
      get cursor() {
        return arrivals.cursor(id);
      },
      accept: (messages, cursor) => this.#accept(messages, cursor),
      alive: () => {
        this.#recover();
      },
    };
  }

  async #listen(): Promise<void> {
    const { signal } = this.#stopping;
    const hearing = this.#hearing();
    while (!signal.aborted) {
      const ended = this.#parts.adapter.listen(hearing, signal);
      const trouble = await ended.catch((error: unknown): Trouble => ({
        why: errorMessage(error),
      }));
      if (trouble === undefined) continue;
      this.#fail(trouble);
      await this.#pause.for(Math.max(this.#backOff.nextMs(), trouble.retryAfterMs ?? 0));
    }
  }

  #fail(trouble: Trouble): void {
    const { clock, log } = this.#parts;
    if (this.#trouble?.why !== trouble.why)
      log.warn({ channel: this.#id, why: trouble.why, cure: trouble.cure }, 'channel in trouble');
    this.#trouble = { ...trouble, since: this.#trouble?.since ?? clock.now() };
  }

  #recover(): void {
    if (this.#trouble !== undefined)
      this.#parts.log.info({ channel: this.#id }, 'channel works again');
    this.#trouble = undefined;
    this.#backOff.reset();
    this.#aliveAt = this.#parts.clock.now();
  }

  /** Those whom the site knows are kept; everybody else is answered here, and reaches nothing. */
  async #accept(messages: readonly ArrivedMessage[], cursor?: string): Promise<void> {
    const { arrivals, identities, clock } = this.#parts;
    const known: ArrivedMessage[] = [];
    for (const message of messages) {
      if (message.group !== undefined) continue;
      const identity = this.#identityOf(message.user);
      this.#arrivedAt = clock.now();
      if (identities.personOf(identity, message.at) !== undefined) known.push(message);
      else await this.#hearStranger(message, identity);
    }
    const room = await this.#withinRoom(known);
    for (const message of await arrivals.take(this.#id, room, cursor)) this.#soon(message);
  }

  async #hearStranger(message: ArrivedMessage, identity: Identity): Promise<void> {
    const { chat, id } = message;
    const text = await this.#strangers.hear(message, identity);
    if (text !== undefined) await this.#send(`stranger/${this.#id}/${chat}/${id}`, { chat, text });
  }

  /** One who writes without end is told so, once a minute, and makes nobody else wait. */
  async #withinRoom(messages: readonly ArrivedMessage[]): Promise<readonly ArrivedMessage[]> {
    const counts = new Map<string, number>();
    const taken: ArrivedMessage[] = [];
    for (const message of messages) {
      const { chat, text } = message;
      const count = (counts.get(chat) ?? this.#parts.arrivals.waitingIn(this.#id, chat)) + 1;
      counts.set(chat, count);
      if (count <= MOST_WAITING) taken.push(message);
      else await this.#sayTooMany(chat, text);
    }
    return taken;
  }

  #sayTooMany(chat: string, text: string): Promise<void> {
    const minute = String(Math.floor(this.#parts.clock.now() / 60_000));
    const id = `busy/${this.#id}/${chat}/${minute}`;
    return this.#send(id, { chat, text: sayTooMany(languageOf(text)) });
  }

  #soon(message: ArrivedMessage): void {
    const lane = this.#lanes.get(message.chat) ?? new Lane();
    this.#lanes.set(message.chat, lane);
    lane
      .run(() => this.#answer(message))
      .catch((error: unknown) => {
        // The store has failed, or is closed: it is answered after the next start.
        const { log } = this.#parts;
        log.error({ channel: this.#id, error: errorMessage(error) }, 'message stays unanswered');
      });
  }

  /** The answer and the mark that it was given are one batch. */
  async #answer(message: ArrivedMessage): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const { identities, arrivals, sendings } = this.#parts;
    const person = identities.personOf(this.#identityOf(message.user), message.at);
    // Whoever was let go meanwhile hears nothing.
    const messages =
      person === undefined
        ? []
        : await this.#answers.to(message, this.#speaker(person, message.chat));
    await sendings.queue(this.#id, messages, [arrivals.answered(this.#id, message)]);
    this.#courier.wake();
  }

  /** Who is linked hears what waits for them; who is no more, nothing of what waits to be sent either. */
  #follow(): void {
    const { identities, adapter, type, sendings, log } = this.#parts;
    const users = identities.list(type, adapter.account).map(({ user }) => user);
    const chats = new Set(users.flatMap((user) => adapter.chatOf(user) ?? []));
    for (const [chat, stop] of this.#subscriptions) {
      if (chats.has(chat)) continue;
      stop();
      this.#subscriptions.delete(chat);
      sendings.drop(this.#id, chat).catch((error: unknown) => {
        log.error({ channel: this.#id, error: errorMessage(error) }, 'messages stay queued');
      });
    }
    for (const chat of chats) {
      if (this.#subscriptions.has(chat)) continue;
      // Set before it listens: what waits is told at once.
      this.#subscriptions.set(chat, () => undefined);
      const stop = this.#parts.chat.subscribe(this.#chatId(chat), (note) => {
        this.#tell(chat, note);
      });
      this.#subscriptions.set(chat, stop);
    }
  }

  /** Handed to the store before this returns, so before the outbox forgets it. */
  #tell(chat: string, note: ChatNote): void {
    const { text, at, inReplyTo = '', attachments = [] } = note;
    const alts = attachments.map(({ alt }) => alt);
    const said = [text, sayPictures(alts, languageOf(text))].join('\n').trim();
    const told = JSON.stringify([chat, at, inReplyTo, said]);
    const digest = createHash('sha256').update(told).digest('hex').slice(0, 32);
    this.#send(`news/${this.#id}/${chat}/${digest}`, { chat, text: said }).catch(
      (error: unknown) => {
        const { log } = this.#parts;
        log.error({ channel: this.#id, error: errorMessage(error) }, 'news could not be queued');
      },
    );
  }

  /** To a chat of the platform that is nobody's own: a room that a workflow names. Durable with `keep`. */
  async post(
    id: string,
    message: Outgoing,
    keep: (writes: readonly Write[]) => Promise<void>,
  ): Promise<void> {
    const pieces = this.#piecesOf(`room/${this.#id}/${id}`, message);
    await this.#parts.sendings.queueWith(this.#id, pieces, keep);
    this.#courier.wake();
  }

  async #send(id: string, message: Outgoing): Promise<void> {
    await this.#parts.sendings.queue(this.#id, this.#piecesOf(id, message));
    this.#courier.wake();
  }

  #piecesOf(id: string, { chat, text }: Outgoing): readonly (Outgoing & { readonly id: string })[] {
    const pieces = chunkText(text, this.#parts.adapter.traits.text);
    return pieces.map((piece, at) => ({ id: `${id}/${String(at)}`, chat, text: piece }));
  }

  #identityOf(user: string): Identity {
    const { type, adapter } = this.#parts;
    return { platform: type, account: adapter.account, user };
  }

  /** Where anybody can write in another's name, everybody only reads. */
  #speaker({ id, role: own, areas }: Person, chat: string): Speaker {
    const { type, adapter } = this.#parts;
    const limits = areas === undefined ? {} : { areas };
    const role = adapter.traits.isForgeable ? 'viewer' : own;
    return { person: id, role, ...limits, via: type, chat: this.#chatId(chat) };
  }

  #chatId(chat: string): string {
    return `${this.#id}:${chat}`;
  }
}
