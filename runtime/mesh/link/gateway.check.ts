/** Doctor, on a board: does it hear its gateway, and is what it was told in force? */
import type { DoctorCheck, Finding } from '../../core/doctor-check.ts';

export interface GatewayCheckParts {
  /** Of the site it belongs to. */
  readonly site: string;
  readonly isJoined: () => boolean;
  /** What keeps the newest bundle from being in force. */
  readonly problem: () => string | undefined;
}

export function gatewayCheck({ site, isJoined, problem }: GatewayCheckParts): DoctorCheck {
  return {
    code: 'gateway',
    question: 'Does this board hear its gateway, and do what that says?',
    look: () => Promise.resolve(examine(site, isJoined(), problem())),
  };
}

function examine(site: string, isJoined: boolean, problem: string | undefined): Finding {
  if (!isJoined)
    return {
      verdict: 'warn',
      text: `the gateway of ${site} is not heard; the board goes on by its last bundle`,
      fix: 'Check power and network of the gateway. Where mDNS does not reach, name it: boardtalk up --role board --gateway HOST:PORT',
    };
  if (problem !== undefined)
    return {
      verdict: 'fail',
      text: problem,
      fix: 'The bundle before it stays in force. Correct devices.yaml on the gateway.',
    };
  return { verdict: 'ok', text: `joined ${site}` };
}
