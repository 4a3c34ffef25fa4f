/**
 * Microsoft's servers round Teams on loopback, for as much of them as a bot needs: the OpenID document and the
 * keys, the login, the connector, and posts with a token that a key of this test has signed. Written after
 * learn.microsoft.com/azure/bot-service/rest-api; the Microsoft 365 Agents Playground stands beside it in
 * `test/e2e/teams.e2e.ts`.
 */
import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { HookRequest } from '../../../runtime/gateway/channels/hook-request.ts';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HookPost } from '../hook-post.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';

export const TEAMS_SECRET = 'a-client-secret-that-no-log-may-show';
export const APP_ID = '11111111-2222-3333-4444-555555555555';
export const TENANT_ID = '99999999-2222-3333-4444-555555555555';

interface Card {
  readonly content?: { readonly actions?: readonly CardAction[] };
}

interface CardAction {
  readonly title: string;
  readonly data: { readonly boardtalk: string };
}

interface Params {
  readonly type?: string;
  readonly text?: string;
  readonly attachments?: readonly Card[];
  readonly members?: readonly { readonly id: string }[];
}

interface TeamsSent {
  readonly id: string;
  readonly conversation: string;
  text: string;
}

interface Offered {
  readonly conversation: string;
  readonly label: string;
  readonly data: string;
}

export interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly exp: number;
  readonly nbf: number;
  readonly serviceurl: string;
}

const REFUSALS = {
  tooFast: { ...refusal(429, 'TooManyRequests'), headers: { 'retry-after': '1' } },
  broken: refusal(502, 'BadGateway'),
};

export class FakeTeams {
  readonly sent: TeamsSent[] = [];
  /** All buttons there ever were: a client may be slow to show that they are gone. */
  readonly offered: Offered[] = [];
  readonly posts = new HookPost();
  readonly typing: string[] = [];
  secret = TEAMS_SECRET;
  /** What was asked of it: `GET /v1/.well-known/keys`. */
  readonly calls: string[] = [];
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #key = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  readonly #mishaps: SendMishap[] = [];
  #isLoginBroken = false;
  #access = '';

  get url(): string {
    return this.#http.url;
  }

  /** As Teams names it in each post, with the slash at the end. */
  get service(): string {
    return `${this.url}/emea/`;
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

  /** The next login; nothing is posted until then. */
  failLogin(): void {
    this.#isLoginBroken = true;
    this.posts.isHeld = true;
  }

  /** No token of before is good. */
  setSecret(secret: string): void {
    this.secret = secret;
    this.#access = '';
  }

  /** Of RFC 7515, compact, signed by the key that is published; or by another one. */
  token(claims: Partial<Claims> = {}, { kid = 'one', key = this.#key.privateKey } = {}): string {
    const nowS = Math.floor(Date.now() / 1_000);
    const all = {
      ...{ iss: 'https://api.botframework.com', aud: APP_ID, serviceurl: this.service },
      ...{ nbf: nowS - 5, exp: nowS + 3_600, ...claims },
    };
    const signed = `${encode({ typ: 'JWT', alg: 'RS256', kid })}.${encode(all)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
  }

  request(activity: object, token = this.token()): HookRequest {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = Buffer.from(JSON.stringify(activity));
    return { method: 'POST', query: new URLSearchParams(), headers, body };
  }

  activity(user: string, more: object = {}): object {
    return {
      ...{ type: 'message', id: randomUUID(), timestamp: new Date().toISOString() },
      ...{ channelId: 'msteams', serviceUrl: this.service },
      from: { id: user, name: 'Owner' },
      recipient: { id: `28:${APP_ID}`, name: 'Board' },
      conversation: conversationOf(user),
      channelData: { tenant: { id: TENANT_ID } },
      ...more,
    };
  }

  textsIn(conversation: string): readonly string[] {
    return this.sent.filter((one) => one.conversation === conversation).map(({ text }) => text);
  }

  #answer(asked: Asked): Told {
    const { method, url, headers } = asked;
    this.calls.push(`${method} ${url.pathname}`);
    if (url.pathname === '/v1/.well-known/openidconfiguration')
      return { status: 200, json: { jwks_uri: `${this.url}/v1/.well-known/keys` } };
    if (url.pathname === '/v1/.well-known/keys') return { status: 200, json: this.#keys() };
    if (url.pathname.endsWith('/oauth2/v2.0/token')) return this.#login(asked);
    if (this.#access === '' || headers['authorization'] !== `Bearer ${this.#access}`)
      return refusal(401, 'Unauthorized');
    return this.#connect(asked);
  }

  #keys(): object {
    const jwk = this.#key.publicKey.export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: 'one', use: 'sig', endorsements: ['msteams'] }] };
  }

  #login({ body }: Asked): Told {
    if (this.#isLoginBroken) {
      this.#isLoginBroken = false;
      this.posts.isHeld = false;
      return HTML;
    }
    const form = new URLSearchParams(body);
    const isRight =
      form.get('grant_type') === 'client_credentials' &&
      form.get('client_id') === APP_ID &&
      form.get('client_secret') === this.secret &&
      this.secret === TEAMS_SECRET;
    if (!isRight) return { status: 401, json: { error: 'invalid_client' } };
    if (this.#access === '') this.#access = randomUUID();
    const granted = { token_type: 'Bearer', expires_in: 3_599, access_token: this.#access };
    return { status: 200, json: granted };
  }

  #connect({ method, url, body }: Asked): Told {
    const [, conversation, message] =
      /^\/(?:emea\/)?v3\/conversations(?:\/([^/]+)\/activities(?:\/([^/]+))?)?$/.exec(
        url.pathname,
      ) ?? [];
    const params = JSON.parse(body) as Params;
    if (conversation === undefined) {
      const [member] = params.members ?? [];
      return { status: 201, json: { id: conversationOf(member?.id ?? '').id } };
    }
    const place = decodeURIComponent(conversation);
    if (params.type === 'typing') {
      this.typing.push(place);
      return { status: 201, json: { id: randomUUID() } };
    }
    const work = (): Told => this.#show(place, method === 'PUT' ? message : undefined, params);
    return mishandle(this.#mishaps.shift(), work, REFUSALS);
  }

  #show(conversation: string, message: string | undefined, params: Params): Told {
    const { text = '', attachments = [] } = params;
    if (text.length > 14_000) return refusal(413, 'MessageSizeTooBig');
    const actions = attachments.flatMap(({ content }) => content?.actions ?? []);
    for (const { title, data } of actions)
      this.offered.push({ conversation, label: title, data: data.boardtalk });
    const before = this.sent.find(({ id }) => id === message);
    if (before !== undefined) before.text = text;
    else if (message !== undefined) return refusal(404, 'ActivityNotFoundInConversation');
    const id = before?.id ?? randomUUID();
    if (before === undefined) this.sent.push({ id, conversation, text });
    return { status: before === undefined ? 201 : 200, json: { id } };
  }
}

interface Conversation {
  readonly id: string;
  readonly conversationType: 'personal';
  readonly tenantId: string;
}

/** Of two: Teams makes it of both. */
export function conversationOf(user: string): Conversation {
  return { id: `a:${user}`, conversationType: 'personal', tenantId: TENANT_ID };
}

function encode(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

function refusal(status: number, code: string): Told {
  return { status, json: { error: { code, message: 'refused' } } };
}
