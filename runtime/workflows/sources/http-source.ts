/**
 * JSON from an address that the workflow names itself: bounded in size, in time and in how often it is
 * sent on. It follows nobody to another machine, since what stands there may trust this one.
 */
import { parsePath } from '../../config/form/template.ts';
import { isMap, valueAt } from '../../config/form/value-at.ts';
import { errorMessage } from '../../core/app-error.ts';
import { parseBoundedJson } from '../../core/bounded-json.ts';
import type { Clock } from '../../core/clock.ts';
import type { Refusal } from '../../core/refusal.ts';
import { refuseWorkflow } from '../errors.ts';
import { MOST_ROWS, type Table } from './table.ts';

export interface HttpSourceParts {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** Default 20 s. */
  readonly limitMs?: number | undefined;
}

export interface HttpQuestion {
  readonly address: string;
  /** Where in the answer the rows stand: `data.items`. */
  readonly path?: string | undefined;
  readonly signal: AbortSignal;
}

const LIMIT_MS = 20_000;
const MOST_BYTES = 4e6;
const MOST_REDIRECTS = 3;

/** Scheme and host, and after them an end: what follows may be put in. */
const NAMED_HOST = /^https?:\/\/[^\s/?#\\@{}]+(?:[/?#]|$)/i;

/** May a workflow name this address? @param address as written, with its placeholders */
export function isNamedAddress(address: string): boolean {
  const plain = address.replaceAll(/\{\{[^{}]*\}\}/g, '0');
  return NAMED_HOST.test(address) && URL.canParse(plain);
}

export async function readHttp(
  { clock, fetch: get, limitMs = LIMIT_MS }: HttpSourceParts,
  { address, path, signal }: HttpQuestion,
): Promise<Table | Refusal> {
  const limit = new AbortController();
  const timer = clock.after(limitMs, () => {
    limit.abort();
  });
  try {
    const signals = AbortSignal.any([signal, limit.signal]);
    const text = await readText(get, new URL(address), signals);
    return typeof text === 'string' ? tableFrom(address, text, path) : text;
  } catch (error) {
    if (limit.signal.aborted)
      return refused(`${hostOf(address)} took longer than ${String(limitMs / 1_000)} s`);
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return refused(`${hostOf(address)} cannot be read: ${errorMessage(cause)}`);
  } finally {
    timer.cancel();
  }
}

async function readText(
  get: typeof fetch,
  first: URL,
  signal: AbortSignal,
): Promise<string | Refusal> {
  let address = first;
  for (let sent = 0; sent <= MOST_REDIRECTS; sent += 1) {
    const headers = { accept: 'application/json' };
    const response = await get(address, { headers, redirect: 'manual', signal });
    const onward = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || onward === null)
      return readBody(address, response);
    await response.body?.cancel();
    const next = new URL(onward, address);
    // Without a port, http and https are two doors of one machine.
    if (next.hostname !== first.hostname || next.port !== first.port)
      return refused(`${first.host} sends on to ${next.host}, which the workflow does not name`);
    address = next;
  }
  return refused(`${first.host} sends on again and again`);
}

async function readBody({ host }: URL, response: Response): Promise<string | Refusal> {
  if (!response.ok) {
    await response.body?.cancel();
    return refused(`${host} answers ${String(response.status)} ${response.statusText}`.trimEnd());
  }
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const part of response.body ?? []) {
    if (!(part instanceof Uint8Array)) continue;
    sizeBytes += part.length;
    parts.push(part);
    // Whoever leaves the loop ends the stream.
    if (sizeBytes > MOST_BYTES)
      return refused(`${host} answers more than ${String(MOST_BYTES / 1e6)} MB`);
  }
  return Buffer.concat(parts).toString('utf8');
}

function tableFrom(address: string, text: string, path: string | undefined): Table | Refusal {
  const answer = parseBoundedJson(text);
  if (answer === undefined) return refused(`what ${hostOf(address)} answers is no JSON`);
  const found = path === undefined ? answer : valueAt(answer, parsePath(path) ?? []);
  if (!Array.isArray(found) && !isMap(found)) {
    const place = path === undefined ? 'the answer' : `"${path}" in the answer`;
    return refused(`${place} of ${hostOf(address)} is neither a list nor a map`);
  }
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  const rows = list.slice(0, MOST_ROWS).map((row) => (isMap(row) ? row : { value: row }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isCut = list.length > rows.length;
  return { columns, rows, count: rows.length, total: list.length, isCut };
}

/** What stands behind the host may be secret. */
function hostOf(address: string): string {
  return new URL(address).host;
}

function refused(message: string): Refusal {
  return refuseWorkflow('WORKFLOW_SOURCE', message);
}
