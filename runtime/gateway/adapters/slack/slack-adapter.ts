/**
 * Slack by Socket Mode: it needs no address that the world can reach. Each envelope is acknowledged after the
 * core has it on disk; what is not acknowledged within three seconds Slack brings again.
 */
import { setInterval } from 'node:timers';
import { z } from '../../../core/schema.ts';
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import { isLoopback } from '../../../core/loopback.ts';
import {
  FILE_TYPES,
  type ChannelAdapter,
  type Fetched,
  type Hearing,
  type Outgoing,
  type Sent,
  type Traits,
  type Trouble,
} from '../../channels/channel-adapter.ts';
import { addressWithin, fetchBytes, FOREIGN_ADDRESS } from '../../channels/fetch-bytes.ts';
import { withoutFile } from '../../channels/without-file.ts';
import { connectLine, type WebSocketLine } from '../../channels/web-socket-line.ts';
import { envelopeSchema, parseEvent, parsePress, type Reading } from './parse.ts';
import { renderMessage } from './render.ts';
import { renderShare, upload } from './upload.ts';
import { sentOf, troubleOf, WebApi } from './web-api.ts';

export interface SlackParts {
  readonly token: Secret;
  readonly appToken: Secret;
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

/** Slack itself pings about every ten seconds; who has heard nothing for so long is deaf. */
const PING_EVERY_MS = 15_000;
const SILENT_MS = 40_000;

/** docs.slack.dev/reference/objects/file-object, `url_private`: with the token, and files:read. */
const FILE_ORIGIN = 'https://files.slack.com';
const FILE_PATH = /^\/files-(pri|tmb)\//;

const openedSchema = z.object({ url: z.url() });
/** docs.slack.dev/reference/methods/auth.test */
const meSchema = z.object({
  user_id: z.string(),
  team_id: z.string().optional(),
  is_enterprise_install: z.boolean().optional(),
});
const postedSchema = z.object({ channel: z.string(), ts: z.string() });

export class SlackAdapter implements ChannelAdapter {
  readonly account: string;
  readonly traits: Traits = {
    mode: 'socket mode',
    /** docs.slack.dev/reference/methods/chat.postMessage, "Truncating content": 4,000 characters are advised. */
    text: { most: 4_000, unit: 'utf-16' },
    /** docs.slack.dev/apis/web-api/rate-limits: one a second in a channel, and short bursts. */
    chatRate: { burst: 3, refillMs: 1_000 },
    accountRate: { burst: 20, refillMs: 100 },
    mostButtons: 5,
    files: FILE_TYPES,
    isIdempotent: false,
    isForgeable: false,
  };
  readonly #parts: SlackParts;
  readonly #api: WebApi;

  constructor(parts: SlackParts) {
    this.#parts = parts;
    this.#api = new WebApi({ ...parts, secrets: [parts.token, parts.appToken] });
    // xapp-1-A0123-4567-…: the third part is the id of the app, the fourth one is already secret.
    this.account = /^xapp-\d+-(A[A-Z0-9]+)-/.exec(parts.appToken.reveal())?.[1] ?? 'unknown';
  }

  /** docs.slack.dev/reference/methods/chat.postMessage, "Channels": a person's id opens the chat with them. */
  chatOf(user: string): string {
    return user;
  }

  async probe(signal: AbortSignal): Promise<Trouble | undefined> {
    const met = await this.#meet(signal);
    if ('why' in met) return met;
    const opened = await this.#open(signal);
    return 'why' in opened ? opened : undefined;
  }

