/**
 * Google's servers round Google Chat on loopback, for as much of them as an app needs: the keys and the posts that
 * are signed with one of them, the grant for a service account, messages and spaces. Written after
 * developers.google.com/workspace/chat. `fake-googlechat.test.ts` proves it with Google's own client.
 */
import { createSign, generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import type { HookRequest } from '../../../runtime/gateway/channels/hook-request.ts';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HookPost } from '../hook-post.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';

export const PROJECT_NUMBER = '1234567890';
const EMAIL = 'board@project.iam.gserviceaccount.com';
const JWKS = '/service_accounts/v1/jwk/chat@system.gserviceaccount.com';

const [signing, account] = [makeKey(), makeKey()];

/** The file that Google gives out. */
export const KEY_FILE = JSON.stringify({
  ...{ type: 'service_account', project_id: 'project', client_email: EMAIL },
  private_key_id: 'key-of-the-account',
  private_key: account.privateKey.export({ type: 'pkcs8', format: 'pem' }),
  token_uri: 'https://evil.example/token',
});

function makeKey(): ReturnType<typeof generateKeyPairSync> {
  return generateKeyPairSync('rsa', { modulusLength: 2_048 });
}

interface Button {
  readonly text: string;
  readonly onClick: {
    readonly action: { readonly parameters: readonly { key: string; value: string }[] };
  };
}

interface Params {
  readonly text?: string;
  readonly thread?: { readonly name: string };
  readonly cardsV2?: readonly {
    readonly card: {
      readonly sections: readonly {
        readonly widgets: readonly {
          readonly buttonList: { readonly buttons: readonly Button[] };
        }[];
      }[];
    };
  }[];
}

interface ChatSent {
  readonly name: string;
  readonly space: string;
  readonly thread: string | undefined;
  text: string;
}

export interface Claims {
  readonly iss: string;
  readonly aud: string;
  readonly exp: number;
  readonly iat: number;
}

const REFUSALS = {
  tooFast: { ...refusal(429, 'RESOURCE_EXHAUSTED'), headers: { 'retry-after': '1' } },
  broken: refusal(503, 'UNAVAILABLE'),
};

export class FakeGoogleChat {
  readonly sent: ChatSent[] = [];
  /** All buttons there ever were. */
  readonly offered: {
    readonly message: string;
    readonly space: string;
    readonly button: Button;
  }[] = [];
  readonly posts = new HookPost();
  /** For whom an assertion has to be; default: for this server. */
  audience: string | undefined;
  /** What was asked of it: `POST /token`. */
  readonly calls: string[] = [];
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #mishaps: SendMishap[] = [];
  readonly #requests = new Map<string, string>();
  #isRevoked = false;
  #isLoginBroken = false;
  #access = '';

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

  /** The next login; nothing is posted until then. */
  failLogin(): void {
    this.#isLoginBroken = true;
    this.posts.isHeld = true;
  }

  /** The key was deleted: no token of before is good. */
  setRevoked(isRevoked: boolean): void {
    this.#isRevoked = isRevoked;
    this.#access = '';
  }

