/** Doctor: does the process stay within the memory it may use? */
import type { DoctorCheck } from '../../core/doctor-check.ts';

export interface MemoryCheckParts {
  /** What the process may use, bytes. */
  readonly limitBytes: number;
  readonly rssBytes: () => number;
}

export function memoryCheck({ limitBytes, rssBytes }: MemoryCheckParts): DoctorCheck {
  return {
    code: 'memory',
    question: 'Does Boardtalk stay within its memory?',
    look: () => {
      const used = rssBytes();
      const text = `${megabytes(used)} of ${megabytes(limitBytes)} MB`;
      if (used <= limitBytes) return Promise.resolve({ verdict: 'ok', text });
      const fix =
        'Restart Boardtalk. If it comes back, report it with what the node wrote on its console.';
      return Promise.resolve({ verdict: 'warn', text, fix });
    },
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
