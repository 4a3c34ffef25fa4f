/** Doctor: does this gateway do the work of the site, or another one with the same key? */
import type { DoctorCheck } from '../../core/doctor-check.ts';
import type { Leadership } from './leadership.ts';

export function leadershipCheck(leadership: Pick<Leadership, 'behind'>): DoctorCheck {
  return {
    code: 'leadership',
    question: 'Does this gateway lead its site?',
    look: () => {
      const { behind } = leadership;
      return Promise.resolve(
        behind === undefined
          ? { verdict: 'ok', text: 'this gateway leads' }
          : {
              verdict: 'fail',
              text: `stands back: the gateway at ${behind} leads this site; nothing runs by itself here`,
              fix: 'Stop this one; or, to let it lead instead: boardtalk lead',
            },
      );
    },
  };
}
