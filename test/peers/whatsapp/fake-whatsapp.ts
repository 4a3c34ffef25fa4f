/**
 * WhatsApp's Cloud API on loopback, as developers.facebook.com/documentation/business-messaging/whatsapp tells of
 * it, for as much of it as a bot needs: posts that it signs, messages, the number. Nobody but its authors has
 * held it against Meta's.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { HookRequest } from '../../../runtime/gateway/channels/hook-request.ts';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HookPost } from '../hook-post.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';

export const WHATSAPP_TOKEN = 'EAAG-a-token-that-no-log-may-show';
export const APP_SECRET = 'an-app-secret';
export const VERIFY_TOKEN = 'a-verify-token';
export const NUMBER_ID = '106540352242922';

interface Reply {
  readonly id: string;
  readonly title: string;
}

interface Params {
  readonly messaging_product?: string;
  readonly status?: string;
  readonly message_id?: string;
  readonly to?: string;
  readonly recipient?: string;
  readonly type?: string;
  readonly text?: { readonly body: string };
  readonly interactive?: {
    readonly type: string;
    readonly body: { readonly text: string };
    readonly action: { readonly buttons: readonly { readonly reply: Reply }[] };
  };
}

interface WhatsAppSent {
  readonly chat: string;
  readonly text: string;
  readonly buttons: readonly Reply[];
}

const REFUSALS = {
  tooFast: refusal(400, 131_056, '(Business Account, Consumer Account) pair rate limit hit'),
  broken: refusal(503, 2, 'Temporary due to downtime'),
};

export class FakeWhatsApp {
  readonly sent: WhatsAppSent[] = [];
  readonly posts = new HookPost();
  /** Messages that were marked as read, with a sign that an answer is being written. */
  readonly typing: string[] = [];
  /** People who have not written for a day. */
  readonly silent = new Set<string>();
  token = WHATSAPP_TOKEN;
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #mishaps: SendMishap[] = [];
  #isNumberBroken = false;

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

  /** The next question for the number; nothing is posted until then. */
  failNumber(): void {
    this.#isNumberBroken = true;
    this.posts.isHeld = true;
  }

  message(user: string, more: object): object {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const id = `wamid.${randomUUID()}`;
    const from = { from: '16505551234', from_user_id: user };
    return { ...from, id, timestamp, type: 'text', ...more };
  }

  webhook(value: object, number = NUMBER_ID): object {
    const metadata = { display_phone_number: '15550783881', phone_number_id: number };
    const whole = { messaging_product: 'whatsapp', metadata, ...value };
    const changes = [{ value: whole, field: 'messages' }];
    return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes }] };
  }

  deliver(user: string, more: object): void {
    this.posts.add(this.request(this.webhook({ messages: [this.message(user, more)] })));
  }

  /** Signed over the bytes as they are. */
  request(json: unknown, secret = APP_SECRET): HookRequest {
    const body = Buffer.from(JSON.stringify(json));
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
    return { method: 'POST', query: new URLSearchParams(), headers, body };
  }

  /** …/webhooks/create-webhook-endpoint, "Verification requests" */
  challenge(verifyToken = VERIFY_TOKEN, challenge = '1158201444'): HookRequest {
    const query = new URLSearchParams({
      ...{ 'hub.mode': 'subscribe', 'hub.challenge': challenge },
      'hub.verify_token': verifyToken,
    });
    return { method: 'GET', query, headers: {}, body: Buffer.alloc(0) };
  }

  textsTo(chat: string): readonly string[] {
    return this.sent.filter((one) => one.chat === chat).map(({ text }) => text);
  }

  #answer({ method, url, headers, body }: Asked): Told {
    if (headers['authorization'] !== `Bearer ${this.token}`)
      return refusal(401, 190, 'Error validating access token: Session has expired');
    switch (`${method} ${url.pathname}`) {
      case `GET /v25.0/${NUMBER_ID}`:
        return this.#number();
      case `POST /v25.0/${NUMBER_ID}/messages`:
        return this.#take(JSON.parse(body) as Params);
      default:
        return refusal(400, 100, 'Unsupported request. Object does not exist');
    }
  }

  #number(): Told {
    const isBroken = this.#isNumberBroken;
    this.#isNumberBroken = false;
    this.posts.isHeld = false;
    return isBroken ? HTML : { status: 200, json: { id: NUMBER_ID } };
  }

  #take(params: Params): Told {
    if (params.messaging_product !== 'whatsapp')
      return refusal(400, 100, '(#100) The parameter messaging_product is required.');
    if (params.status !== 'read')
      return mishandle(this.#mishaps.shift(), () => this.#send(params), REFUSALS);
    this.typing.push(params.message_id ?? '');
    return { status: 200, json: { success: true } };
  }

  #send({ to, recipient, type, text, interactive }: Params): Told {
    const chat = to ?? recipient;
    const buttons = (interactive?.action.buttons ?? []).map(({ reply }) => reply);
    const said = type === 'interactive' ? interactive?.body.text : text?.body;
    if (chat === undefined || said === undefined || isWrong(said, buttons))
      return refusal(400, 100, '(#100) Invalid parameter');
    if (this.silent.has(chat)) return refusal(400, 131_047, 'Re-engagement message');
    this.sent.push({ chat, text: said, buttons });
    const contacts = [{ input: chat }];
    const messages = [{ id: `wamid.${randomUUID()}` }];
    return { status: 200, json: { messaging_product: 'whatsapp', contacts, messages } };
  }
}

/** …/messages/text-messages, …/interactive-reply-buttons-messages */
function isWrong(text: string, buttons: readonly Reply[]): boolean {
  const titles = new Set(buttons.map(({ title }) => title));
  return (
    text === '' ||
    text.length > (buttons.length > 0 ? 1_024 : 4_096) ||
    buttons.length > 3 ||
    titles.size < buttons.length ||
    buttons.some(({ id, title }) => title === '' || title.length > 20 || id.length > 256)
  );
}

function refusal(status: number, code: number, message: string): Told {
  const error = { message, type: 'OAuthException', code, fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam' };
  return { status, json: { error } };
}
