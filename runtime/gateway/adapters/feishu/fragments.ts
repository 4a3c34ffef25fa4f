/** An event that is too long for one frame comes in several, each with its number; they are put together here. */
import { RecentMap } from '../../../core/recent-map.ts';
import { headerOf, type FeishuFrame } from './frame.ts';

/** What people write is below the 150 KB of a message; a whole event is not much longer. */
const MOST_PIECES = 16;
const MOST_BYTES = 2_000_000;

/** Events that wait for their rest at the same time: what never becomes whole gives way. */
const MOST_OPEN = 8;

export class Fragments {
  readonly #open = new RecentMap<ReadonlyMap<number, Buffer>>(MOST_OPEN);

  /** The whole event; undefined: there is more to come, or it makes no sense. */
  take(frame: FeishuFrame): Buffer | undefined {
    const { payload = Buffer.alloc(0) } = frame;
    const [id = '', sum, seq] = ['message_id', 'sum', 'seq'].map((key) => headerOf(frame, key));
    const count = Number(sum ?? 1);
    if (count <= 1) return payload;
    const place = Number(seq);
    const isSound = Number.isInteger(count) && count <= MOST_PIECES && place >= 0 && place < count;
    if (!isSound) return undefined;
    const pieces = new Map(this.#open.get(id)).set(place, payload);
    const inOrder = [...pieces].sort(([one], [other]) => one - other).map(([, piece]) => piece);
    const whole = Buffer.concat(inOrder);
    if (pieces.size === count || whole.length > MOST_BYTES) this.#open.delete(id);
    else this.#open.set(id, pieces);
    return pieces.size === count ? whole : undefined;
  }
}
