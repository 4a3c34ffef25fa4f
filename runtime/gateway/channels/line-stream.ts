/**
 * An answer over HTTP that does not end, line by line: JSON streams, Server-Sent Events. Whoever says nothing for
 * too long is dead; lines are bounded, redirects are not followed, and what went wrong is told without any address.
 */
import { clearTimeout, setTimeout } from 'node:timers';
import { codeOf, UNREACHED } from './http-call.ts';

export interface LineStreamRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** So long nothing may come, and no answer at first. */
  readonly silentMs: number;
}

export type LineStreamOpened =
  | { readonly kind: 'open'; readonly stream: LineStream }
  /** Not 200: what it says instead, cut. */
  | { readonly kind: 'denied'; readonly status: number; readonly text: string }
  /** @param code of the network: `ENOTFOUND` */
  | { readonly kind: 'unreached'; readonly code: string }
  | { readonly kind: 'unclear'; readonly why: string };

/** In UTF-16 units, of one line; the longest message that there is has less. */
const MOST_LINE = 1_000_000;

export async function openLineStream(
  fetch: typeof globalThis.fetch,
  { url, headers, signal, silentMs }: LineStreamRequest,
): Promise<LineStreamOpened> {
  const watch = new Watch(silentMs);
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, watch.signal]),
      ...(headers !== undefined && { headers }),
    });
    const stream = new LineStream(response, watch);
    if (response.status === 200) return { kind: 'open', stream };
    let text = '';
    // Whoever says no and goes on saying something is left: nobody waits for the end of it.
    const limit = setTimeout(() => {
      watch.end();
    }, silentMs);
    for await (const line of stream.lines()) {
      text += line;
      if (text.length > MOST_LINE) break;
    }
    clearTimeout(limit);
    return { kind: 'denied', status: response.status, text };
  } catch (error) {
    watch.end();
    const code = codeOf(error);
    if (UNREACHED.test(code)) return { kind: 'unreached', code };
    return { kind: 'unclear', why: watch.wasSilent ? 'no answer in time' : code };
  }
}

export class LineStream {
  /** Of the answer. */
  readonly headers: Headers;
  readonly #response: Response;
  readonly #watch: Watch;
  #ended: string | undefined;

  constructor(response: Response, watch: Watch) {
    this.headers = response.headers;
    this.#response = response;
    this.#watch = watch;
  }

  /** Why; undefined: it still stands. */
  get ended(): string | undefined {
    return this.#ended;
  }

  /** For whoever does not read it: the connection as well. */
  end(): void {
    this.#watch.end();
  }

  /** In order, until the end, without the ends of line. To be read once; whoever stops reading ends it. */
  async *lines(): AsyncGenerator<string, void> {
    const decoder = new TextDecoder();
    const body: AsyncIterable<Uint8Array> | undefined = this.#response.body ?? undefined;
    let rest = '';
    try {
      for await (const piece of body ?? []) {
        this.#watch.heard();
        const lines = `${rest}${decoder.decode(piece, { stream: true })}`.split('\n');
        rest = lines.pop() ?? '';
        if (rest.length > MOST_LINE || lines.some((line) => line.length > MOST_LINE)) {
          this.#ended = 'a line is too long';
          return;
        }
        for (const line of lines) yield line.replace(/\r$/, '');
      }
      if (rest !== '') yield rest;
      this.#ended = 'the server ended it';
    } catch (error) {
      this.#ended = this.#watch.wasSilent ? 'silence' : codeOf(error);
    } finally {
      this.#watch.end();
    }
  }
}

/** Ends what nothing comes from. */
class Watch {
  readonly #controller = new AbortController();
  readonly #silentMs: number;
  #timer: NodeJS.Timeout;
  wasSilent = false;

  constructor(silentMs: number) {
    this.#silentMs = silentMs;
    this.#timer = this.#wait();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#wait();
  }

  /** The connection as well. */
  end(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  #wait(): NodeJS.Timeout {
    return setTimeout(() => {
      this.wasSilent = true;
      this.#controller.abort();
    }, this.#silentMs);
  }
}
