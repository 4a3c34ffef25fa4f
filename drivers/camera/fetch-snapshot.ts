/** A snapshot over HTTP: one answer, no redirect, its size counted while it comes. */
import { errorMessage } from '../../runtime/core/app-error.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { MAX_PICTURE_BYTES } from './picture-limits.ts';

interface SnapshotDoor {
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
}

/** @throws DriverError DRIVER_NO_PICTURE, DRIVER_BAD_ANSWER; what the signal was aborted with */
export async function fetchSnapshot(
  url: string,
  { fetch, signal }: SnapshotDoor,
): Promise<{ readonly bytes: Uint8Array }> {
  // A query may hold a key.
  const shown = url.replace(/\?.*$/, '?…');
  try {
    // A camera that sends us elsewhere must not choose what in this network we ask.
    const response = await fetch(url, { signal, redirect: 'error' });
    try {
      return { bytes: await readAnswer(response, shown) };
    } finally {
      // Cameras have few connections, and some never end what they answer.
      if (response.body?.locked === false) await response.body.cancel().catch(ignore);
    }
  } catch (error) {
    if (error instanceof DriverError || signal.aborted) throw error;
    throw noPicture(`${shown} cannot be reached (${causeOf(error)})`);
  }
}

async function readAnswer(response: Response, from: string): Promise<Uint8Array> {
  const type = response.headers.get('content-type') ?? 'no type';
  if (!response.ok) throw noPicture(`${from} answered ${String(response.status)}`);
  if (type.startsWith('image/')) return readAll(response.body, from);
  throw new DriverError('DRIVER_BAD_ANSWER', `${from} answered ${type}, which is no picture`);
}

/** Leaving the loop cancels the rest. */
async function readAll(body: ReadableStream<Uint8Array> | null, from: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of body ?? []) {
    sizeBytes += piece.length;
    if (sizeBytes > MAX_PICTURE_BYTES) {
      const limit = `more than ${String(MAX_PICTURE_BYTES)} bytes`;
      throw new DriverError('DRIVER_BAD_ANSWER', `${from} sends ${limit}`);
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Of a stream that broke meanwhile there is nothing left to let go of. */
function ignore(): undefined {
  return undefined;
}

/** fetch says only "fetch failed"; why stands in its cause. */
function causeOf(error: unknown): string {
  return errorMessage(error instanceof Error && error.cause !== undefined ? error.cause : error);
}

function noPicture(message: string): DriverError {
  return new DriverError('DRIVER_NO_PICTURE', message);
}
