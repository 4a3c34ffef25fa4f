/**
 * What a TensorFlow Lite library can do, found out by trying: libraries of the same version are built
 * with and without XNNPACK, and 2.9 computes one kind of layer wrong without a word. Tiny models with
 * known answers tell (`probe-models.ts`).
 *
 * A library that is broken, or built for a better processor, ends the process that tries it. So it is
 * tried in a process of its own, once for each state of the file; a process that is itself there to
 * be lost tries it in place. The package's own library was tried when it was fetched, and what was
 * found lies beside it.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { isErrorCode, TfliteError } from '../errors.ts';
import { environmentFor } from '../isolation/environment.ts';
import { entryPoint } from '../package-home.ts';
import { native, type Addon, type LibraryHandle } from './addon.ts';
import { PROBES, type Probe } from './probe-models.ts';

export interface Capabilities {
  /** As the library says it: `2.9.0`. */
  readonly version: string;
  /** Why XNNPACK is not to be used, if it is not. */
  readonly xnnpackObstacle?: string | undefined;
  /** FULLY_CONNECTED with one scale for each row of the weights comes out right. */
  readonly perChannelFullyConnected: boolean;
  /** It does not open a model with an operator that nobody brought. */
  readonly refusesCustomOperators: boolean;
}

const PATIENCE_MS = 20_000;

const PIECE_BYTES = 65_536;

/** XNNPACK for everything it knows, and not at all. */
const [WITH_XNNPACK, BUILT_IN] = [3, -1];

const known = new Map<string, Promise<Capabilities>>();

/**
 * Remembers by path, size and time of change.
 * @throws TfliteError TFLITE_LIBRARY_UNUSABLE
 */
export async function capabilitiesOf(path: string): Promise<Capabilities> {
  const { mtimeMs, size } = statSync(path);
  const key = `${path} ${mtimeMs} ${size}`;
  const found = known.get(key) ?? recordedOrProbed(path);
  known.set(key, found);
  try {
    return await found;
  } catch (error) {
    known.delete(key); // it may have been for want of memory
    throw error;
  }
}

/** A record counts for the library with its hash: one that was damaged since is tried like any other. */
async function recordedOrProbed(path: string): Promise<Capabilities> {
  return readRecord(path) ?? (await probeInChild(path));
}

function readRecord(path: string): Capabilities | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(recordPath(path), 'utf8'));
    if (typeof record !== 'object' || record === null || !('sha256' in record)) return undefined;
    const isThisOne = record.sha256 === sha256Of(path);
    return isThisOne && isCapabilities(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** What `provisioning/tflite-native.ts` writes beside a library: its capabilities, and its sha256. */
export function recordPath(library: string): string {
  return `${library}.probed.json`;
}

/** Piece by piece: four megabytes at once cost twice the time, in memory that is used for nothing else. */
export function sha256Of(path: string): string {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(PIECE_BYTES);
  const file = openSync(path, 'r');
  try {
    for (let size = readSync(file, piece); size > 0; size = readSync(file, piece))
      hash.update(piece.subarray(0, size));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** In this process, which the library may end. @throws TfliteError TFLITE_LIBRARY_UNUSABLE */
export function probeInPlace(addon: Addon, path: string): Capabilities {
  const library = native(() => addon.openLibrary(path));
  const { version, hasXnnpack } = addon.describeLibrary(library);
  const wrong = (probe: Probe, flags: number): string | undefined =>
    whyWrong(addon, library, { probe, flags });
  for (const probe of [PROBES.convolution, PROBES.fullyConnected]) {
    const why = wrong(probe, BUILT_IN);
    if (why === undefined) continue;
    throw new TfliteError('TFLITE_LIBRARY_UNUSABLE', `${path} (${version}): ${why}`);
  }
  const xnnpackObstacle = hasXnnpack
    ? (wrong(PROBES.convolution, WITH_XNNPACK) ?? wrong(PROBES.fullyConnected, WITH_XNNPACK))
    : 'the library was built without it';
  const kernels = xnnpackObstacle === undefined ? [BUILT_IN, WITH_XNNPACK] : [BUILT_IN];
  return {
    version,
    xnnpackObstacle,
    perChannelFullyConnected: kernels.every(
      (flags) => wrong(PROBES.perChannelFullyConnected, flags) === undefined,
    ),
    refusesCustomOperators: wrong(PROBES.custom, BUILT_IN) !== undefined,
  };
}

function whyWrong(
  addon: Addon,
  library: LibraryHandle,
  { probe, flags }: { probe: Probe; flags: number },
): string | undefined {
  const model = Buffer.from(probe.model, 'base64');
  const output = new Int8Array(probe.output.length);
  try {
    const session = addon.openSession(library, model, 1, flags, null, [], 1);
    const { byXnnpack } = addon.describeSession(session);
    if (flags !== BUILT_IN && byXnnpack === 0) return `it does not take ${probe.what}`;
    addon.run(session, Int8Array.from(probe.input), output);
    addon.closeSession(session);
  } catch (error) {
    return `${probe.what}: ${error instanceof Error ? error.message : 'failed'}`;
  }
  if (probe.output.every((value, index) => output[index] === value)) return undefined;
  return `it computes ${probe.what} as ${output.join(' ')}, and right is ${probe.output.join(' ')}`;
}

/** Sources are run by whatever loader runs this; a bundle needs none. */
function probeInChild(path: string): Promise<Capabilities> {
  const script = entryPoint('probe-child');
  const args = [...(script.endsWith('.ts') ? process.execArgv : []), script, path];
  const options = {
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
    env: environmentFor(),
  } as const;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, options, (error, stdout) => {
      const outcome = parseOutcome(stdout);
      if (outcome instanceof TfliteError) reject(outcome);
      else if (outcome !== undefined) resolve(outcome);
      else reject(crashed(path, error));
    });
  });
}

function crashed(
  path: string,
  cause: (Error & { signal?: string | undefined }) | null,
): TfliteError {
  const end = cause?.signal ?? cause?.message ?? 'without an answer';
  const message = `${path} ended the process that tried it (${end})`;
  return new TfliteError('TFLITE_LIBRARY_UNUSABLE', message, { cause });
}

function parseOutcome(text: string): Capabilities | TfliteError | undefined {
  if (text === '') return undefined;
  const outcome: unknown = JSON.parse(text);
  if (typeof outcome !== 'object' || outcome === null) return undefined;
  if ('code' in outcome && 'message' in outcome && isErrorCode(outcome.code))
    return new TfliteError(outcome.code, String(outcome.message));
  return isCapabilities(outcome) ? outcome : undefined;
}

function isCapabilities(value: object): value is Capabilities {
  return (
    'version' in value &&
    typeof value.version === 'string' &&
    'perChannelFullyConnected' in value &&
    typeof value.perChannelFullyConnected === 'boolean' &&
    'refusesCustomOperators' in value &&
    typeof value.refusesCustomOperators === 'boolean'
  );
}
