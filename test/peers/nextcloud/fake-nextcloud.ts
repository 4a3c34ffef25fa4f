/**
 * A Nextcloud server with Talk on loopback, for as much of it as a bot needs, after nextcloud-talk.readthedocs.io
 * and the server's own BotController: posts that it signs, messages that a bot signs, the capabilities. Nobody but
 * its authors has held it against a Nextcloud.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { HookRequest } from '../../../runtime/gateway/channels/hook-request.ts';
import type { SendMishap } from '../../contracts/channel.contract.ts';
import { HookPost } from '../hook-post.ts';
import { HTML, LoopbackHttp, mishandle, type Asked, type Told } from '../loopback-http.ts';

export const BOT_SECRET = 'a-secret-of-forty-signs-or-more-that-no-log-may-show';
export const BACKEND = 'https://cloud.example.com/nextcloud/';

interface TalkSent {
  readonly conversation: string;
  readonly text: string;
  readonly referenceId: string;
}

interface Activity extends Readonly<Record<string, unknown>> {
  readonly object: object;
}

const REFUSALS = {
  tooFast: { ...ocs(429, null, 'Reached maximum delay'), headers: { 'retry-after': '1' } },
  broken: {
    status: 503,
    headers: { 'x-nextcloud-maintenance-mode': '1', 'retry-after': '1' },
    text: '<html>This Nextcloud instance is currently in maintenance mode</html>',
  },
};

export class FakeNextcloud {
  readonly sent: TalkSent[] = [];
  readonly posts = new HookPost();
  /** Of Talk. */
  features = ['audio', 'chat-v2', 'bots-v1'];
  /** Whether an administrator lets the bot answer: posts come all the same. */
  mayAnswer = true;
  readonly #http = new LoopbackHttp((asked) => this.#answer(asked));
  readonly #mishaps: SendMishap[] = [];
  #lastId = 1_500;
  #isBroken = false;

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

  /** The next question for the capabilities; nothing is posted until then. */
  failNext(): void {
    this.#isBroken = true;
    this.posts.isHeld = true;
  }

  activity(user: string, conversation: string, text: string, more: object = {}): Activity {
    this.#lastId += 1;
    const content = JSON.stringify({ message: text, parameters: [] });
    const note = { type: 'Note', id: String(this.#lastId), name: 'message', content };
    return {
      ...{ type: 'Create', actor: { type: 'Person', id: user, name: 'Owner' } },
      object: { ...note, mediaType: 'text/markdown' },
      target: { type: 'Collection', id: conversation, name: 'world' },
      ...more,
    };
  }

  /** Signed over a random value and the bytes as they are. */
  request(json: unknown, secret = BOT_SECRET): HookRequest {
    const body = Buffer.from(JSON.stringify(json));
    const random = randomBytes(48).toString('base64');
    const signature = createHmac('sha256', secret).update(random).update(body).digest('hex');
    const headers = {
      ...{ 'content-type': 'application/json', 'ocs-apirequest': 'true' },
      ...{ 'x-nextcloud-talk-random': random, 'x-nextcloud-talk-signature': signature },
      'x-nextcloud-talk-backend': BACKEND,
    };
    return { method: 'POST', query: new URLSearchParams(), headers, body };
  }

  textsIn(conversation: string): readonly string[] {
    return this.sent.filter((one) => one.conversation === conversation).map(({ text }) => text);
  }

  #answer(asked: Asked): Told {
    const { method, url, headers } = asked;
    if (headers['ocs-apirequest'] !== 'true') return ocs(412, null, 'CSRF check failed');
    if (`${method} ${url.pathname}` === 'GET /ocs/v2.php/cloud/capabilities') return this.#tell();
    const [, conversation] =
      /^\/ocs\/v2\.php\/apps\/spreed\/api\/v1\/bot\/([^/]+)\/message$/.exec(url.pathname) ?? [];
    if (conversation === undefined || method !== 'POST') return ocs(404, null, 'Invalid query');
    return mishandle(this.#mishaps.shift(), () => this.#say(conversation, asked), REFUSALS);
  }

  #tell(): Told {
    const isBroken = this.#isBroken;
    this.#isBroken = false;
    this.posts.isHeld = false;
    const spreed = { features: this.features, config: { chat: { 'max-length': 32_000 } } };
    return isBroken ? HTML : ocs(200, { version: { major: 33 }, capabilities: { spreed } });
  }

  /** lib/Controller/BotController.php, `sendMessage` */
  #say(conversation: string, { headers, body }: Asked): Told {
    const { message = '', referenceId = '' } = JSON.parse(body) as Partial<Record<string, string>>;
    if (message.trim() === '') return ocs(400, null);
    const random = headers['x-nextcloud-talk-bot-random'] ?? '';
    const signature = headers['x-nextcloud-talk-bot-signature'];
    if (random.length < 32) return ocs(400, null);
    const right = createHmac('sha256', BOT_SECRET).update(random).update(message).digest('hex');
    if (signature !== right || !this.mayAnswer) return ocs(401, null);
    if (conversation === 'gone') return ocs(404, null);
    if (Array.from(message).length > 32_000) return ocs(413, null);
    this.sent.push({ conversation, text: message, referenceId });
    return ocs(201, null);
  }
}

function ocs(status: number, data: unknown, message = ''): Told {
  const meta = { status: status < 300 ? 'ok' : 'failure', statuscode: status, message };
  return { status, json: { ocs: { meta, data } } };
}
