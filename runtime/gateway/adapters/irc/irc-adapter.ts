/**
 * IRC by a connection that stays open. What is said while this node is away is lost, and the server tells the
 * writer so at once: IRC keeps nothing.
 */
import { errorMessage } from '../../../core/app-error.ts';
import type { Secret } from '../../../config/secret.ts';
import { foldAscii } from '../../../core/fold-ascii.ts';
import type { Clock } from '../../../core/clock.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import { codeOf, cureOfNetwork } from '../../channels/http-call.ts';
import { IrcConnection } from './irc-connection.ts';
import { MOST_LINE, oneLine, type IrcLine } from './irc-line.ts';
import { parseMessage } from './parse.ts';

export interface IrcParts {
  /** `ircs://host:port` */
  readonly endpoint: string;
  readonly nick: string;
  readonly password: Secret | undefined;
  readonly account: string | undefined;
  readonly channels: readonly string[];
  readonly trustsNicks: boolean;
  readonly clock: Clock;
}

/** What is of use here of what servers can do (ircv3.net/irc/#capability-negotiation). */
const CAPABILITIES = ['message-tags', 'account-tag', 'server-time', 'sasl'];

const PING_EVERY_MS = 60_000;

export class IrcAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'connection',
    text: { most: MOST_LINE, unit: 'bytes' },
    /** Servers let through some lines at once, then one every two seconds (RFC 2813 §5.8). */
    chatRate: { burst: 3, refillMs: 2_000 },
    accountRate: { burst: 5, refillMs: 2_000 },
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: IrcParts;
  readonly #nick: string;
  #connection: IrcConnection | undefined;
  #last = 0;

  constructor(parts: IrcParts) {
    this.#parts = parts;
    this.#nick = foldAscii(parts.nick);
    this.account = `${this.#nick}@${new URL(parts.endpoint).hostname}`;
  }

  /** Where accounts are the persons nobody knows the nick of one before they write. */
  chatOf(user: string): string | undefined {
    return this.#parts.trustsNicks ? user : undefined;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    try {
      const connection = await IrcConnection.open(this.#parts.endpoint, signal);
      const stop = (): void => {
        connection.close();
      };
      signal.addEventListener('abort', stop, { once: true });
      const pinging = setInterval(() => void this.#ping(connection, hearing), PING_EVERY_MS);
      const trouble = await this.#follow(connection, hearing).finally(() => {
        clearInterval(pinging);
        signal.removeEventListener('abort', stop);
        this.#connection = undefined;
        connection.close();
      });
      return signal.aborted ? undefined : trouble;
    } catch (error) {
      if (signal.aborted) return undefined;
      const code =
        codeOf(error) === 'the connection broke off' ? errorMessage(error) : codeOf(error);
      return { why: `the server is not reached: ${code}`, cure: cureOfNetwork(code, 'the server') };
    }
  }

  async send({ chat, text }: Outgoing): Promise<Sent> {
    const connection = this.#connection;
    if (connection === undefined)
      return { kind: 'later', why: 'there is no connection to the server' };
    connection.begin(chat);
    for (const line of text.split('\n').filter((one) => one.trim() !== ''))
      connection.say(`PRIVMSG ${oneLine(chat)} :${oneLine(line)}`);
    const isTaken = await connection.confirm();
    const objection = connection.end(chat);
    if (!isTaken) return { kind: 'unknown', why: 'the server did not confirm it' };
    return objection === undefined ? { kind: 'sent' } : { kind: 'refused', why: objection };
  }

  async #ping(connection: IrcConnection, hearing: Hearing): Promise<void> {
    if (await connection.confirm()) hearing.alive();
    else connection.close();
  }

  async #follow(connection: IrcConnection, hearing: Hearing): Promise<Trouble> {
    this.#register(connection);
    for await (const line of connection.lines()) {
      const trouble = this.#answer(connection, line);
      if (trouble !== undefined) return trouble;
      if (line.command === '001') {
        this.#connection = connection;
        hearing.alive();
        for (const channel of this.#parts.channels) connection.say(`JOIN ${oneLine(channel)}`);
      }
      const { trustsNicks, clock } = this.#parts;
      const newId = (): string => this.#newId();
      const message = parseMessage(line, {
        nick: this.#nick,
        trustsNicks,
        now: clock.now(),
        newId,
      });
      if (message !== undefined) await hearing.accept([message]);
    }
    return { why: 'the connection broke off' };
  }

  #register(connection: IrcConnection): void {
    const { nick, password, account } = this.#parts;
    connection.say('CAP LS 302');
    if (password !== undefined && account === undefined)
      connection.say(`PASS :${oneLine(password.reveal())}`);
    connection.say(`NICK ${oneLine(nick)}`);
    connection.say(`USER ${oneLine(nick)} 0 * :${oneLine(nick)}`);
  }

  /** What the server wants while it lets this node in, and what it objects to. */
  #answer(connection: IrcConnection, line: IrcLine): Trouble | undefined {
    const { params, command } = line;
    const said = params.at(-1) ?? '';
    switch (command) {
      case 'CAP':
        this.#negotiate(connection, params);
        return undefined;
      case 'AUTHENTICATE':
        connection.say(`AUTHENTICATE ${this.#plain()}`);
        return undefined;
      case '903':
        connection.say('CAP END');
        return undefined;
      case '904':
      case '905':
      case '464':
        return { why: `the server says ${command}: wrong password`, cure: PASSWORD };
      case '433':
        return { why: `the nick ${this.#nick} is taken`, cure: 'Choose another options.nick.' };
      case '401':
      case '403':
      case '404':
        // `BOARD CHAT :why`
        connection.object(params[1] ?? '', oneLine(said).slice(0, 200));
        return undefined;
      case 'ERROR':
        return this.#refusalOf(said);
      default:
        return undefined;
    }
  }

  /** Before it lets this node in, it is most often about the password; servers say it in their own words. */
  #refusalOf(said: string): Trouble {
    const why = `the server says ${oneLine(said).slice(0, 200)}`;
    return this.#connection === undefined ? { why, cure: PASSWORD } : { why };
  }

  #negotiate(connection: IrcConnection, [, verb, ...rest]: readonly string[]): void {
    const offered = (rest.at(-1) ?? '').split(' ').map((one) => one.split('=')[0] ?? '');
    const wanted = CAPABILITIES.filter((one) => offered.includes(one));
    const wantsSasl = this.#parts.account !== undefined && this.#parts.password !== undefined;
    if (verb === 'LS' && wanted.length > 0) connection.say(`CAP REQ :${wanted.join(' ')}`);
    else if (verb === 'ACK' && wanted.includes('sasl') && wantsSasl)
      connection.say('AUTHENTICATE PLAIN');
    else if (verb === 'LS' || verb === 'ACK' || verb === 'NAK') connection.say('CAP END');
  }

  /** RFC 4616 */
  #plain(): string {
    const { account = '', password } = this.#parts;
    const secret = password?.reveal() ?? '';
    return Buffer.from(`${account}\0${account}\0${secret}`).toString('base64');
  }

  #newId(): string {
    this.#last += 1;
    return `${String(this.#parts.clock.now())}-${String(this.#last)}`;
  }
}

const PASSWORD =
  'Put the right password where options.password points, or ask whoever keeps the server to let this board in.';
