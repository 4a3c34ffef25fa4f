/** All that a virtual board starts from; how the process that built it tells the processes that test on it. */
import { MACHINES, NIGHTLY_MACHINES, type Machine } from './machine.ts';

export interface Rig {
  readonly machine: Machine;
  /** The directory that `kernelFor` answered. */
  readonly kernel: string;
  /** The memory disk. */
  readonly image: string;
}

const VARIABLE = 'BOARDTALK_HIL';

export function toEnvironment({ machine, kernel, image }: Rig): NodeJS.ProcessEnv {
  return { ...process.env, [VARIABLE]: [machine.id, kernel, image].join('|') };
}

export function rigFromEnvironment(): Rig {
  const [id, kernel, image] = (process.env[VARIABLE] ?? '').split('|');
  const machine = [...MACHINES, ...NIGHTLY_MACHINES].find((one) => one.id === id);
  if (machine === undefined || kernel === undefined || image === undefined)
    throw new Error('there is no virtual board; run this with: make hil');
  return { machine, kernel, image };
}
