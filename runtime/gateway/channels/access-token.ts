/** A token for a while (OAuth 2.0, RFC 6749 §4.4 and §5.1), fetched when it is needed and kept until shortly before its end. */
import type { Clock } from '../../core/clock.ts';
import { z } from '../../core/schema.ts';
import type { Trouble } from './channel-adapter.ts';
import { cureOfNetwork, type HttpAnswered, type HttpCaller } from './http-call.ts';

export interface AccessTokenParts {
  readonly http: HttpCaller;
  readonly clock: Clock;
  readonly url: string;
  /** Who asks, with its secrets: made anew for each time. */
  readonly form: () => URLSearchParams;
  /** Who answers: `Microsoft Entra`. */
  readonly title: string;
  /** When it does not know who asks. */
  readonly cure: string;
}

export type Access =
  { readonly kind: 'granted'; readonly token: string } | ({ readonly kind: 'trouble' } & Trouble);

const grantSchema = z.object({ access_token: z.string(), expires_in: z.coerce.number() });

/** RFC 6749 §5.2 */
const errorSchema = z.object({ error: z.string() });

/** A call that begins shortly before the end is still answered. */
const BEFORE_END_MS = 300_000;

export class AccessToken {
  readonly #parts: AccessTokenParts;
  #token: string | undefined;
  #untilMs = 0;

  constructor(parts: AccessTokenParts) {
    this.#parts = parts;
  }

  async get(): Promise<Access> {
    if (this.#token !== undefined && this.#parts.clock.monotonicMs() < this.#untilMs)
      return { kind: 'granted', token: this.#token };
    return this.renew();
  }

  /** Whatever is kept: whether the one who asks is still known. */
  async renew(signal?: AbortSignal): Promise<Access> {
    const { http, url, form, title } = this.#parts;
    const called = await http.call({ url, body: form(), ...(signal && { signal }) });
    switch (called.kind) {
      case 'unreached': {
        const cure = cureOfNetwork(called.code, title);
        return { kind: 'trouble', why: `${title} is not reached: ${called.code}`, cure };
      }
      case 'unclear':
        return { kind: 'trouble', why: `${title} did not answer: ${called.why}` };
      case 'answered':
        return this.#take(called);
    }
  }

  forget(): void {
    this.#token = undefined;
  }

  #take({ status, json }: HttpAnswered): Access {
    const { http, title, cure, clock } = this.#parts;
    const grant = grantSchema.safeParse(json).data;
    if (status === 200 && grant !== undefined) {
      http.hide(grant.access_token);
      this.#token = grant.access_token;
      this.#untilMs = clock.monotonicMs() + grant.expires_in * 1_000 - BEFORE_END_MS;
      return { kind: 'granted', token: grant.access_token };
    }
    this.forget();
    const said = errorSchema.safeParse(json).data;
    if (said === undefined)
      return { kind: 'trouble', why: `${title} did not answer: HTTP ${String(status)}` };
    const why = `${title} says ${String(status)}: ${http.clean(said.error)}`;
    return { kind: 'trouble', why, ...(status < 500 && { cure }) };
  }
}
