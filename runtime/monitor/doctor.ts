/** Asks every doctor check and never fails itself: a check that throws is a finding too. */
import { errorMessage } from '../core/app-error.ts';
import type { DoctorCheck, Finding } from '../core/doctor-check.ts';

export interface Diagnosis extends Finding {
  readonly code: string;
  readonly question: string;
}

export class Doctor {
  readonly #checks: readonly DoctorCheck[];

  constructor({ checks }: { readonly checks: readonly DoctorCheck[] }) {
    this.#checks = checks;
  }

  /** In the order of the checks, however long each takes. */
  examine(): Promise<readonly Diagnosis[]> {
    return Promise.all(this.#checks.map(diagnose));
  }
}

async function diagnose(check: DoctorCheck): Promise<Diagnosis> {
  const { code, question } = check;
  try {
    return { code, question, ...(await check.look()) };
  } catch (error) {
    const fix = 'This check could not be made. Report it with the text above.';
    return { code, question, verdict: 'fail', text: errorMessage(error), fix };
  }
}
