/**
 * A Matrix homeserver on loopback, as spec.matrix.org tells of the client-server API, for as much of it as a
 * bot needs without encryption: rooms of two and others, invites, what the bot sends, and everything that can
 * go wrong in between. `fake-matrix.test.ts` proves it with matrix-js-sdk.
 */
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { FakeFiles } from '../fake-files.ts';
import { LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';

export const TOKEN = 'syt_a-secret-that-no-log-may-show';
export const BOT = '@board:example.org';

/** A message of the bot as it stands there now. */
interface Posted {
  readonly id: string;
  readonly room: string;
  readonly text: string;
}

export interface Written {
  /** Default: the room of two with the bot. */
  readonly room?: string;
  readonly isMention?: boolean;
  readonly isEncrypted?: boolean;
  readonly type?: 'm.text' | 'm.notice' | 'm.image';
  /** Its bytes. */
  readonly picture?: Uint8Array | undefined;
  readonly agoS?: number;
  /** `m.relates_to` */
  readonly relation?: object;
}

interface Event {
  readonly room: string;
  readonly event_id: string;
  readonly type: string;
  readonly sender: string;
  readonly origin_server_ts: number;
  readonly content: object;
}

interface Content {
  readonly body?: string;
  readonly 'm.new_content'?: { readonly body?: string };
  readonly 'm.relates_to'?: { readonly rel_type?: string; readonly event_id?: string };
}

interface Filter {
  readonly room?: { readonly timeline?: { readonly limit?: number } };
}

/** A poll of nobody ends after this, whatever it asks for. */
const LONGEST_POLL_MS = 2_000;

/** Of one room, when nobody says how many. */
const TIMELINE = 10;

const ERRORS = {
  unknownToken: error(401, 'M_UNKNOWN_TOKEN', { soft_logout: false }),
  unrecognized: error(404, 'M_UNRECOGNIZED'),
  forbidden: error(403, 'M_FORBIDDEN'),
  refusals: {
    tooFast: error(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 300 }),
    broken: error(503, 'M_UNKNOWN'),
  },
};

export class FakeMatrix {
  readonly posted: Posted[] = [];
  readonly typings: string[] = [];
  readonly joined: string[] = [];
  readonly files = new FakeFiles();
  isRevoked = false;
  /** Somebody has asked for what came after they first looked: from now on nothing is history to them. */
  isHeard = false;
  readonly #members = new Map<string, readonly string[]>();
  readonly #invites: { readonly room: string; readonly by: string; readonly isDirect: boolean }[] =
    [];
  readonly #transactions = new Map<string, string>();
  readonly #mishaps = new Map<string, SendMishap[]>();
  /** In the order in which they came: a token of a sync is how many there were. */
  readonly #events: Event[] = [];
  readonly #filters: Filter[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #http = new LoopbackHttp((asked) => this.#take(asked));
  readonly #owner: string;
  #told = 0;
  #isRepeating = false;

  /** @param owner whose the token is */
  constructor(owner = BOT) {
    this.#owner = owner;
  }

  get url(): string {
    return this.#http.url;
  }

  async open(): Promise<void> {
    await this.#http.open();
  }

  async close(): Promise<void> {
    await this.#http.close();
    this.#wake();
  }

  /** @param call `send`, `sync`, `joined_members` */
  fail(call: string, ...mishaps: readonly SendMishap[]): void {
    this.#mishaps.set(call, [...(this.#mishaps.get(call) ?? []), ...mishaps]);
  }

  /** @returns the id of the event */
  write(user: string, words: string, more: Written = {}): string {
    const { isMention = false, isEncrypted = false, type: msgtype = 'm.text', agoS = 0 } = more;
    const { room = roomOf(user), relation } = more;
    this.#seat(room, user);
    const shown = {
      ...{ msgtype, body: isMention ? `board: ${words}` : words },
      ...(msgtype === 'm.image' && { url: 'mxc://example.org/picture', body: 'picture.png' }),
      ...(more.picture !== undefined && this.#keep(more.picture, words)),
      'm.mentions': isMention ? { user_ids: [BOT] } : {},
    };
    const content = {
      ...(isEncrypted ? { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'AwgA' } : shown),
      ...(relation !== undefined && { 'm.relates_to': relation }),
    };
    const type = isEncrypted ? 'm.room.encrypted' : 'm.room.message';
    return this.#add({ room, sender: user, type, content, at: Date.now() - agoS * 1_000 });
  }

  /** …/client-server-api/#mimage, …/#media-captions */
  #keep(picture: Uint8Array, caption: string): object {
    const ref = this.files.keep(`example.org/level${String(this.files.next)}`, picture);
    const name = caption === '' ? { body: 'gauge.png' } : { body: caption, filename: 'gauge.png' };
    const info = { mimetype: 'image/png', size: picture.byteLength };
    return { msgtype: 'm.image', ...name, info, url: `mxc://${ref}` };
  }

