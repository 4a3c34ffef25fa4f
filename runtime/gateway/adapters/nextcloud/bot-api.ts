/**
 * The OCS API of a Nextcloud server, for as much of it as a bot has (nextcloud-talk.readthedocs.io/en/latest/bots):
 * one call, and what is certain of it afterwards.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { Secret } from '../../../config/secret.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import {
  cureOfNetwork,
  HttpCaller,
  retryAfterOf,
  type HttpAnswered,
  type HttpRequest,
} from '../../channels/http-call.ts';

export interface BotApiParts {
  /** With which both sides sign. */
  readonly secret: Secret;
  /** Without the slash at the end. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

export type Answered =
  /** @param data of OCS */
  | { readonly kind: 'ok'; readonly data: unknown }
  | ({ readonly kind: 'refused'; readonly status: number } & Trouble)
  /** It never got there. */
  | ({ readonly kind: 'unreached' } & Trouble)
  | ({ readonly kind: 'unclear' } & Trouble);

/** docs.nextcloud.com, OCS API: every answer has this form. */
const ocsSchema = z.object({
  ocs: z.object({
    meta: z.object({ message: z.string().nullish() }),
    data: z.unknown().optional(),
  }),
});

export class BotApi {
  readonly #parts: BotApiParts;
  readonly #http: HttpCaller;

  constructor(parts: BotApiParts) {
    this.#parts = parts;
    this.#http = new HttpCaller(parts.fetch, [parts.secret]);
  }

  /** Signed is the text itself, and not the body around it. */
  say(conversation: string, message: string, referenceId: string): Promise<Answered> {
    const random = randomBytes(32).toString('hex');
    const key = this.#parts.secret.reveal();
    const signature = createHmac('sha256', key).update(random).update(message).digest('hex');
    const headers = {
      'x-nextcloud-talk-bot-random': random,
      'x-nextcloud-talk-bot-signature': signature,
    };
    const path = `apps/spreed/api/v1/bot/${encodeURIComponent(conversation)}/message`;
    return this.call(path, { headers, json: { message, referenceId } });
  }

  /** @param path below `/ocs/v2.php/` */
  async call(path: string, request: Omit<HttpRequest, 'url'>): Promise<Answered> {
    const headers = { 'ocs-apirequest': 'true', accept: 'application/json', ...request.headers };
    const url = `${this.#parts.endpoint}/ocs/v2.php/${path}`;
    const called = await this.#http.call({ ...request, url, headers });
    switch (called.kind) {
      case 'unreached': {
        const { kind, code } = called;
        const cure = cureOfNetwork(code, 'Nextcloud');
        return { kind, why: `Nextcloud is not reached: ${code}`, cure };
      }
      case 'unclear':
        return { kind: 'unclear', ...unclear(called.why) };
      case 'answered':
        return this.#judge(called);
    }
  }

  #judge({ status, headers, json }: HttpAnswered): Answered {
    const ocs = ocsSchema.safeParse(json).data?.ocs;
    const isDone = status === 200 || status === 201;
    if (isDone && ocs !== undefined) return { kind: 'ok', data: ocs.data };
    const retryAfterMs = retryAfterOf(headers, this.#parts.clock.now());
    // docs.nextcloud.com/server/latest/admin_manual/maintenance: nobody but the administrator is served.
    if (status === 503 && headers.get('x-nextcloud-maintenance-mode') === '1')
      return { kind: 'refused', status, why: 'Nextcloud is being maintained', retryAfterMs };
    if (ocs === undefined && status !== 429)
      return { kind: 'unclear', ...unclear(`HTTP ${String(status)}`) };
    const text = this.#http.clean(ocs?.meta.message ?? '');
    const why = `Nextcloud says ${String(status)}${text === '' ? '' : `: ${text}`}`;
    return { kind: 'refused', status, why, cure: CURES[status], retryAfterMs };
  }
}

export function sentOf(answered: Answered): Sent {
  switch (answered.kind) {
    case 'ok':
      return { kind: 'sent' };
    case 'unclear':
      return { kind: 'unknown', why: answered.why };
    case 'unreached':
      return { ...answered, kind: 'later' };
    case 'refused': {
      const { status, why, cure, retryAfterMs } = answered;
      if ([401, 429, 503].includes(status)) return { kind: 'later', why, cure, retryAfterMs };
      if (status >= 500) return { kind: 'unknown', why };
      return { kind: 'refused', why: cure === undefined ? why : `${why}. ${cure}` };
    }
  }
}

function unclear(why: string): Trouble {
  return {
    why: `Nextcloud did not answer: ${why}`,
    cure: 'If this stays, see that endpoint is the address of the server, and what stands between it and this board: a proxy, or a login page of the network.',
  };
}

const CURES: Readonly<Record<number, string>> = {
  401: 'See that the secret is the one that the bot was installed with, that it has the feature “response” (occ talk:bot:list), and that it is enabled in this conversation.',
  404: 'The conversation is gone, or the bot is no more in it.',
  429: 'Nextcloud has had too many wrong signatures from this address: occ security:bruteforce:reset ADDRESS',
};
