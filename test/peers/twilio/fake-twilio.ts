/**
 * Twilio on loopback, as twilio.com/docs/messaging tells of it, for as much of it as SMS needs: posts that it
 * signs, the resource of messages, the account. `fake-twilio.test.ts` proves it with Twilio's own SDK.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { HookRequest } from '../../../runtime/gateway/channels/hook-request.ts';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HookPost } from '../hook-post.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';

export const TWILIO_TOKEN = 'an-auth-token-that-no-log-may-show';
export const ACCOUNT_SID = 'AC00000000000000000000000000000001';
export const NUMBER = '+15005550006';
export const ADDRESS = 'https://board.example.com/api/events/sms';

const REFUSALS = {
  tooFast: { ...refusal(429, 20429, 'Too Many Requests'), headers: { 'retry-after': '1' } },
  broken: refusal(503, 20503, 'Service Unavailable'),
};

export class FakeTwilio {
  readonly sent: { readonly to: string; readonly from: string; readonly text: string }[] = [];
  readonly posts = new HookPost();
  token = TWILIO_TOKEN;
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #mishaps: SendMishap[] = [];
  #isAccountBroken = false;

  get url(): string {
    return this.#http.url;
  }

  open(): Promise<void> {
    return this.#http.open();
  }

  close(): Promise<void> {
    return this.#http.close();
  }

  fail(...mishaps: readonly SendMishap[]): void {
    this.#mishaps.push(...mishaps);
  }

  /** The next question for the account; nothing is posted until then. */
  failAccount(): void {
    this.#isAccountBroken = true;
    this.posts.isHeld = true;
  }

  fields(from: string, text: string, more: Readonly<Record<string, string>> = {}): FormFields {
    const sid = `SM${randomUUID().replaceAll('-', '')}`;
    const ids = { MessageSid: sid, SmsSid: sid, AccountSid: ACCOUNT_SID };
    return { ...ids, From: from, To: NUMBER, Body: text, NumMedia: '0', NumSegments: '1', ...more };
  }

  /** Signed over the address and the sorted parameters. */
  request(fields: FormFields, token = TWILIO_TOKEN): HookRequest {
    const text = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));
    const signed = ADDRESS + text.flat().join('');
    const signature = createHmac('sha1', token)
      .update(Buffer.from(signed, 'utf8'))
      .digest('base64');
    const type = 'application/x-www-form-urlencoded; charset=UTF-8';
    return {
      ...{ method: 'POST', query: new URLSearchParams() },
      headers: { 'content-type': type, 'x-twilio-signature': signature },
      body: Buffer.from(new URLSearchParams({ ...fields }).toString()),
    };
  }

  textsTo(number: string): readonly string[] {
    return this.sent.filter(({ to }) => to === number).map(({ text }) => text);
  }

  #answer(asked: Asked): Told {
    const basic = Buffer.from(`${ACCOUNT_SID}:${this.token}`).toString('base64');
    if (asked.headers['authorization'] !== `Basic ${basic}`)
      return refusal(401, 20003, 'Authenticate');
    switch (`${asked.method} ${asked.url.pathname}`) {
      case `GET /2010-04-01/Accounts/${ACCOUNT_SID}.json`:
        return this.#account();
      case `POST /2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`:
        return mishandle(this.#mishaps.shift(), () => this.#send(asked.body), REFUSALS);
      default:
        return refusal(404, 20404, 'The requested resource was not found');
    }
  }

  #account(): Told {
    const isBroken = this.#isAccountBroken;
    this.#isAccountBroken = false;
    this.posts.isHeld = false;
    if (isBroken) return HTML;
    return { status: 200, json: { sid: ACCOUNT_SID, status: 'active', friendly_name: 'Board' } };
  }

  #send(body: string): Told {
    const form = new URLSearchParams(body);
    const [to, from, text] = ['To', 'From', 'Body'].map((name) => form.get(name) ?? '');
    if (!/^\+\d{4,15}$/.test(to ?? '')) return refusal(400, 21211, "Invalid 'To' Phone Number");
    if (text === undefined || text === '') return refusal(400, 21602, 'Message body is required');
    if (text.length > 1_600)
      return refusal(400, 21617, 'The concatenated message body exceeds 1600');
    this.sent.push({ to: to ?? '', from: from ?? '', text });
    const sid = `SM${randomUUID().replaceAll('-', '')}`;
    const json = { sid, account_sid: ACCOUNT_SID, to, from, body: text, status: 'queued' };
    return { status: 201, json };
  }
}

export type FormFields = Readonly<Record<string, string>>;

function refusal(status: number, code: number, message: string): Told {
  const more = `https://www.twilio.com/docs/errors/${String(code)}`;
  return { status, json: { code, message, more_info: more, status } };
}
