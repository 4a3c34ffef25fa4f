/** Doctor: does an alert wait for somebody? */
import { nameOfAlert } from '../core/alert.ts';
import type { DoctorCheck, Finding } from '../core/doctor-check.ts';
import { isOpen } from './incident.ts';
import type { Incidents } from './incidents.ts';

export function alertsCheck({
  incidents,
}: {
  readonly incidents: Pick<Incidents, 'list'>;
}): DoctorCheck {
  return {
    code: 'alerts',
    question: 'Does an alert wait for somebody?',
    look: () => Promise.resolve(judge(incidents)),
  };
}

function judge(incidents: Pick<Incidents, 'list'>): Finding {
  const open = incidents.list().filter(isOpen);
  const waiting = open.filter(({ acknowledged }) => acknowledged === undefined);
  const count = String(open.length);
  if (waiting.length === 0) return { verdict: 'ok', text: `${count} are open, none waits` };
  const since = (at: number): string => new Date(at).toISOString();
  return {
    verdict: 'warn',
    text: waiting.map((one) => `${nameOfAlert(one)} since ${since(one.since)}`).join('\n'),
    fix: 'boardtalk alerts, then: boardtalk alerts ack NAME',
  };
}
