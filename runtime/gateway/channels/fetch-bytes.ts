/**
 * The bytes of a file on a platform: from an address that the site or the platform's documentation gives, never
 * from one that a message brings along. Redirects are not followed, for a credential goes with the call; what is
 * too long is not read to its end; no text of an error has an address in it.
 */
import type { Fetched } from './channel-adapter.ts';
import { codeOf, retryAfterOf, UNREACHED } from './http-call.ts';

/** The largest cameras of phones make 8 MB. */
export const MOST_FILE_BYTES = 10_000_000;

const WITHIN_MS = 20_000;

export interface FileRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal: AbortSignal;
  /** Of the platform: `Telegram`. */
  readonly title: string;
  readonly fetch: typeof globalThis.fetch;
}

export async function fetchBytes(request: FileRequest): Promise<Fetched> {
  const { url, headers, signal, title, fetch } = request;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]);
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: limit,
      ...(headers && { headers }),
    });
    if (response.status === 200) return await bytesOf(response);
    await response.body?.cancel();
    return judge(response, title);
  } catch (error) {
    const code = codeOf(error);
    const why = UNREACHED.test(code) ? `${title} is not reached: ${code}` : `${title}: ${code}`;
    return { kind: 'later', why: limit.aborted ? `${title} did not answer in time` : why };
  }
}

/** @param origins where the platform keeps files, by its documentation; undefined: it is somewhere else */
export function addressWithin(url: string, origins: readonly string[]): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isOwn = parsed !== undefined && parsed.username === '' && origins.includes(parsed.origin);
  return isOwn ? parsed.href : undefined;
}

/** What is said of an address that `addressWithin` does not let pass. */
export const FOREIGN_ADDRESS: Fetched = {
  kind: 'refused',
  why: 'it does not lie where this platform keeps files',
};

function judge({ status, headers }: Response, title: string): Fetched {
  const why = `${title} says HTTP ${String(status)}`;
  if (status !== 429 && status < 500) return { kind: 'refused', why };
  const retryAfterMs = retryAfterOf(headers, Date.now());
  return { kind: 'later', why, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

async function bytesOf(response: Response): Promise<Fetched> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined;
  for await (const piece of body ?? []) {
    bytes += piece.byteLength;
    if (bytes > MOST_FILE_BYTES) return { kind: 'refused', why: 'it has more than 10 MB' };
    pieces.push(piece);
  }
  return { kind: 'fetched', bytes: Buffer.concat(pieces) };
}
