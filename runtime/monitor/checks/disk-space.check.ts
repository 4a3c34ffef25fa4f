/** Doctor: is there room for what this node has to remember? On a full disk it takes no commands. */
import { statfs } from 'node:fs/promises';
import type { DoctorCheck } from '../../core/doctor-check.ts';

/** A whole journal is about 100 MB; LevelDB needs the size of a table again to compact. */
const SCARCE_BYTES = 500e6;
const DANGEROUS_BYTES = 50e6;

export interface DiskSpaceCheckParts {
  /** The data directory. */
  readonly directory: string;
  /** Of the disk under a path, for a user without privileges. */
  readonly freeBytes?: (path: string) => Promise<number>;
}

export function diskSpaceCheck({
  directory,
  freeBytes = askSystem,
}: DiskSpaceCheckParts): DoctorCheck {
  return {
    code: 'disk-space',
    question: 'Is there room on the disk of the data directory?',
    async look() {
      const free = await freeBytes(directory);
      const text = `${(free / 1e6).toFixed(0)} MB free`;
      if (free >= SCARCE_BYTES) return { verdict: 'ok', text };
      const verdict = free < DANGEROUS_BYTES ? 'fail' : 'warn';
      return {
        verdict,
        text,
        fix: `See what takes the space with: du -xh ${directory} | sort -h | tail`,
      };
    },
  };
}

async function askSystem(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
