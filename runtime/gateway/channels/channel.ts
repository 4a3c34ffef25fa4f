/**
 * One messenger of the site, as far as it concerns the core: what arrives is kept, then answered by the
 * conversation as the person who wrote it, each chat in its order; what is answered, and what people hear
 * later, is queued to be sent. It holds no word of any platform.
 */
import type { ChatPort, Speaker } from '../../actions/chat-port.ts';
import type { SiteGroup } from '../../config/site.ts';
import { errorMessage } from '../../core/app-error.ts';
import { BackOff } from '../../core/back-off.ts';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metric.ts';
import { RecentMap } from '../../core/recent-map.ts';
import { within } from '../../core/within.ts';
import type { Identities } from '../../policy/identities.ts';
import type { Write } from '../../state/store.ts';
import { Answers } from './answers.ts';
import type { Arrivals } from './arrivals.ts';
import type { ArrivedMessage, ChannelAdapter, Hearing, Trouble } from './channel-adapter.ts';
import { ChannelCourier } from './channel-courier.ts';
import { ChannelHealth, quietOf, type HealthState } from './channel-health.ts';
import { ChannelNews } from './channel-news.ts';
import { languageOf, sayNewGroup, sayTooMany } from './channel-phrases.ts';
import type { HookAnswer, HookRequest } from './hook-request.ts';
import type { KnownChats } from './known-chats.ts';
import { messagesOf } from './messages-of.ts';
import { isStop } from './is-stop.ts';
import { inOwnWords } from './own-words.ts';
import { Pause } from './pause.ts';
import { ProgressCard } from './progress-card.ts';
import type { Hearer, Queued, Sendings, Unsent } from './sendings.ts';
import { Strangers } from './strangers.ts';
import { Turns } from './turns.ts';
import { Typing } from './typing.ts';
import { WhoSpeaks } from './who-speaks.ts';

export interface ChannelParts {
  /** What the site calls it. */
  readonly name: string;
  /** Of the platform: `telegram`. */
  readonly type: string;
  readonly adapter: ChannelAdapter;
  /** Where people are answered before others. */
  readonly groups: readonly SiteGroup[];
  readonly chat: Pick<ChatPort, 'handle' | 'subscribe'>;
  readonly identities: Pick<Identities, 'personOf' | 'list' | 'pair' | 'isCodeLike' | 'onChange'>;
  readonly arrivals: Arrivals;
  readonly sendings: Sendings;
  readonly knownChats: KnownChats;
  readonly site: { readonly title: string };
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'increment' | 'set'>;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** How it is with a channel. */
export interface ChannelState extends HealthState {
  readonly name: string;
  readonly type: string;
  readonly account: string;
  readonly mode: string;
  readonly people: number;
  readonly unsent: Unsent;
}

/** Nobody types so much before the first is answered. */
const MOST_WAITING = 50;

/** Who is told that it is too much can still say stop. */
const MOST_STOPS = 10;

/** Who still thinks when the node stops answers after the next start. */
const STOP_WITHIN_MS = 1_000;

/** After trouble, and before somebody wonders whether it is over. */
const LONGEST_WAIT_MS = 60_000;

/** Messages with buttons that are cleared when one is pressed. */
const MOST_ASKED = 500;

const DAY_MS = 86_400_000;

/** A message that stands somewhere with buttons. */
interface Asked {
  readonly ref: string;
  readonly chat: string;
  readonly text: string;
  readonly label: string;
}

export class Channel {
  readonly #parts: ChannelParts;
  /** Of the account there: stands before every key. */
  readonly #id: string;
  readonly #who: WhoSpeaks;
  readonly #health: ChannelHealth;
  readonly #news: ChannelNews;
  readonly #courier: ChannelCourier;
  readonly #answers: Answers;
  readonly #strangers: Strangers;
  readonly #typing: Typing;
  readonly #progress: ProgressCard;
  readonly #turns: Turns;
  /** By the token of a button. */
  readonly #asked = new RecentMap<Asked>(MOST_ASKED);
  readonly #stopping = new AbortController();
  readonly #pause: Pause;
  readonly #backOff: BackOff;
  #listening: Promise<void> = Promise.resolve();

