/** Doctor: does every sensor answer? Names the properties whose readings are too old or impossible. */
import type { DoctorCheck } from '../core/doctor-check.ts';
import { isTrustworthy } from '../core/reading.ts';
import type { Things } from './things.ts';

export function sensorsCheck({
  things,
}: {
  readonly things: Pick<Things, 'properties'>;
}): DoctorCheck {
  return {
    code: 'sensors',
    question: 'Does everything that is measured answer?',
    look: () => {
      const all = things.properties();
      const silent = all.filter((property) => !isTrustworthy(property.reading()));
      if (silent.length === 0)
        return Promise.resolve({ verdict: 'ok', text: `${String(all.length)} properties answer` });
      const names = silent.map((property) => `${property.name} is ${property.reading().quality}`);
      return Promise.resolve({
        verdict: 'fail',
        text: names.join(', '),
        fix: 'Check the wiring of these; see where each is connected with: boardtalk pins',
      });
    },
  };
}
