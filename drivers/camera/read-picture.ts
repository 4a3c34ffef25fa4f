/** Pictures that lie on the disk. A file is as old as its last change; too old is no picture of now. */
import { constants } from 'node:fs';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { errorCode } from '../../runtime/core/app-error.ts';
import { formatDuration } from '../../runtime/core/duration.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import { isWhole, pictureType } from '../../runtime/hal/picture.ts';
import { MAX_PICTURE_BYTES } from './picture-limits.ts';

interface Age {
  readonly maxAgeMs: number;
  readonly now: () => number;
}

interface PictureFile {
  readonly bytes: Uint8Array;
  readonly takenAt: number;
}

const HALF_HINT =
  'It is being written, or was never finished; the next picture shows which. Let the camera write aside and rename.';

const PICTURES = new Set(['.jpg', '.jpeg', '.png', '.webp', '.bmp']);

/** Opening a pipe would wait for who writes into it, and hold one of the few threads that read files. */
const WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK;

/** @throws DriverError DRIVER_NO_PICTURE, DRIVER_BAD_ANSWER */
export async function readPicture(path: string, { maxAgeMs, now }: Age): Promise<PictureFile> {
  const file = await open(path, WITHOUT_WAITING).catch((error: unknown) => {
    throw new DriverError('DRIVER_NO_PICTURE', `${path} cannot be read (${errorCode(error)})`);
  });
  try {
    // Asked of the open file: what its name stands for may be another one by now.
    const stats = await file.stat();
    const { size, mtimeMs } = stats;
    if (!stats.isFile()) throw new DriverError('DRIVER_NO_PICTURE', `${path} is no file`);
    const ageMs = now() - mtimeMs;
    if (ageMs > maxAgeMs) throw tooOld(path, ageMs, maxAgeMs);
    if (size > MAX_PICTURE_BYTES)
      throw new DriverError('DRIVER_BAD_ANSWER', `${path} has ${String(size)} bytes`);
    const bytes = await readBytes(file, size);
    const type = pictureType(bytes);
    if (type !== undefined && !isWhole(bytes, type))
      throw new DriverError('DRIVER_NO_PICTURE', `${path} is only half there`, { hint: HALF_HINT });
    return { bytes, takenAt: Math.round(mtimeMs) };
  } finally {
    await file.close();
  }
}

/** No more than was seen to be there: what still grows may have no end. */
async function readBytes(file: FileHandle, sizeBytes: number): Promise<Uint8Array> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(sizeBytes), 0, sizeBytes, 0);
  return buffer.subarray(0, bytesRead);
}

/** @throws DriverError DRIVER_NO_PICTURE, DRIVER_BAD_ANSWER */
export async function readNewest(directory: string, age: Age): Promise<PictureFile> {
  const names = await readdir(directory).catch((error: unknown) => {
    throw new DriverError('DRIVER_NO_PICTURE', `${directory} cannot be read (${errorCode(error)})`);
  });
  const pictures = names.filter((name) => PICTURES.has(extname(name).toLowerCase()));
  const times = await Promise.all(pictures.map((name) => changedAt(join(directory, name))));
  const newestFirst = pictures
    .map((name, index) => ({ name, at: times[index] ?? -Infinity }))
    .filter(({ at }) => at > -Infinity)
    .sort((left, right) => right.at - left.at);
  const [newest, before] = newestFirst.map(({ name }) => join(directory, name));
  if (newest === undefined)
    throw new DriverError('DRIVER_NO_PICTURE', `there is no picture in ${directory}`);
  return readPicture(newest, age).catch((error: unknown) => {
    // The newest may still be on its way: until it is there, the one before it is the newest.
    if (before === undefined || errorCode(error) !== 'DRIVER_NO_PICTURE') throw error;
    return readPicture(before, age).catch(() => {
      throw error;
    });
  });
}

/** What has gone meanwhile, or is no file, is older than everything. */
async function changedAt(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.mtimeMs : -Infinity;
}

function tooOld(path: string, ageMs: number, maxAgeMs: number): DriverError {
  const message = `${path} is ${formatDuration(ageMs)} old; at most ${formatDuration(maxAgeMs)} is allowed`;
  const hint = 'See why no new picture comes; or allow older ones with maxAge of the part.';
  return new DriverError('DRIVER_NO_PICTURE', message, { hint });
}
