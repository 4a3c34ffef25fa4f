/**
 * The Bot Connector (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference):
 * one call, and what is certain of it afterwards.
 */
import type { AccessToken } from '../../channels/access-token.ts';
import type { Sent, Trouble } from '../../channels/channel-adapter.ts';
import type { Clock } from '../../../core/clock.ts';
import { z } from '../../../core/schema.ts';
import {
  cureOfNetwork,
  retryAfterOf,
  type HttpAnswered,
  type HttpCaller,
} from '../../channels/http-call.ts';

export interface ConnectorParts {
  readonly http: HttpCaller;
  readonly access: AccessToken;
  readonly clock: Clock;
}

export interface ConnectorCall {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly json: unknown;
}

export type Answered =
  /** @param id of the message, or of the conversation */
  | { readonly kind: 'ok'; readonly status: number; readonly id: string | undefined }
  | ({ readonly kind: 'refused'; readonly status: number } & Trouble)
  | ({ readonly kind: 'unreached' } & Trouble)
  | ({ readonly kind: 'unclear' } & Trouble);

const idSchema = z.object({ id: z.string() });

/** "Error object" */
const errorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string().optional() }),
});

export class Connector {
  readonly #parts: ConnectorParts;

  constructor(parts: ConnectorParts) {
    this.#parts = parts;
  }

  async call(call: ConnectorCall): Promise<Answered> {
    const { http, access } = this.#parts;
    const granted = await access.get();
    if (granted.kind === 'trouble') return { ...granted, kind: 'unreached' };
    const headers = { authorization: `Bearer ${granted.token}` };
    const called = await http.call({ ...call, headers });
    switch (called.kind) {
      case 'unreached': {
        const cure = cureOfNetwork(called.code, 'Teams');
        return { kind: 'unreached', why: `Teams is not reached: ${called.code}`, cure };
      }
      case 'unclear':
        return { kind: 'unclear', ...unclear(called.why) };
      case 'answered':
        return this.#judge(called);
    }
  }

  #judge({ status, headers, json }: HttpAnswered): Answered {
    const { http, access, clock } = this.#parts;
    if (status >= 200 && status < 300)
      return { kind: 'ok', status, id: idSchema.safeParse(json).data?.id };
    if (status === 401) access.forget();
    const said = errorSchema.safeParse(json).data?.error;
    if (said === undefined && status !== 401 && status !== 429)
      return { kind: 'unclear', ...unclear(`HTTP ${String(status)}`) };
    const text = http.clean(`${said?.code ?? ''} ${said?.message ?? ''}`);
    const retryAfterMs = retryAfterOf(headers, clock.now());
    const cure = status === 401 ? CURE_OF_SECRET : undefined;
    return {
      kind: 'refused',
      status,
      why: `Teams says ${String(status)}: ${text}`,
      cure,
      retryAfterMs,
    };
  }
}

export const CURE_OF_SECRET =
  'Make a new client secret for the app registration in Microsoft Entra and put it where auth_token points. Check app_id and tenant_id.';

function unclear(why: string): Trouble {
  return {
    why: `Teams did not answer: ${why}`,
    cure: 'If this stays, see what stands between this board and Teams: a proxy, or a login page of the network.',
  };
}

export function sentOf(answered: Answered): Sent {
  switch (answered.kind) {
    case 'ok':
      return { kind: 'sent', ref: answered.id };
    case 'unclear':
      return { kind: 'unknown', why: answered.why };
    case 'unreached':
      return { ...answered, kind: 'later' };
    case 'refused':
      return mayBeTaken(answered.status)
        ? {
            why: answered.why,
            cure: answered.cure,
            retryAfterMs: answered.retryAfterMs,
            kind: 'later',
          }
        : { kind: answered.status >= 500 ? 'unknown' : 'refused', why: answered.why };
  }
}

/** learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: 412, 429, 502 and 504 are to be tried again. */
function mayBeTaken(status: number): boolean {
  return [401, 412, 429, 502, 504].includes(status);
}
