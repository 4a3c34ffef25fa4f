/** Doctor: is somebody there to make the outputs safe when this process dies? */
import type { DoctorCheck } from '../core/doctor-check.ts';

/** @param parts.helper its process id, while it runs */
export function safeStateCheck({
  helper,
}: {
  readonly helper: () => number | undefined;
}): DoctorCheck {
  return {
    code: 'safe-state',
    question: 'Would the outputs become safe if this process were killed?',
    look: () => {
      const pid = helper();
      if (pid !== undefined)
        return Promise.resolve({ verdict: 'ok', text: `the helper ${String(pid)} guards them` });
      return Promise.resolve({
        verdict: 'fail',
        text: 'the safe-state helper does not run',
        fix: 'It is tried again every second. If it stays away, look at the log of the node.',
      });
    },
  };
}
