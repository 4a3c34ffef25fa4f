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
import type { ArrivedMessage, ChannelAdapter, Hearing, Trouble } from './channel-adapter.ts';
import { ChannelCourier } from './channel-courier.ts';
import { ChannelHealth, type LastingTrouble } from './channel-health.ts';
import { languageOf, sayPictures, sayTooMany } from './channel-phrases.ts';
import { chunkText } from './chunk-text.ts';
import type { HookAnswer, HookRequest } from './hook-request.ts';
import { isStop } from './is-stop.ts';
import { Pause } from './pause.ts';
import type { Queued, Sendings, Unsent } from './sendings.ts';
import { Strangers } from './strangers.ts';

export interface ChannelParts {
  /** What the site calls it. */
  readonly name: string;
  /** Of the platform: `telegram`. */
  readonly type: string;
  readonly adapter: ChannelAdapter;
  readonly chat: Pick<ChatPort, 'handle' | 'subscribe'>;
  readonly identities: Pick<Identities, 'personOf' | 'list' | 'pair' | 'isCodeLike' | 'onChange'>;
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
  readonly trouble?: LastingTrouble | undefined;
}

/** Nobody types so much before the first is answered. */
const MOST_WAITING = 50;

/** Who is told that it is too much can still say stop. */
const MOST_STOPS = 10;

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
  readonly #health: ChannelHealth;
  readonly #lanes = new Map<string, Lane>();
  /** Those whose turn has not come yet, by chat, in the order of arriving. */
  readonly #inLine = new Map<string, Set<ArrivedMessage>>();
  /** Chats in which a stop is being carried out. */
  readonly #stops = new Set<string>();
  readonly #subscriptions = new Map<string, () => void>();
  readonly #stopping = new AbortController();
  readonly #pause: Pause;
  readonly #backOff: BackOff;
  #listening: Promise<void> = Promise.resolve();
  #forget = (): void => undefined;
  #aliveAt: number | undefined;
  #arrivedAt: number | undefined;
  #answeredAt: number | undefined;

  constructor(parts: ChannelParts) {
    const { type, adapter, clock, random } = parts;
    this.#parts = parts;
    this.#id = `${type}:${adapter.account}`;
    this.#answers = new Answers({ ...parts, channel: this.#id, traits: adapter.traits });
    this.#strangers = new Strangers(parts);
    this.#health = new ChannelHealth({ ...parts, channel: this.#id });
    this.#pause = new Pause(clock);
    this.#backOff = new BackOff(random, LONGEST_WAIT_MS);
    this.#courier = new ChannelCourier({
      ...parts,
      channel: this.#id,
      mayHear: ({ user, person }) =>
        parts.identities.personOf(this.#identityOf(user))?.id === person,
      onSent: () => {
        this.#answeredAt = clock.now();
        this.#health.recover('sending');
      },
      onTrouble: (trouble) => {
        this.#health.fail('sending', trouble);
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
      trouble: this.#health.trouble,
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
        this.#health.recover('hearing');
        this.#backOff.reset();
        this.#aliveAt = this.#parts.clock.now();
      },
    };
  }

  async #listen(): Promise<void> {
    const hearing = this.#hearing();
    for (;;) {
      const trouble = await this.#hear(hearing);
      if (trouble === undefined) return;
      this.#health.fail('hearing', trouble);
      await this.#pause.for(Math.max(this.#backOff.nextMs(), trouble.retryAfterMs ?? 0));
    }
  }

  /** undefined: the channel stops. */
  async #hear(hearing: Hearing): Promise<Trouble | undefined> {
    const { signal } = this.#stopping;
    if (this.#pause.isOver) return undefined;
    const trouble = await this.#parts.adapter
      .listen(hearing, signal)
      .catch((error: unknown): Trouble => ({ why: errorMessage(error) }));
    return signal.aborted ? undefined : (trouble ?? { why: 'it stopped listening by itself' });
  }

  /** Those whom the site knows are kept; everybody else is answered here, and reaches nothing. */
  async #accept(messages: readonly ArrivedMessage[], cursor?: string): Promise<void> {
    const { arrivals, identities, clock } = this.#parts;
    const known: ArrivedMessage[] = [];
    for (const arrived of messages) {
      if (arrived.group !== undefined) continue;
      const now = clock.now();
      // Nobody has written it yet to come: a clock that was set, or a platform's that is ahead.
      const message = { ...arrived, at: Math.min(arrived.at, now) };
      const identity = this.#identityOf(message.user);
      this.#arrivedAt = now;
      if (identities.personOf(identity, message.at) !== undefined) known.push(message);
      // What was written before its account was linked is nobody's: who is known now is told nothing about it.
      else if (identities.personOf(identity) === undefined)
        await this.#hearStranger(message, identity);
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
      if (count <= MOST_WAITING + (isStop(message) ? MOST_STOPS : 0)) taken.push(message);
      else await this.#sayTooMany(chat, text);
    }
    return taken;
  }

  #sayTooMany(chat: string, text: string): Promise<void> {
    const minute = String(Math.floor(this.#parts.clock.now() / 60_000));
    const id = `busy/${this.#id}/${chat}/${minute}`;
    return this.#send(id, { chat, text: sayTooMany(languageOf(text)) });
  }

  /** In its turn. A stop has none: what its person wrote before, and waits, is left undone. */
  #soon(message: ArrivedMessage): void {
    const { chat } = message;
    const isNow = isStop(message) && !this.#stops.has(chat);
    const line = this.#inLine.get(chat) ?? new Set();
    const lane = this.#lanes.get(chat) ?? new Lane();
    this.#lanes.set(chat, lane);
    if (!isNow) this.#inLine.set(chat, line.add(message));
    const answering = isNow ? this.#stop(message, line) : lane.run(() => this.#inTurn(message));
    answering.catch((error: unknown) => {
      // The store has failed, or is closed: it is answered after the next start.
      const { log } = this.#parts;
      log.error({ channel: this.#id, error: errorMessage(error) }, 'message stays unanswered');
    });
  }

  async #inTurn(message: ArrivedMessage): Promise<void> {
    if (this.#inLine.get(message.chat)?.delete(message) === true) await this.#answer(message);
  }

  async #stop(message: ArrivedMessage, line: Set<ArrivedMessage>): Promise<void> {
    const { arrivals, sendings } = this.#parts;
    const { chat, user } = message;
    const before = [...line].filter((one) => one.user === user && !isStop(one));
    for (const one of before) line.delete(one);
    const marks = before.map((one) => arrivals.answered(this.#id, one));
    this.#stops.add(chat);
    try {
      // Handed over first: after a crash they must not be done behind the stop.
      await Promise.all([sendings.queue(this.#id, [], marks), this.#answer(message)]);
    } finally {
      this.#stops.delete(chat);
    }
  }

  /** The answer and the mark that it was given are one batch. */
  async #answer(message: ArrivedMessage): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const { arrivals, sendings } = this.#parts;
    const person = this.#authorOf(message);
    const to = person && { user: message.user, person: person.id };
    const said = person && (await this.#answers.to(message, this.#speaker(person, message.chat)));
    const messages = said?.map((one) => ({ ...one, to })) ?? [];
    await sendings.queue(this.#id, messages, [arrivals.answered(this.#id, message)]);
    this.#courier.wake();
  }

  #authorOf({ user, at }: ArrivedMessage): Person | undefined {
    return this.#parts.identities.personOf(this.#identityOf(user), at);
  }

  /** Who is linked hears what waits for them; who is no more, nothing of what waits to be sent either. */
  #follow(): void {
    const { identities, adapter, type } = this.#parts;
    const chats = new Map<string, string>();
    for (const { user } of identities.list(type, adapter.account)) {
      const chat = adapter.chatOf(user);
      if (chat !== undefined) chats.set(chat, user);
    }
    for (const [chat, stop] of this.#subscriptions) {
      if (chats.has(chat)) continue;
      stop();
      this.#subscriptions.delete(chat);
    }
    for (const [chat, user] of chats) {
      if (this.#subscriptions.has(chat)) continue;
      // Set before it listens: what waits is told at once.
      this.#subscriptions.set(chat, () => undefined);
      const stop = this.#parts.chat.subscribe(this.#chatId(chat), (note) => {
        this.#tell(chat, user, note);
      });
      this.#subscriptions.set(chat, stop);
    }
    // The courier asks who may hear what: it clears away what waits for whoever may no more.
    this.#courier.wake();
  }

  /** Handed to the store before this returns, so before the outbox forgets it. */
  #tell(chat: string, user: string, note: ChatNote): void {
    const { text, at, inReplyTo = '', attachments = [] } = note;
    const alts = attachments.map(({ alt }) => alt);
    const said = [text, sayPictures(alts, languageOf(text))].join('\n').trim();
    const told = JSON.stringify([chat, at, inReplyTo, said]);
    const digest = createHash('sha256').update(told).digest('hex').slice(0, 32);
    const id = `news/${this.#id}/${chat}/${digest}`;
    const person = this.#parts.identities.personOf(this.#identityOf(user));
    if (person === undefined) return;
    const to = { user, person: person.id };
    this.#send(id, { chat, text: said, to }).catch((error: unknown) => {
      const { log } = this.#parts;
      log.error({ channel: this.#id, error: errorMessage(error) }, 'news could not be queued');
    });
  }

  /** To a chat of the platform that is nobody's own: a room that a workflow names. Durable with `keep`. */
  async post(
    id: string,
    message: Omit<Queued, 'id'>,
    keep: (writes: readonly Write[]) => Promise<void>,
  ): Promise<void> {
    const pieces = this.#piecesOf(`room/${this.#id}/${id}`, message);
    await this.#parts.sendings.queueWith(this.#id, pieces, keep);
    this.#courier.wake();
  }

  async #send(id: string, message: Omit<Queued, 'id'>): Promise<void> {
    await this.#parts.sendings.queue(this.#id, this.#piecesOf(id, message));
    this.#courier.wake();
  }

  #piecesOf(id: string, { chat, text, to }: Omit<Queued, 'id'>): readonly Queued[] {
    const pieces = chunkText(text, this.#parts.adapter.traits.text);
    return pieces.map((piece, at) => ({ id: `${id}/${String(at)}`, chat, to, text: piece }));
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
