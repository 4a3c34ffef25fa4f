/** Doctor: is somebody there to make the outputs safe when this process dies? */
import type { DoctorCheck } from '../core/doctor-check.ts';

export interface SafeStateLook {
  /** Its process id, while it runs. */
  readonly helper: () => number | undefined;
  /** Outputs that it cannot reach. */
  readonly unguarded: () => readonly string[];
}

export function safeStateCheck({ helper, unguarded }: SafeStateLook): DoctorCheck {
  return {
    code: 'safe-state',
    question: 'Would the outputs become safe if this process were killed?',
    look: () => {
      const pid = helper();
      const bare = unguarded();
      if (pid !== undefined && bare.length > 0)
        return Promise.resolve({
          verdict: 'warn',
          text: `the helper ${String(pid)} cannot reach ${bare.join(', ')}: they stay as they are until the node runs again`,
          fix: 'Give what they drive a limit of its own: a time relay, or the watchdog of the device. If its bus is missing, see the check of the sensors and parts.',
        });
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