  /** Somebody asks the bot into a room. */
  invite(by: string, isDirect: boolean, room = roomOf(by)): void {
    this.#invites.push({ room, by, isDirect });
    this.#wake();
  }

  /** Somebody else comes into a room. */
  enter(room: string, user: string): void {
    this.#members.set(room, [...(this.#members.get(room) ?? []), user]);
  }

  /** All that was told is told once more, whatever the next poll says it knows. */
  repeat(): void {
    this.#isRepeating = true;
    this.#wake();
  }

  textsIn(room: string): readonly string[] {
    return this.posted.filter((one) => one.room === room).map((one) => one.text);
  }

  /** What no poll has asked beyond. */
  get waiting(): number {
    return this.#events.filter(({ sender }, at) => at >= this.#told && sender !== BOT).length;
  }

  #seat(room: string, user: string): void {
    const before = this.#members.get(room) ?? [BOT];
    const others = room === roomOf(user) ? [user] : [user, '@other:example.org'];
    this.#members.set(room, [...new Set([...before, ...others])]);
  }

  #add({
    at,
    ...event
  }: Pick<Event, 'room' | 'sender' | 'type' | 'content'> & { at: number }): string {
    const id = `$event-${String(this.#events.length + 1)}`;
    this.#events.push({ ...event, event_id: id, origin_server_ts: at });
    this.#wake();
    return id;
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  async #take(asked: Asked): Promise<Told> {
    const path = asked.url.pathname.replace(/^\/_matrix\/client\//, '');
    if (path === 'versions') return { status: 200, json: { versions: ['v1.1', 'v1.11'] } };
    if (asked.headers['authorization'] !== `Bearer ${TOKEN}` || this.isRevoked)
      return ERRORS.unknownToken;
    const [, file] = /^v1\/media\/download\/(.+)$/.exec(path) ?? [];
    if (file !== undefined) return this.files.told(file, error(404, 'M_NOT_FOUND'));
    const parts = path.replace(/^v3\//, '').split('/').map(decodeURIComponent);
    if (parts[0] === 'join') return this.#join(parts[1] ?? '');
    const isOfRoom = parts[0] === 'rooms';
    const mishap = this.#mishaps.get(parts[isOfRoom ? 2 : 0] ?? '')?.shift();
    if (parts[0] === 'sync' && mishap === undefined) return this.#sync(asked.url.searchParams);
    const work = (): Told => (isOfRoom ? this.#inRoom(parts, asked) : this.#run(parts, asked));
    return mishandle(mishap, work, ERRORS.refusals);
  }

  #run(parts: readonly string[], { url, body }: Asked): Told {
    switch (parts.at(-1) === '' ? parts[0] : `${parts[0] ?? ''}/${parts.at(-1) ?? ''}`) {
      case 'account/whoami':
        return { status: 200, json: { user_id: this.#owner, device_id: 'BOARD' } };
      case 'pushrules':
        return { status: 200, json: { global: {} } };
      case 'user/filter':
        this.#filters.push(JSON.parse(body) as Filter);
        return { status: 200, json: { filter_id: String(this.#filters.length - 1) } };
      default:
        return url.pathname.includes('/capabilities')
          ? { status: 200, json: { capabilities: {} } }
          : ERRORS.unrecognized;
    }
  }

  #inRoom([, room = '', what, ...rest]: readonly string[], { url, body }: Asked): Told {
    if (what === 'join') return this.#join(room);
    const members = this.#members.get(room);
    if (members?.includes(BOT) !== true) return ERRORS.forbidden;
    switch (what) {
      case 'send':
        return this.#send(room, rest[1] ?? '', JSON.parse(body) as Content);
      case 'typing':
        this.typings.push(room);
        return { status: 200, json: {} };
      case 'joined_members': {
        const joined = Object.fromEntries(members.map((member) => [member, {}]));
        return { status: 200, json: { joined } };
      }
      case 'messages':
        return this.#page(room, url.searchParams);
      default:
        return ERRORS.unrecognized;
    }
  }

  #join(room: string): Told {
    const at = this.#invites.findIndex((invite) => invite.room === room);
    const [invite] = at === -1 ? [] : this.#invites.splice(at, 1);
    if (invite === undefined) return ERRORS.forbidden;
    this.#seat(room, invite.by);
    this.joined.push(room);
    return { status: 200, json: { room_id: room } };
  }

  /** …/client-server-api/#put_matrixclientv3roomsroomidsendeventtypetxnid: the same transaction is the same event. */
  #send(room: string, transaction: string, content: Content): Told {
    const known = this.#transactions.get(transaction);
    if (known !== undefined) return { status: 200, json: { event_id: known } };
    if (Buffer.byteLength(JSON.stringify(content)) > 65_000) return error(413, 'M_TOO_LARGE');
    const id = this.#add({ room, sender: BOT, type: 'm.room.message', content, at: Date.now() });
    this.#transactions.set(transaction, id);
    const { 'm.relates_to': relation, 'm.new_content': replaced, body: text = '' } = content;
    const at = this.posted.findIndex((one) => one.id === relation?.event_id && one.room === room);
    const before = this.posted[at];
    if (relation?.rel_type === 'm.replace') {
      if (before !== undefined) this.posted[at] = { ...before, text: replaced?.body ?? '' };
    } else this.posted.push({ id, room, text });
    return { status: 200, json: { event_id: id } };
  }

  async #sync(query: URLSearchParams): Promise<Told> {
    const since = query.has('since') ? Number(query.get('since')) : undefined;
    this.#told = since ?? 0;
    this.isHeard ||= since !== undefined;
    const isNew = (): boolean => this.#events.length > (since ?? 0) || this.#invites.length > 0;
    if (since !== undefined && !isNew()) await this.#wait(Number(query.get('timeout') ?? '0'));
    if (this.isRevoked) return ERRORS.unknownToken;
    const from = this.#isRepeating ? 0 : since;
    this.#isRepeating = false;
    const limit = this.#filterOf(query.get('filter')).room?.timeline?.limit ?? TIMELINE;
    const rooms = new Set(this.#events.slice(from).map(({ room }) => room));
    const join = [...rooms].map((room) => [room, this.#roomSince(room, from, limit)] as const);
    const invite = this.#invites.map((one) => [one.room, invitation(one)] as const);
    return {
      status: 200,
      json: {
        next_batch: String(this.#events.length),
        rooms: { join: Object.fromEntries(join), invite: Object.fromEntries(invite), leave: {} },
      },
    };
  }

  async #wait(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(timeoutMs, LONGEST_POLL_MS));
      this.#waiting.add(wake);
    });
  }

  /** Of the room what came since, and no more of it than the filter wants. */
  #roomSince(room: string, since: number | undefined, limit: number): object {
    const all = this.#events.flatMap((event, at) =>
      event.room === room && at >= (since ?? 0) ? [{ event, at }] : [],
    );
    const shown = all.slice(-limit);
    const members = (this.#members.get(room) ?? []).map((user) => ({
      ...{ event_id: `$member-${room}-${user}`, type: 'm.room.member', sender: user },
      ...{ state_key: user, origin_server_ts: 1, content: { membership: 'join' } },
    }));
    return {
      state: { events: since === undefined ? members : [] },
      summary: { 'm.joined_member_count': members.length },
      timeline: {
        events: shown.map(({ event }) => toldOf(event)),
        limited: shown.length < all.length,
        prev_batch: String(shown[0]?.at ?? this.#events.length),
      },
    };
  }

  /** …/client-server-api/#get_matrixclientv3roomsroomidmessages, backwards: what came before `from`. */
  #page(room: string, query: URLSearchParams): Told {
    const [from, to] = [Number(query.get('from')), Number(query.get('to') ?? '0')];
    const within = this.#events
      .map((event, at) => ({ event, at }))
      .filter(({ event, at }) => event.room === room && at >= to && at < from)
      .toReversed();
    const shown = within.slice(0, Number(query.get('limit') ?? String(TIMELINE)));
    const chunk = shown.map(({ event }) => toldOf(event));
    const end = shown.length < within.length ? { end: String(shown.at(-1)?.at ?? to) } : {};
    return { status: 200, json: { chunk, start: String(from), ...end } };
  }

  #filterOf(given: string | null): Filter {
    if (given?.startsWith('{') === true) return JSON.parse(given) as Filter;
    return this.#filters[Number(given ?? '-1')] ?? {};
  }
}

export function roomOf(user: string): string {
  return `!with-${user.replaceAll(/[@:.]/g, '-')}:example.org`;
}

function toldOf({ room: _room, ...event }: Event): object {
  return { ...event, unsigned: { age: Date.now() - event.origin_server_ts } };
}

/** …/client-server-api/#stripped-state */
function invitation({ by, isDirect }: { readonly by: string; readonly isDirect: boolean }): object {
  const content = { membership: 'invite', ...(isDirect && { is_direct: true }) };
  const event = { type: 'm.room.member', state_key: BOT, sender: by, content };
  return { invite_state: { events: [event] } };
}

function error(status: number, errcode: string, more: object = {}): Told {
  return { status, json: { errcode, error: 'as the specification says', ...more } };
}