  async listen(hearing: Hearing, signal: AbortSignal): Promise<Trouble | undefined> {
    const met = await this.#meet(signal);
    if ('why' in met) return met;
    for (;;) {
      const opened = await this.#open(signal);
      if ('why' in opened) return opened;
      const connected = await connectLine(opened.url, { signal });
      if (connected.kind === 'failed')
        return { why: `Slack's socket cannot be opened: ${connected.code}` };
      const trouble = await this.#follow(connected.line, {
        hearing,
        ...met,
        aheadMs: opened.aheadMs,
      });
      // Slack asks its clients to come again from time to time: that is no trouble.
      if (trouble !== undefined || signal.aborted) return trouble;
    }
  }

  async send(message: Outgoing): Promise<Sent> {
    const { file } = message;
    if (file === undefined) return this.#post(message);
    const { token } = this.#parts;
    const isSlacks = (address: string): boolean => this.#isSlacks(address, ['https:', 'http:']);
    const uploaded = await upload(file, { api: this.#api, token, isSlacks });
    if (uploaded.kind === 'refused') return this.#post(withoutFile(message));
    if (uploaded.kind === 'later') return uploaded;
    const form = renderShare(message, uploaded.id, file.name);
    const shared = await this.#api.call('files.completeUploadExternal', token, { form });
    return sentOf(shared, () => undefined);
  }

  async #post(message: Outgoing): Promise<Sent> {
    const json = renderMessage(message);
    const answer = await this.#api.call('chat.postMessage', this.#parts.token, { json });
    return sentOf(answer, (body) => {
      const posted = postedSchema.safeParse(body).data;
      return posted && `${posted.channel}:${posted.ts}`;
    });
  }

  async edit(ref: string, message: Outgoing): Promise<Sent> {
    const [channel, ts] = ref.split(':');
    const json = { ...renderMessage(message), channel, ts };
    return sentOf(await this.#api.call('chat.update', this.#parts.token, { json }), () => ref);
  }

  /** Without files:read Slack leads to a page where people log in: it is not followed. */
  async fetchFile(ref: string, signal: AbortSignal): Promise<Fetched> {
    const { endpoint, token, fetch } = this.#parts;
    const url = addressWithin(ref, [FILE_ORIGIN, new URL(endpoint).origin]);
    // Beside its files the same host has methods that a call with this token would carry out.
    if (url === undefined || !FILE_PATH.test(new URL(url).pathname)) return FOREIGN_ADDRESS;
    const headers = { authorization: `Bearer ${token.reveal()}` };
    return fetchBytes({ url, headers, signal, title: 'Slack', fetch });
  }

  async #meet(signal: AbortSignal): Promise<Trouble | Pick<Reading, 'me' | 'team'>> {
    const answer = await this.#api.call('auth.test', this.#parts.token, { signal });
    if (answer.kind !== 'ok') return troubleOf(answer);
    const met = meSchema.safeParse(answer.body).data;
    if (met === undefined) return { why: 'Slack did not say who this bot is' };
    return { me: met.user_id, team: met.is_enterprise_install === true ? undefined : met.team_id };
  }

  async #open(
    signal: AbortSignal,
  ): Promise<Trouble | { readonly url: string; readonly aheadMs: number }> {
    const { appToken, clock } = this.#parts;
    const answer = await this.#api.call('apps.connections.open', appToken, { signal });
    if (answer.kind !== 'ok') return troubleOf(answer);
    const url = openedSchema.safeParse(answer.body).data?.url;
    if (url === undefined || !this.#isSlacks(url, ['wss:', 'ws:']))
      return { why: 'Slack named no socket of its own' };
    const now = clock.now();
    return { url, aheadMs: (answer.serverNow ?? now) - now };
  }

  /**
   * What is heard there is believed, and what is shown goes there: so it is Slack's, or on the server that the site
   * named itself. @param protocols the safe one, and the one for loopback
   */
  #isSlacks(address: string, [safe, plain]: readonly [string, string]): boolean {
    const { protocol, hostname } = new URL(address);
    const own = new URL(this.#parts.endpoint);
    if (protocol === safe) return /(^|\.)slack\.com$/.test(hostname) || hostname === own.hostname;
    return protocol === plain && isLoopback(hostname) && hostname === own.hostname;
  }

  async #follow(
    line: WebSocketLine,
    { hearing, ...known }: { readonly hearing: Hearing } & Omit<Reading, 'now'>,
  ): Promise<Trouble | undefined> {
    const { clock } = this.#parts;
    let heardMs = clock.monotonicMs();
    const alive = (): void => {
      heardMs = clock.monotonicMs();
      hearing.alive();
    };
    line.onPong(alive);
    const pinging = setInterval(() => {
      if (clock.monotonicMs() - heardMs > SILENT_MS) line.cut();
      else line.ping();
    }, PING_EVERY_MS);
    try {
      for await (const frame of line.frames()) {
        alive();
        const reading = { ...known, now: clock.now() };
        if (await this.#take(frame.toString(), { line, hearing, reading })) return undefined;
      }
    } finally {
      clearInterval(pinging);
      line.close();
    }
    return { why: `Slack's socket broke off: ${line.ended?.why ?? 'silence'}` };
  }

  /** @returns true when Slack wants to be connected to anew */
  async #take(
    frame: string,
    { line, hearing, reading }: { line: WebSocketLine; hearing: Hearing; reading: Reading },
  ): Promise<boolean> {
    const envelope = envelopeSchema.safeParse(parseFrame(frame)).data;
    if (envelope?.type === 'disconnect') return true;
    const { envelope_id: id, payload } = envelope ?? {};
    if (id === undefined) return false;
    const message =
      envelope?.type === 'interactive'
        ? parsePress(payload, reading)
        : parseEvent(payload, reading);
    if (message !== undefined) await hearing.accept([message]);
    line.send(JSON.stringify({ envelope_id: id }));
    return false;
  }
}

function parseFrame(frame: string): unknown {
  try {
    const parsed: unknown = JSON.parse(frame);
    return parsed;
  } catch {
    return undefined;
  }
}
