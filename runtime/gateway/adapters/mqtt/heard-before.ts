/**
 * What was heard last, kept with the messages: by it a packet is known again whose acknowledgement was lost,
 * and it is known when the last one came.
 */
import { createHash } from 'node:crypto';
import { parseBoundedJson } from '../../../core/bounded-json.ts';
import { randomText } from '../../../core/ids.ts';
import { z } from '../../../core/schema.ts';

export interface Packet {
  readonly topic: string;
  readonly payload: Uint8Array;
  /** Packet identifier; absent: QoS 0, delivered once or never. */
  readonly messageId?: number | undefined;
  /** It may have been delivered before, with the same identifier (MQTT 5 §4.4). */
  readonly dup: boolean;
}

/** The broker has no more than these without an acknowledgement: it is told so (Receive Maximum). */
export const MOST_OPEN = 20;

const cursorSchema = z.object({ at: z.number(), ids: z.array(z.string()) });

export class HeardBefore {
  #ids: readonly string[] = [];
  #at: number | undefined;

  constructor(cursor: string | undefined) {
    const parsed = cursorSchema.safeParse(parseBoundedJson(cursor ?? ''));
    if (!parsed.success) return;
    this.#ids = parsed.data.ids;
    this.#at = parsed.data.at;
  }

  /** Epoch ms of the last message; undefined: there was none. */
  get at(): number | undefined {
    return this.#at;
  }

  /** The broker holds nothing of before: its identifiers begin anew. */
  forget(): void {
    this.#ids = [];
  }

  /** The same for a packet that comes again; else a new one. */
  idOf({ topic, payload, messageId, dup }: Packet): string {
    const hash = createHash('sha256').update(topic).update('\0').update(payload);
    const place = `${String(messageId ?? 0)}-`;
    const same = `${place}${hash.digest('base64url').slice(0, 22)}-`;
    // An identifier that was given again since then is of another message.
    const last = dup ? this.#ids.findLast((id) => id.startsWith(place)) : undefined;
    return last?.startsWith(same) === true ? last : `${same}${randomText(12)}`;
  }

  /** @returns the cursor to be kept with it */
  add(id: string, at: number): string {
    this.#ids = [...this.#ids.filter((other) => other !== id), id].slice(-MOST_OPEN);
    this.#at = at;
    return JSON.stringify({ at, ids: this.#ids });
  }
}
