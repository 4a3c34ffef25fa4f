/** Doctor: can only the user of this node enter its data directory? Keys and sessions stand in it. */
import { stat } from 'node:fs/promises';
import type { DoctorCheck } from '../../core/doctor-check.ts';

export function dataDirectoryCheck({ directory }: { readonly directory: string }): DoctorCheck {
  return {
    code: 'data-directory',
    question: 'Is the data directory private?',
    async look() {
      const mode = (await stat(directory)).mode & 0o777;
      const text = `${directory} has mode 0${mode.toString(8)}`;
      if ((mode & 0o077) === 0) return { verdict: 'ok', text };
      return { verdict: 'fail', text, fix: `chmod 700 ${directory}` };
    },
  };
}
