/**
 * A camera, whatever delivers its pictures: one file that another program overwrites, the newest
 * file of a directory, a snapshot URL of a network camera, or the system's own still tool for a
 * camera on the ribbon cable or USB.
 *
 * Takes pictures and looks at none: what is in them a part with the driver `model` says. A picture
 * is told by its first bytes; anything else is nonsense, and so is one beyond 8 MB.
 */
import { resolve } from 'node:path';
import { z } from '../../runtime/core/schema.ts';
import { durationOption } from '../../runtime/hal/driver-options.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { defineDriver, type Driver, type DriverEnvironment } from '../../runtime/hal/driver.ts';
import { pictureType, type Picture, type Sight } from '../../runtime/hal/picture.ts';
import { fetchSnapshot } from './fetch-snapshot.ts';
import { MAX_PICTURE_BYTES } from './picture-limits.ts';
import { readNewest, readPicture } from './read-picture.ts';
import { runStillTool, takeStill, type RunTool } from './take-still.ts';

/** The edges of the process, for tests. */
export interface CameraEdges {
  readonly fetch: typeof globalThis.fetch;
  readonly runTool: RunTool;
}

function isBare({ username, password }: URL): boolean {
  return username === '' && password === '';
}

const SOURCES = ['file', 'directory', 'url', 'device'] as const;

const options = z
  .strictObject({
    file: z.string().min(1).optional().describe('One picture, which another program overwrites'),
    directory: z.string().min(1).optional().describe('Its newest picture counts'),
    url: z
      .url({ protocol: /^https?$/, error: 'write the address of a snapshot, http:// or https://' })
      .refine((url) => isBare(new URL(url)), 'a name and password do not belong here')
      .optional()
      .describe('A network camera’s snapshot'),
    device: z
      .string()
      .regex(/^(csi\d?|\/dev\/\S+)$/, 'write csi for a ribbon cable, or a path as /dev/video0')
      .optional()
      .describe('A camera of this machine: csi, csi1, /dev/video0'),
    size: z
      .tuple([z.number().int().min(64).max(4_608), z.number().int().min(64).max(4_608)])
      .default([1_280, 720])
      .describe('Width and height that a device is asked for, in pixels'),
    maxAge: z
      .union([z.literal('any'), durationOption], 'write how old, as 10m or 1h30m, or any')
      .prefault('10m')
      .describe('An older file is no picture of now; any, for one that never changes'),
    timeout: durationOption.prefault('10s').describe('How long taking one may take'),
  })
  .refine((given) => SOURCES.filter((source) => given[source] !== undefined).length === 1, {
    message: `name one source: ${SOURCES.join(', ')}`,
  });

type CameraOptions = z.infer<typeof options>;

/** Where one picture comes from. `takenAt` is when it was read, unless the source knows better. */
export type TakePicture = (
  signal: AbortSignal,
) => Promise<{ readonly bytes: Uint8Array; readonly takenAt?: number }>;

export function createCamera(edges: CameraEdges): Driver {
  return defineDriver<CameraOptions>({
    id: 'camera',
    title: 'Camera: file, directory, snapshot URL, or a camera of this machine',
    about: {
      bus: 'none',
      wiring: {},
      verified: {
        level: 'peer',
        source: 'real files, a real HTTP server, and programs in place of the still tools',
        date: '2026-11-26',
      },
    },
    options,
    channels: [{ name: 'live', type: 'boolean', writable: false }],
    takesPictures: true,
    claims: () => [],

    open(environment, given) {
      const take = sourceOf(given, environment, edges);
      const closing = new AbortController();
      let underWay: Promise<Picture> | undefined;
      let sight: Sight | undefined;
      // Two who ask at the same time get the same picture.
      const capture = (): Promise<Picture> => {
        underWay ??= takeInTime(take, environment, given.timeout, closing.signal).finally(() => {
          underWay = undefined;
        });
        return underWay;
      };
      return Promise.resolve({
        isElsewhere: true,
        patienceMs: given.timeout + PATIENCE_MARGIN_MS,
        capture,
        sight: () => sight,
        // Whoever asks while the next picture is being taken is shown the last whole one.
        read: async () => {
          let seen: Sight | undefined;
          try {
            seen = { picture: await capture() };
            return { live: true };
          } finally {
            sight = seen;
          }
        },
        close: () => {
          closing.abort();
          return Promise.resolve();
        },
      });
    },
  });
}

export const camera = createCamera({
  fetch: (...request) => globalThis.fetch(...request),
  runTool: runStillTool,
});

/** So that it is the camera that says what was too slow. */
const PATIENCE_MARGIN_MS = 500;

function sourceOf(
  { file, directory, url, device, size, maxAge }: CameraOptions,
  { clock, directory: from }: DriverEnvironment,
  { fetch, runTool }: CameraEdges,
): TakePicture {
  const age = { maxAgeMs: maxAge === 'any' ? Infinity : maxAge, now: () => clock.now() };
  if (file !== undefined) return () => readPicture(resolve(from, file), age);
  if (directory !== undefined) return () => readNewest(resolve(from, directory), age);
  if (url !== undefined) return (signal) => fetchSnapshot(url, { fetch, signal });
  return takeStill({ device: device ?? 'csi', size, runTool });
}

/**
 * Each picture has a signal of its own. What hangs on one that lives as long as the camera stays as long,
 * and `AbortSignal.any` hangs there: with it, every picture that was ever taken was kept.
 */
async function takeInTime(
  take: TakePicture,
  { clock, name }: DriverEnvironment,
  timeoutMs: number,
  closing: AbortSignal,
): Promise<Picture> {
  const ending = new AbortController();
  const { signal } = ending;
  const close = (): void => {
    ending.abort(closing.reason);
  };
  const message = `${name} delivered no picture within ${String(timeoutMs)} ms`;
  const timer = clock.after(timeoutMs, () => {
    ending.abort(new DriverError('DRIVER_NO_PICTURE', message));
  });
  closing.addEventListener('abort', close);
  if (closing.aborted) close();
  try {
    const { bytes, takenAt = clock.now() } = await Promise.race([take(signal), aborted(signal)]);
    const type = bytes.length > MAX_PICTURE_BYTES ? undefined : pictureType(bytes);
    if (type !== undefined) return { bytes, type, takenAt };
    throw new DriverError('DRIVER_BAD_ANSWER', `${name} delivered ${whatIsWrong(bytes)}`);
  } finally {
    timer.cancel();
    closing.removeEventListener('abort', close);
  }
}

/** A source that cannot be called off is not waited for. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => {
      reject(toDriverError(signal.reason));
    };
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

function toDriverError(reason: unknown): DriverError {
  return reason instanceof DriverError
    ? reason
    : new DriverError('DRIVER_NO_PICTURE', 'the camera was closed', { cause: reason });
}

function whatIsWrong(bytes: Uint8Array): string {
  return bytes.length > MAX_PICTURE_BYTES
    ? `${String(bytes.length)} bytes; at most ${String(MAX_PICTURE_BYTES)} are taken`
    : `${String(bytes.length)} bytes that are no JPEG, PNG, WebP or BMP`;
}
