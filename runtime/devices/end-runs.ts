/**
 * Ends runs of workflows on this board because a signed command says so. What runs them is a room above:
 * it is handed in. Ending a run moves nothing, so the journal has no entry of it; the run itself tells who ended it.
 */
import type { Clock } from '../core/clock.ts';
import type { Outcome } from '../core/receipt.ts';
import type { Command } from '../policy/command.ts';
import type { Journal } from '../state/journal.ts';
import type { Write } from '../state/store.ts';
import { refuseDevice, refusalOf } from './errors.ts';

/** @param which an id or a workflow; undefined: all. Durable when it resolves. @returns how many were ended */
export type EndRuns = (which: string | undefined, person: string) => Promise<number>;

export interface EndRunsParts {
  /** Absent where no workflow can run. */
  readonly endRuns?: EndRuns;
  readonly journal: Pick<Journal, 'append'>;
  readonly clock: Clock;
}

const ASKED = /^end(?: (.+))?$/;

/** @param alongside durable together with what it answers. Never rejects for what is expected. */
export async function carryOutEnd(
  command: Command,
  { endRuns, journal, clock }: EndRunsParts,
  alongside: (answer: Outcome) => readonly Write[],
): Promise<Outcome> {
  const { id, board, thing, property, value: requested, requester } = command;
  const asked = ASKED.exec(String(requested));
  if (endRuns === undefined || asked === null) {
    const refusal = refuseDevice('DEVICE_BAD_VALUE', 'runs are ended by “end” or “end RUN”');
    return { status: 'refused', refusal };
  }
  try {
    const measured = await endRuns(asked[1], requester);
    const receipt = {
      ...{ command: id, board, thing, property, requested, measured },
      ...({ evidence: 'latch', at: clock.now(), journal: 0 } as const),
    };
    const outcome: Outcome = { status: 'done', receipt };
    await journal.append([], alongside(outcome));
    return outcome;
  } catch (error) {
    return { status: 'failed', refusal: refusalOf(error) };
  }
}
