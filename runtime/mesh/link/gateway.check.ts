/** Doctor, on a board: does it hear its gateway, and is what it was told in force? */
import type { Clock } from '../../core/clock.ts';
import type { DoctorCheck, Finding } from '../../core/doctor-check.ts';
import { formatDuration } from '../../core/duration.ts';

/** What is on its way to the gateway, and since when, epoch ms. */
export interface Owed {
  readonly what: string;
  readonly since: number;
}

export interface GatewayCheckParts {
  /** Of the site it belongs to. */
  readonly site: string;
  readonly isJoined: () => boolean;
  /** What keeps the newest bundle from being in force. */
  readonly problem: () => string | undefined;
  readonly owed: () => Owed | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

/** Several times the patience of a stream with its gateway. */
const STUCK_MS = 60_000;

export function gatewayCheck(parts: GatewayCheckParts): DoctorCheck {
  return {
    code: 'gateway',
    question: 'Does this board hear its gateway, and do what that says?',
    look: () => Promise.resolve(examine(parts)),
  };
}

function examine({ site, isJoined, problem, owed, clock }: GatewayCheckParts): Finding {
  if (!isJoined())
    return {
      verdict: 'warn',
      text: `the gateway of ${site} is not heard; the board goes on by its last bundle`,
      fix: 'Check power and network of the gateway. Where mDNS does not reach, name it: boardtalk up --role board --gateway HOST:PORT',
    };
  const trouble = problem();
  if (trouble !== undefined)
    return {
      verdict: 'fail',
      text: trouble,
      fix: 'The bundle before it stays in force. Correct devices.yaml on the gateway.',
    };
  const stuck = owed();
  const forMs = stuck === undefined ? 0 : clock.now() - stuck.since;
  if (stuck !== undefined && forMs > STUCK_MS)
    return {
      verdict: 'fail',
      text: `the gateway of ${site} does not take the ${stuck.what} of this board, for ${formatDuration(forMs)} now`,
      fix: 'Nothing is lost here. Look on the gateway: boardtalk doctor, boardtalk logs.',
    };
  return { verdict: 'ok', text: `joined ${site}` };
}
