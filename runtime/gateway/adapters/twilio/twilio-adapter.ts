/**
 * SMS by Twilio, which posts to this site. Whoever sends an SMS can write another number into it: who is known
 * there only reads.
 */
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import { askAgain } from '../../channels/ask-again.ts';
import type {
  ChannelAdapter,
  Hearing,
  Outgoing,
  Sent,
  Traits,
  Trouble,
} from '../../channels/channel-adapter.ts';
import {
  FORGED,
  isOfType,
  isSigned,
  WRONG_METHOD,
  WRONG_TYPE,
} from '../../channels/hook-checks.ts';
import type { HookAnswer, HookRequest } from '../../channels/hook-request.ts';
import {
  cureOfNetwork,
  HttpCaller,
  retryAfterOf,
  type HttpCalled,
  type HttpRequest,
} from '../../channels/http-call.ts';
import { messageOf, parseForm, signedText } from './parse.ts';

export interface TwilioParts {
  readonly accountSid: string;
  /** Signs what Twilio posts, and is the password of the account. */
  readonly token: Secret;
  /** From which is sent: in E.164 (`+15005550006`), or the id of a messaging service (`MG…`). */
  readonly number: string;
  /** The public one, to which Twilio posts: it is part of what is signed. */
  readonly address: string;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Default: 5 min. */
  readonly checkEveryMs?: number;
}

const CHECK_EVERY_MS = 300_000;

/** TwiML that says nothing: what is answered is sent by itself (twilio.com/docs/messaging/twiml). */
const SAY_NOTHING: HookAnswer = { status: 200, type: 'text/xml', body: '<Response/>' };

/** twilio.com/docs/usage/twilios-response#exceptions */
const errorSchema = z.object({ code: z.number(), message: z.string() });

const sentSchema = z.object({ sid: z.string() });

export class TwilioAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'webhook',
    /** twilio.com/docs/messaging/api/message-resource, `Body`: 1,600 characters. */
    text: { most: 1_600, unit: 'utf-16' },
    /** twilio.com/docs/messaging/guides/account-messaging-throughput: one segment a second from a long number. */
    chatRate: { burst: 2, refillMs: 1_000 },
    accountRate: { burst: 5, refillMs: 1_000 },
    mostButtons: 0,
    files: [],
    isIdempotent: false,
    isForgeable: true,
    isPaid: true,
  };
  readonly #parts: TwilioParts;
  readonly #http: HttpCaller;

  constructor(parts: TwilioParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, [parts.token]);
    this.account = parts.accountSid;
  }

  chatOf(user: string): string {
    return user;
  }

  /** Twilio has no way to ask whether it reaches this site; whether the account is good is asked. */
  listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const { clock, checkEveryMs: everyMs = CHECK_EVERY_MS } = this.#parts;
    return askAgain({ clock, everyMs, ask: (until) => this.probe(until) }, hearing, signal);
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const called = await this.#call('.json', { signal });
    const sent = this.#judge(called);
    return sent.kind === 'sent' ? undefined : sent;
  }

  async receive(request: HookRequest, hearing: Hearing): Promise<HookAnswer> {
    if (request.method !== 'POST') return WRONG_METHOD;
    if (!isOfType(request, 'application/x-www-form-urlencoded')) return WRONG_TYPE;
    const { accountSid, token: secret, address, number, clock } = this.#parts;
    const form = parseForm(request.body.toString('utf8'));
    if (form === undefined) return FORGED;
    const signature = request.headers['x-twilio-signature'];
    const signing = { algorithm: 'sha1', encoding: 'base64', secret } as const;
    const isOwn = isSigned(signedText(address, form), signature, signing);
    if (!isOwn || form.get('AccountSid') !== accountSid) return FORGED;
    hearing.alive();
    // Another number of the account may post to the same address.
    const to = number.startsWith('MG') ? 'MessagingServiceSid' : 'To';
    if (form.get(to) !== number) return SAY_NOTHING;
    const message = messageOf(form, clock.now());
    if (message !== undefined && message.user !== number) await hearing.accept([message]);
    return SAY_NOTHING;
  }

  async send({ chat, text }: Outgoing): Promise<Sent> {
    const { number } = this.#parts;
    const from = number.startsWith('MG') ? 'MessagingServiceSid' : 'From';
    const body = new URLSearchParams({ To: chat, [from]: number, Body: text });
    return this.#judge(await this.#call('/Messages.json', { body }));
  }

  #call(path: string, request: Omit<HttpRequest, 'url'>): Promise<HttpCalled> {
    const { accountSid, token, endpoint } = this.#parts;
    const basic = Buffer.from(`${accountSid}:${token.reveal()}`).toString('base64');
    const url = `${endpoint}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}${path}`;
    return this.#http.call({ ...request, url, headers: { authorization: `Basic ${basic}` } });
  }

  #judge(called: HttpCalled): Sent {
    if (called.kind === 'unreached') {
      const cure = cureOfNetwork(called.code, 'Twilio');
      return { kind: 'later', why: `Twilio is not reached: ${called.code}`, cure };
    }
    if (called.kind === 'unclear')
      return { kind: 'unknown', why: `Twilio did not answer: ${called.why}` };
    const { status, json, headers } = called;
    const isDone = status === 200 || status === 201;
    if (isDone && sentSchema.safeParse(json).success) return { kind: 'sent' };
    const said = errorSchema.safeParse(json).data;
    if (said === undefined)
      return { kind: 'unknown', why: `Twilio did not answer: HTTP ${String(status)}` };
    const why = `Twilio says ${String(said.code)}: ${this.#http.clean(said.message)}`;
    if (status >= 500 && status !== UNAVAILABLE) return { kind: 'unknown', why };
    const retryAfterMs = retryAfterOf(headers, this.#parts.clock.now());
    return mayBeTaken(status)
      ? { kind: 'later', why, cure: status === 401 ? NEW_TOKEN : undefined, retryAfterMs }
      : { kind: 'refused', why };
  }
}

/** twilio.com/docs/api/errors/20503: to be tried again. Of a 500 nobody says that nothing was sent. */
const UNAVAILABLE = 503;

function mayBeTaken(status: number): boolean {
  return [401, 429, UNAVAILABLE].includes(status);
}

const NEW_TOKEN =
  'Take account SID and auth token from the Twilio Console and put the token where auth_token points.';