  constructor(parts: ChannelParts) {
    const { type, adapter, clock, random } = parts;
    const { account, traits } = adapter;
    const channel = `${type}:${account}`;
    this.#parts = parts;
    this.#id = channel;
    this.#who = new WhoSpeaks({ ...parts, account, traits });
    this.#health = new ChannelHealth({ ...parts, channel, longestQuietMs: quietOf(adapter) });
    this.#typing = new Typing(adapter, clock);
    this.#progress = new ProgressCard(adapter, clock);
    this.#strangers = new Strangers({ ...parts, isPaid: traits.isPaid === true });
    this.#pause = new Pause(clock);
    this.#backOff = new BackOff(random, LONGEST_WAIT_MS);
    const onPressed = (token: string): void => {
      this.#clearButtons(token);
    };
    const { signal } = this.#stopping;
    this.#answers = new Answers({ ...parts, channel, traits, signal, onPressed });
    this.#courier = new ChannelCourier({
      ...{ ...parts, channel },
      mayHear: ({ user, person }) =>
        parts.identities.personOf(this.#who.identityOf(user))?.id === person,
      onEnd: (outcome, message, ref) => {
        this.#health.ended(outcome);
        for (const { token, label } of ref === undefined ? [] : (message.buttons ?? []))
          this.#asked.set(token, { ref: ref ?? '', chat: message.chat, text: message.text, label });
      },
      onTrouble: (trouble) => {
        this.#health.fail('sending', trouble);
      },
    });
    this.#turns = new Turns({
      answer: (message) => this.#answer(message),
      leave: (messages) => this.#leave(messages),
      // The store has failed, or is closed: it is answered after the next start.
      onFailed: (error) => {
        parts.log.error({ channel, error: errorMessage(error) }, 'message stays unanswered');
      },
    });
    const onQueued = (): void => {
      this.#courier.wake();
    };
    const progress = this.#progress;
    this.#news = new ChannelNews({ ...parts, channel, who: this.#who, progress, onQueued });
  }

  get state(): ChannelState {
    const { name, type, adapter, identities, sendings } = this.#parts;
    const { account, traits } = adapter;
    return {
      ...{ name, type, account, mode: traits.mode },
      people: identities.list(type, account).length,
      ...this.#health.state,
      unsent: sendings.unsent(this.#id),
    };
  }

  /** Where this person hears news here, as far as that is known. */
  chatsOf(person: string): readonly string[] {
    return this.#news.chatsOf(person);
  }

  /** Anywhere, but where it costs money: there with people of the site, and where the site says. */
  maySpeakIn(room: string): boolean {
    const { type, adapter, groups, identities } = this.#parts;
    if (adapter.traits.isPaid !== true || groups.some(({ chat }) => chat === room)) return true;
    const people = identities.list(type, adapter.account);
    return people.some(({ user }) => adapter.chatOf(user) === room);
  }

  /** What waited since before comes first. */
  start(): void {
    const { arrivals, sendings, adapter } = this.#parts;
    sendings.resume(this.#id, adapter.traits);
    this.#news.start();
    for (const message of arrivals.waiting(this.#id)) this.#turns.add(message);
    this.#courier.wake();
    this.#listening = this.#listen();
  }

  /** The platform hears nothing more of this node when it resolves. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#pause.end();
    this.#news.stop();
    this.#typing.stop();
    this.#progress.stop();
    await this.#listening;
    await within(this.#parts.clock, STOP_WITHIN_MS, this.#turns.idle());
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
        this.#health.alive();
        this.#backOff.reset();
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
    const known: ArrivedMessage[] = [];
    for (const arrived of messages) {
      this.#health.arrived();
      // Nobody has written it yet to come: a clock that was set, or a platform's that is ahead.
      const at = Math.min(arrived.at, this.#parts.clock.now());
      const message = { ...inOwnWords(arrived), at };
      if (message.group === 'overheard') continue;
      const isOutside =
        message.group !== undefined && this.#who.groupOf(message.chat) === undefined;
      if (isOutside) await this.#hearOutside(message);
      else if (this.#who.personOf(message) !== undefined) known.push(message);
      // What was written before its account was linked is nobody's: who is known now is told nothing about it.
      else if (this.#who.personOf({ ...message, at: Infinity }) === undefined)
        await this.#hearStranger(message);
    }
    const room = await this.#withinRoom(known);
    const fresh = await this.#parts.arrivals.take(this.#id, room, cursor);
    for (const message of fresh) this.#turns.add(message);
  }

  async #hearStranger(message: ArrivedMessage): Promise<void> {
    const { chat, id, user } = message;
    const { arrivals } = this.#parts;
    // Delivered again it guesses no code a second time, and with the right one it is no order of who is known now.
    if (!(await arrivals.meet(this.#id, message))) return;
    try {
      const text = await this.#strangers.hear(message, this.#who.identityOf(user));
      if (text === undefined) return;
      const said = { id: `stranger/${this.#id}/${chat}/${id}`, chat, text };
      await this.#send(said, [arrivals.answered(this.#id, message)]);
    } catch (error) {
      arrivals.unmeet(this.#id, message);
      throw error;
    }
  }

  /** In a group that has no rights only an admin is answered, once a day: how it gets them. */
  async #hearOutside(message: ArrivedMessage): Promise<void> {
    const { chat, text } = message;
    if (this.#who.personOf(message)?.role !== 'admin') return;
    const day = String(Math.floor(this.#parts.clock.now() / DAY_MS));
    const [group = chat] = chat.split('/');
    const said = sayNewGroup(group, this.#parts.name, languageOf(text));
    await this.#send({ id: `group/${this.#id}/${group}/${day}`, chat, text: said });
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
    return this.#send({ id, chat, text: sayTooMany(languageOf(text)) });
  }

  /** The answer and the mark that it was given are one batch. */
  async #answer(message: ArrivedMessage): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const { arrivals, sendings, knownChats } = this.#parts;
    const speaker = this.#who.speakerOf(message);
    if (speaker !== undefined && knownChats.meet(this.#id, message)) this.#news.follow();
    // Whoever was let go meanwhile hears nothing.
    const messages = speaker === undefined ? [] : await this.#think(message, speaker);
    await sendings.queue(this.#id, messages, [arrivals.answered(this.#id, message)]);
    this.#courier.wake();
  }

  /** That it takes a while is shown, and nothing of that comes after the answer. */
  async #think(message: ArrivedMessage, speaker: Speaker): Promise<readonly Queued[]> {
    const { chat, user } = message;
    this.#typing.begin(chat);
    const messages = await this.#answers.to(message, speaker);
    this.#typing.end(chat);
    await this.#progress.end(chat);
    const to: Hearer = { user, person: speaker.person };
    return messages.map((one) => ({ ...one, to }));
  }

  async #leave(messages: readonly ArrivedMessage[]): Promise<void> {
    const { arrivals, sendings } = this.#parts;
    const marks = messages.map((message) => arrivals.answered(this.#id, message));
    await sendings.queue(this.#id, [], marks);
  }

  /** To a chat of the platform that is nobody's own: a room that a workflow names. Durable with `keep`. */
  async post(
    id: string,
    { to, ...said }: Omit<Queued, 'id'>,
    keep: (writes: readonly Write[]) => Promise<void>,
  ): Promise<void> {
    const room = `room/${this.#id}/${id}`;
    const messages = messagesOf({ id: room, ...said }, this.#parts.adapter.traits);
    const queued = messages.map((one) => ({ ...one, to }));
    await this.#parts.sendings.queueWith(this.#id, queued, keep);
    this.#courier.wake();
  }

  async #send(said: Queued, writes: readonly Write[] = []): Promise<void> {
    const messages = messagesOf(said, this.#parts.adapter.traits);
    await this.#parts.sendings.queue(this.#id, messages, writes);
    this.#courier.wake();
  }

  /** What was pressed stands there instead of the buttons; what goes wrong with it is nobody's trouble. */
  #clearButtons(token: string): void {
    const asked = this.#asked.get(token);
    if (asked === undefined) return;
    const { ref, chat, text, label } = asked;
    this.#parts.adapter.edit?.(ref, { chat, text: `${text}\n▸ ${label}` }).catch(() => undefined);
  }
}
