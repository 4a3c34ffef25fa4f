/** Doctor: does everything that is measured answer? Names what does not, and what is wrong with the part behind it. */
import type { DoctorCheck, Finding } from '../core/doctor-check.ts';
import { isTrustworthy } from '../core/reading.ts';
import type { BoardRole } from './board-role.ts';
import type { LiveProperty } from './live-property.ts';

type Board = Pick<BoardRole, 'things' | 'troubleBehind'>;

export function sensorsCheck({ board }: { readonly board: Board }): DoctorCheck {
  return {
    code: 'sensors',
    question: 'Does everything that is measured answer?',
    look: () => Promise.resolve(examine(board)),
  };
}

function examine(board: Board): Finding {
  const all = board.things.properties();
  const doubtful = all.filter((property) => isDoubtful(board, property));
  const [first] = doubtful;
  if (first === undefined)
    return { verdict: 'ok', text: `${String(all.length)} properties answer` };
  const text = doubtful.map((property) => describe(board, property)).join('; ');
  const fix =
    board.troubleBehind(first)?.fix ??
    'Check the wiring of these; see where each is connected with: boardtalk pins';
  return { verdict: 'fail', text, fix };
}

/**
 * A slow sensor is not at fault for having been asked only just now, for the first time; one that
 * waits for its model is told of by the check of the models.
 */
function isDoubtful(board: Board, property: LiveProperty): boolean {
  const reading = property.reading();
  if (isTrustworthy(reading) || reading.missing !== undefined) return false;
  if (cannotTell(board, property)) return false;
  const isNew = reading.at === 0 && property.ageMs() <= property.spec.staleAfterMs;
  return !isNew || board.troubleBehind(property) !== undefined;
}

/** A device that is told and never answers is known only by what it was told: that is all there is to know. */
function cannotTell({ things }: Board, { thing, address }: LiveProperty): boolean {
  const actuator = thing.origin === undefined ? undefined : things.actuator(address);
  return actuator !== undefined && !actuator.reports && actuator.objection === undefined;
}

function describe(board: Board, property: LiveProperty): string {
  const { reason } = board.troubleBehind(property) ?? {};
  const state = `${property.name} is ${property.reading().quality}`;
  return reason === undefined ? state : `${state} (${reason})`;
}
