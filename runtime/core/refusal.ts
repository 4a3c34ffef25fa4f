/**
 * An expected "no": policy, an interlock, a mode or a bad request said it. It is a value that
 * travels to the person who asked, over the wire where needed, so it holds plain data only.
 */
export interface Refusal {
  /** `POLICY_…`, `INTERLOCK_…`, `MODE_…`, `COMMAND_…`: never branch on the message. */
  readonly code: string;
  readonly message: string;
  /** What the person can do next. */
  readonly hint: string;
  /** The interlock that refused, by its name in the configuration. */
  readonly interlock?: string;
  /** The reading the interlock looked at. */
  readonly reading?: RefusalReading;
}

export interface RefusalReading {
  readonly thing: string;
  readonly property: string;
  readonly value: number | boolean | string | null;
  readonly unit?: string;
  readonly quality: string;
  readonly at: number;
}