  /** Of RFC 7515, compact, signed by the key that is published; or by another one. */
  token(claims: Partial<Claims> = {}, { kid = 'one', key = signing.privateKey } = {}): string {
    const nowS = Math.floor(Date.now() / 1_000);
    const all = {
      ...{ iss: 'chat@system.gserviceaccount.com', aud: PROJECT_NUMBER },
      ...{ iat: nowS - 5, exp: nowS + 3_600, ...claims },
    };
    const signed = `${encode({ typ: 'JWT', alg: 'RS256', kid })}.${encode(all)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
  }

  request(event: object, token = this.token()): HookRequest {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = Buffer.from(JSON.stringify(event));
    return { method: 'POST', query: new URLSearchParams(), headers, body };
  }

  /** In the space of the app and this person, unless `more` says another. */
  event(user: string, message: object, more: object = {}): object {
    const space = spaceOf(user);
    const name = `spaces/${space}/messages/${randomUUID()}`;
    const sender = { name: user, displayName: 'Owner', type: 'HUMAN' };
    return {
      ...{ type: 'MESSAGE', eventTime: new Date().toISOString(), user: sender },
      space: { name: `spaces/${space}`, type: 'DM', singleUserBotDm: true },
      message: { name, sender, thread: { name: `spaces/${space}/threads/T` }, ...message },
      ...more,
    };
  }

  textsIn(space: string): readonly string[] {
    return this.sent.filter((one) => one.space === space).map(({ text }) => text);
  }

  #answer(asked: Asked): Told {
    const { method, url, headers } = asked;
    this.calls.push(`${method} ${url.pathname}`);
    if (url.pathname === JWKS) return { status: 200, json: { keys: [publicJwk()] } };
    if (url.pathname === '/token') return this.#login(asked);
    if (this.#access === '' || headers['authorization'] !== `Bearer ${this.#access}`)
      return refusal(401, 'UNAUTHENTICATED');
    if (method === 'GET' && url.pathname === '/v1/spaces')
      return { status: 200, json: { spaces: [], nextPageToken: '' } };
    return mishandle(this.#mishaps.shift(), () => this.#take(asked), REFUSALS);
  }

  /** developers.google.com/identity/protocols/oauth2/service-account */
  #login({ body }: Asked): Told {
    if (this.#isLoginBroken) {
      this.#isLoginBroken = false;
      this.posts.isHeld = false;
      return HTML;
    }
    const form = new URLSearchParams(body);
    const isRight =
      form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer' &&
      isAssertion(form.get('assertion') ?? '', this.audience ?? `${this.url}/token`);
    if (!isRight || this.#isRevoked)
      return { status: 400, json: { error: 'invalid_grant', error_description: 'Invalid JWT' } };
    if (this.#access === '') this.#access = randomUUID();
    const granted = { access_token: this.#access, expires_in: 3_599, token_type: 'Bearer' };
    return { status: 200, json: granted };
  }

  #take({ method, url, body }: Asked): Told {
    const [, space = '', message] =
      /^\/v1\/spaces\/([^/]+)\/messages(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    const params = JSON.parse(body) as Params;
    if ((params.text ?? '').length > 4_096) return refusal(400, 'INVALID_ARGUMENT');
    if (method === 'PATCH' && message !== undefined)
      return this.#edit(`spaces/${space}/messages/${message}`, params);
    const request = url.searchParams.get('requestId') ?? randomUUID();
    const before = this.#requests.get(request);
    if (method !== 'POST' || space === '') return refusal(404, 'NOT_FOUND');
    if (before !== undefined) return { status: 200, json: { name: before } };
    const name = `spaces/${space}/messages/${randomUUID()}`;
    this.#requests.set(request, name);
    this.#offer(name, space, params);
    const thread = url.searchParams.has('messageReplyOption') ? params.thread?.name : undefined;
    this.sent.push({ name, space, thread, text: params.text ?? '' });
    return { status: 200, json: { name, text: params.text } };
  }

  #edit(name: string, params: Params): Told {
    const before = this.sent.find((one) => one.name === name);
    if (before === undefined) return refusal(404, 'NOT_FOUND');
    before.text = params.text ?? '';
    this.#offer(name, before.space, params);
    return { status: 200, json: { name } };
  }

  #offer(message: string, space: string, { cardsV2 = [] }: Params): void {
    const widgets = cardsV2.flatMap(({ card }) => card.sections.flatMap((one) => one.widgets));
    for (const button of widgets.flatMap(({ buttonList }) => buttonList.buttons))
      this.offered.push({ message, space, button });
  }
}

/** Google makes it of both. */
export function spaceOf(user: string): string {
  return `dm-${user.replace('users/', '')}`;
}

function publicJwk(): object {
  const jwk = signing.publicKey.export({ format: 'jwk' });
  return { ...jwk, kid: 'one', use: 'sig', alg: 'RS256' };
}

function isAssertion(assertion: string, audience: string): boolean {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const signed = Buffer.from(`${header}.${claims}`);
  if (!verify('RSA-SHA256', signed, account.publicKey, Buffer.from(signature, 'base64url')))
    return false;
  const text = Buffer.from(claims, 'base64url').toString('utf8');
  const { iss, aud, scope, iat, exp } = JSON.parse(text) as Claims & { readonly scope: string };
  const isNow = Math.abs(iat - Date.now() / 1_000) < 60 && exp - iat <= 3_600;
  const isScope = scope === 'https://www.googleapis.com/auth/chat.bot';
  return iss === EMAIL && aud === audience && isScope && isNow;
}

function encode(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

function refusal(status: number, code: string): Told {
  return { status, json: { error: { code: status, message: 'refused', status: code } } };
}
