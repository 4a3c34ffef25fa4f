/** Doctor: can only the user of this node read the key that signs its commands? Who has it commands every board of the site. */
import { stat } from 'node:fs/promises';
import type { DoctorCheck } from '../core/doctor-check.ts';
import { siteKeyPath } from './site-key.ts';

/** @param directory the data directory */
export function siteKeyCheck({ directory }: { readonly directory: string }): DoctorCheck {
  return {
    code: 'site-key',
    question: "Is the site's signing key private?",
    async look() {
      const path = siteKeyPath(directory);
      const mode = (await stat(path)).mode & 0o777;
      const text = `${path} has mode 0${mode.toString(8)}`;
      if ((mode & 0o077) === 0) return { verdict: 'ok', text };
      return { verdict: 'fail', text, fix: `chmod 600 ${path}` };
    },
  };
}
