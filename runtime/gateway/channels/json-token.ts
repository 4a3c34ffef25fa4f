/**
 * A token for a while of a platform that asks for it and gives it as JSON of its own: fetched when it is needed,
 * and kept until shortly before its end. What follows OAuth is `access-token.ts`.
 */
import type { Clock } from '../../core/clock.ts';
import type { Access } from './access-token.ts';
import { cureOfNetwork, type HttpAnswered, type HttpCaller } from './http-call.ts';

export interface JsonTokenParts {
  readonly http: HttpCaller;
  readonly clock: Clock;
  readonly url: string;
  /** Who asks, with its secrets: made anew for each time. */
  readonly body: () => object;
  /** undefined: nothing was granted. */
  readonly read: (json: unknown) => Granted | undefined;
  /** The platform's own words for a no; undefined: this is not the platform. */
  readonly refusal: (json: unknown) => string | undefined;
  /** Who answers: `Feishu`. */
  readonly title: string;
  /** When it does not know who asks. */
  readonly cure: string;
}

export interface Granted {
  readonly token: string;
  readonly seconds: number;
}

/** A call that begins shortly before the end is still answered. */
const BEFORE_END_MS = 60_000;

export class JsonToken {
  readonly #parts: JsonTokenParts;
  #token: string | undefined;
  #untilMs = 0;

  constructor(parts: JsonTokenParts) {
    this.#parts = parts;
  }

  async get(signal?: AbortSignal): Promise<Access> {
    if (this.#token !== undefined && this.#parts.clock.monotonicMs() < this.#untilMs)
      return { kind: 'granted', token: this.#token };
    const { http, url, body, title } = this.#parts;
    const called = await http.call({ url, json: body(), ...(signal && { signal }) });
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

  /** The platform does not take it any more. */
  forget(): void {
    this.#token = undefined;
  }

  #take({ status, json }: HttpAnswered): Access {
    const { http, clock, read, refusal, title, cure } = this.#parts;
    const granted = status === 200 ? read(json) : undefined;
    if (granted !== undefined) {
      http.hide(granted.token);
      this.#token = granted.token;
      this.#untilMs = clock.monotonicMs() + granted.seconds * 1_000 - BEFORE_END_MS;
      return { kind: 'granted', token: granted.token };
    }
    this.forget();
    const said = refusal(json);
    if (said === undefined)
      return { kind: 'trouble', why: `${title} did not answer: HTTP ${String(status)}` };
    return { kind: 'trouble', why: `${title} says ${http.clean(said)}`, cure };
  }
}
