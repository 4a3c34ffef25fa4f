/** Doctor: is the journal whole? The same verification as `boardtalk journal verify`. */
import type { DoctorCheck } from '../core/doctor-check.ts';
import type { Journal } from './journal.ts';

export function journalCheck({ journal }: { readonly journal: Journal }): DoctorCheck {
  return {
    code: 'journal',
    question: 'Is the journal whole and unchanged?',
    async look() {
      const { ok, entries, first, last, problem } = await journal.verify();
      const range = `${String(entries)} entries, ${String(first)} to ${String(last)}`;
      if (ok) return { verdict: 'ok', text: range };
      return {
        verdict: 'fail',
        text: `${problem ?? 'it does not verify'} (${range})`,
        fix: 'Rely on no entry before that one. An earlier copy of the whole data directory can be put back while the node is stopped.',
      };
    },
  };
}
