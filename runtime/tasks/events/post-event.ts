/** Posts one event to another program, signed, and says what came of it. Never throws: what goes wrong is an answer. */
import type { Secret } from '../../config/secret.ts';
import { sign } from './event-signature.ts';

/** For the whole of it: a program that takes an event has nothing to think about. */
const WITHIN_MS = 10_000;

/** Nobody gets to keep this node silent for longer than that. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/**
 * What is wrong with this very event, and stays wrong (RFC 9110 §15.5): it cannot be read, is too large, or of the
 * wrong kind. Every other refusal is about the place, the token or the moment, and those can change.
 */
const NEVER = new Set([400, 406, 411, 413, 415, 422]);

/** "Gone" (RFC 9110 §15.5.11): nobody is likely to be back within a minute. */
const GONE = 410;

/** The program fell over this very event, or over whatever came: the next one may tell. */
const FELL_OVER = 500;

export interface EventPost {
  readonly url: string;
  readonly token: Secret;
  readonly id: string;
  /** JSON. */
  readonly body: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
}

export type Posted =
  | { readonly kind: 'taken' }
  /** It will not be taken another time either. */
  | { readonly kind: 'refused'; readonly why: string }
  | {
      readonly kind: 'failed';
      readonly why: string;
      readonly retryAfterMs?: number | undefined;
      /** It may be the event, and neither the place nor the moment. */
      readonly isSuspect?: boolean;
    };

export async function postEvent(
  { url, token, id, body, timestamp }: EventPost,
  { fetch, signal, now }: { fetch: typeof globalThis.fetch; signal: AbortSignal; now: number },
): Promise<Posted> {
  const limit = AbortSignal.timeout(WITHIN_MS);
  try {
    const response = await fetch(url, {
      method: 'POST',
      // Signed for this address, not for wherever it points on to.
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
      headers: {
        'content-type': 'application/json',
        'x-boardtalk-event': id,
        'x-boardtalk-timestamp': timestamp,
        'x-boardtalk-signature': sign(token, timestamp, Buffer.from(body)),
      },
      body,
    });
    // Nothing in the answer matters, and it may have no end.
    await response.body?.cancel();
    return judge(response, now);
  } catch (error) {
    return { kind: 'failed', why: limit.aborted ? 'no answer within 10 s' : reason(error) };
  }
}

function judge({ ok, status, headers }: Response, now: number): Posted {
  if (ok) return { kind: 'taken' };
  const why = `HTTP ${String(status)}`;
  if (NEVER.has(status)) return { kind: 'refused', why };
  const retryAfterMs =
    status === GONE ? LONGEST_RETRY_AFTER_MS : retryAfter(headers.get('retry-after'), now);
  return { kind: 'failed', why, retryAfterMs, isSuspect: status === FELL_OVER };
}

/** Seconds, or a date (RFC 9110 §10.2.3). */
function retryAfter(text: string | null, now: number): number | undefined {
  if (text === null) return undefined;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return waitMs > 0 ? Math.min(waitMs, LONGEST_RETRY_AFTER_MS) : undefined;
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : String(cause);
}
