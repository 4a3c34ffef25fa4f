/** What can go wrong with what this node remembers: code → what to do next. */
import { AppError, type ErrorDetails } from '../core/app-error.ts';

export const STATE_ERRORS = {
  STATE_LOCKED:
    'Another Boardtalk process uses this data directory. Stop it, or name another one with --data.',
  STATE_DISK_FULL: 'Free some space on the disk of the data directory, then start Boardtalk again.',
  STATE_NOT_WRITABLE: 'Give the user that runs Boardtalk the right to write to the data directory.',
  STATE_IO_FAILED: 'Look at the disk with: dmesg | tail. Then start Boardtalk again.',
  STATE_DAMAGED:
    'Move it away and keep it; put an earlier copy of the whole data directory in its place.',
  STATE_LOST:
    'Put an earlier copy of the whole data directory in its place. To begin anew on purpose, move it away first.',
  STATE_UNMARKED:
    'Put back the born.json that belongs to this database, or an earlier copy of the whole data directory.',
  STATE_NOT_BORN: 'Name the data directory of a node with --data.',
  STATE_SCHEMA_NEWER:
    'Run the newer version of Boardtalk again, or put back a copy of the data directory that this version wrote.',
  STATE_MIGRATION_FAILED:
    'Nothing was changed. Run the version of Boardtalk that wrote this data, and report the message.',
  STATE_BAD_VALUE:
    'Move it away and keep it; put an earlier copy of the whole data directory in its place.',
  STATE_COPY_BROKEN:
    'Look at the journal of that board itself, on it: boardtalk journal verify. What the gateway had of it is kept as it was.',
  STATE_BACKUP_EXISTS: 'Name a file that is not there yet; a backup never overwrites one.',
  STATE_BACKUP_MISSING: 'Name the file that `boardtalk backup` wrote.',
  STATE_BACKUP_DAMAGED: 'Use another copy of the backup, or an earlier one.',
  STATE_BACKUP_PASSPHRASE: 'Give the passphrase it was made with: --passphrase-file FILE.',
  STATE_NOT_EMPTY: 'Name an empty directory, or one that is not there yet, with --data.',
  STATE_STOPPED: 'Boardtalk is starting or stopping. Ask again in a moment.',
} as const;

export type StateCode = keyof typeof STATE_ERRORS;

export class StateError extends AppError<StateCode> {
  constructor(code: StateCode, message: string, details?: ErrorDetails) {
    super(STATE_ERRORS, code, message, details);
  }
}
