/** Doctor: is somebody there to make the outputs safe when this process dies? */
import type { DoctorCheck } from '../core/doctor-check.ts';
import type { SafeState } from './safe-state.ts';

export function safeStateCheck({
  safeState,
}: {
  readonly safeState: Pick<SafeState, 'pid'>;
}): DoctorCheck {
  return {
    code: 'safe-state',
    question: 'Would the outputs become safe if this process were killed?',
    look: () => {
      const { pid } = safeState;
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
