/** The contract of a doctor check: the question it answers, how it looks, and the fix as a command. */
export interface DoctorCheck {
  /** `kebab-case`, stands in docs/doctor.md. */
  readonly code: string;
  /** "Is the data directory private?" */
  readonly question: string;
  look(): Promise<Finding>;
}

export interface Finding {
  readonly verdict: 'ok' | 'warn' | 'fail';
  /** What was found, with its value. */
  readonly text: string;
  /** A command or one sentence; present unless the verdict is ok. */
  readonly fix?: string;
}
