/** Doctor: does everything that is watched for the unusual give scores? */
import { errorMessage } from '../../core/app-error.ts';
import type { DoctorCheck, Finding } from '../../core/doctor-check.ts';
import { formatDuration } from '../../core/duration.ts';
import type { AnomalyDesk } from './anomaly-desk.ts';
import { WINDOW } from './reading-windows.ts';

export function anomalyCheck({ desk }: { readonly desk: Pick<AnomalyDesk, 'list'> }): DoctorCheck {
  return {
    code: 'anomaly',
    question: 'Does everything that is watched for the unusual give scores?',
    look: () => Promise.resolve(examine(desk.list())),
  };
}

function examine(all: ReturnType<AnomalyDesk['list']>): Finding {
  const broken = all.find(({ trouble }) => trouble !== undefined);
  if (broken !== undefined)
    return {
      verdict: 'fail',
      text: `the model of ${broken.series} cannot be run: ${errorMessage(broken.trouble)}`,
      fix: `boardtalk model train anomaly ${broken.series}`,
    };
  const waiting = all.filter(({ filled }) => filled < WINDOW);
  const [first] = waiting;
  if (first !== undefined) {
    const { stepMs } = first.found.watches.scale;
    return {
      verdict: 'warn',
      text: `${first.series} has ${String(first.filled)} of ${String(WINDOW)} readings in a row, one about every ${formatDuration(stepMs)} as it was learned`,
      fix: `Wait for them. Where its \`every\` is another one now: boardtalk model train anomaly ${first.series}`,
    };
  }
  return {
    verdict: 'ok',
    text: all.length === 0 ? 'nothing is watched' : `${String(all.length)} watched`,
  };
}
