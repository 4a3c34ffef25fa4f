/** Turns what LevelDB and the file system throw into errors of this room. */
import { errorCode, errorMessage } from '../core/app-error.ts';
import { StateError, type StateCode } from './errors.ts';

/**
 * LevelDB hands on the system's error only as text (`IO error: …/000003.log: No space left on
 * device`), so here, and only here, text decides. The texts are those of glibc and musl.
 */
const SYSTEM_TEXTS: readonly (readonly [RegExp, StateCode])[] = [
  [/no space left on device|disk quota exceeded|quota exceeded/i, 'STATE_DISK_FULL'],
  [/no such file or directory/i, 'STATE_DAMAGED'],
  [/permission denied|read-only file system/i, 'STATE_NOT_WRITABLE'],
];

const CODES: Readonly<Record<string, StateCode>> = {
  LEVEL_LOCKED: 'STATE_LOCKED',
  LEVEL_CORRUPTION: 'STATE_DAMAGED',
  LEVEL_DATABASE_NOT_OPEN: 'STATE_STOPPED',
  LEVEL_ITERATOR_NOT_OPEN: 'STATE_STOPPED',
  ENOSPC: 'STATE_DISK_FULL',
  EDQUOT: 'STATE_DISK_FULL',
  EACCES: 'STATE_NOT_WRITABLE',
  EROFS: 'STATE_NOT_WRITABLE',
};

/** `doing` begins the message: "cannot open /var/lib/boardtalk/db". */
export function toStateError(error: unknown, doing: string): StateError {
  if (error instanceof StateError) return error;
  const root = rootOf(error);
  const text = errorMessage(root);
  const byText = SYSTEM_TEXTS.find(([pattern]) => pattern.test(text))?.[1];
  const code = byText ?? CODES[errorCode(root)] ?? 'STATE_IO_FAILED';
  return new StateError(code, `${doing}: ${text}`, { cause: error });
}

/** `LEVEL_DATABASE_NOT_OPEN` carries the reason as its cause. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? rootOf(error.cause) : error;
}
