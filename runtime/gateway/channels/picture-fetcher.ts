/**
 * Brings the pictures that people sent, when their turn comes: one at a time for a channel, so that many of them
 * need no more memory than one; in bounded time; and nothing but what is a whole picture goes on from here.
 */
import type { ChatReply } from '../../actions/chat-port.ts';
import type { Clock } from '../../core/clock.ts';
import { Lane } from '../../core/lane.ts';
import { isWhole, pictureType } from '../../hal/picture.ts';
import type { ChannelAdapter, Fetched } from './channel-adapter.ts';
import { MOST_FILE_BYTES } from './fetch-bytes.ts';

export interface PictureFetcherParts {
  readonly adapter: Pick<ChannelAdapter, 'fetchFile'>;
  readonly clock: Clock;
  /** Aborts when the channel stops. */
  readonly signal: AbortSignal;
}

export type Got =
  | { readonly kind: 'picture'; readonly bytes: Uint8Array }
  /** It ends too early. */
  | { readonly kind: 'cut' }
  /** What came is no picture. */
  | { readonly kind: 'none' }
  | ({ readonly kind: 'missing' } & Missing);

export interface Missing {
  readonly why: string;
  /** Sent again it may come. */
  readonly isForNow: boolean;
}

/** All tries together. */
const WITHIN_MS = 20_000;

/** Before the second and the third try. */
const PAUSES_MS = [1_000, 3_000];

export class PictureFetcher {
  readonly #parts: PictureFetcherParts;
  readonly #lane = new Lane();

  constructor(parts: PictureFetcherParts) {
    this.#parts = parts;
  }

  /**
   * The next picture is fetched when this one was used. Rejects when the channel stops meanwhile: it is fetched
   * after the next start.
   * @param ref of `FileIn`
   */
  use(ref: string, then: (got: Got) => ChatReply | Promise<ChatReply>): Promise<ChatReply> {
    return this.#lane.run(async () => then(await this.#get(ref)));
  }

  async #get(ref: string): Promise<Got> {
    const fetched = await this.#fetch(ref);
    if (fetched.kind !== 'fetched')
      return { kind: 'missing', why: fetched.why, isForNow: fetched.kind === 'later' };
    const { bytes } = fetched;
    const type = pictureType(bytes);
    const isTaken = type !== undefined && type !== 'image/bmp' && bytes.length <= MOST_FILE_BYTES;
    if (!isTaken) return { kind: 'none' };
    return isWhole(bytes, type) ? { kind: 'picture', bytes } : { kind: 'cut' };
  }

  async #fetch(ref: string): Promise<Fetched> {
    const { adapter, signal } = this.#parts;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]);
    let fetched: Fetched = { kind: 'later', why: 'it did not come in time' };
    for (const pauseMs of [0, ...PAUSES_MS]) {
      await this.#pause(pauseMs, limit);
      if (!limit.aborted) fetched = (await adapter.fetchFile?.(ref, limit)) ?? fetched;
      signal.throwIfAborted();
      if (limit.aborted) return fetched;
      if (fetched.kind !== 'later') return fetched;
    }
    return fetched;
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#parts.clock.after(ms, end);
      function end(): void {
        timer.cancel();
        signal.removeEventListener('abort', end);
        resolve();
      }
      signal.addEventListener('abort', end);
    });
  }
}
