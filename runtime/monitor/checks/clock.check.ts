/** Doctor: does this board know what time it is? Without that it takes no remote commands. */
import { isTrustedTime, type Clock } from '../../core/clock.ts';
import type { DoctorCheck } from '../../core/doctor-check.ts';

export function clockCheck({ clock }: { readonly clock: Clock }): DoctorCheck {
  return {
    code: 'clock',
    question: 'Does this board know what time it is?',
    look: () => {
      const now = clock.now();
      const text = new Date(now).toISOString();
      if (isTrustedTime(now)) return Promise.resolve({ verdict: 'ok', text });
      const fix = 'timedatectl set-ntp true';
      return Promise.resolve({ verdict: 'fail', text: `${text} cannot be`, fix });
    },
  };
}
