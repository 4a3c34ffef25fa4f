/** Doctor: is this version of Node.js one that Boardtalk is made for? */
import type { DoctorCheck } from '../../core/doctor-check.ts';

/** `engines` of package.json. */
const OLDEST = [20, 19] as const;

/** `version` as in `process.version`: `v20.19.1`. */
export function nodeVersionCheck({ version }: { readonly version: string }): DoctorCheck {
  return {
    code: 'node-version',
    question: 'Is this version of Node.js supported?',
    look: () => {
      const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
      const isSupported = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
      if (isSupported) return Promise.resolve({ verdict: 'ok', text: version });
      const fix = `Install Node.js ${OLDEST.join('.')} or newer.`;
      return Promise.resolve({ verdict: 'fail', text: `${version} is too old`, fix });
    },
  };
}
