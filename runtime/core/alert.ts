/**
 * The contract of an alert: a condition declared as a value. The engine in `monitor/` is one pure
 * function over the samples; nothing here runs by itself.
 */
export type Severity = 'info' | 'warning' | 'critical';

export interface AlertDeclaration {
  /** `kebab-case`, stands in docs/alerts.md. */
  readonly code: string;
  /** What it is about, where there is one for each of several things: `pump-2.vibration`. */
  readonly subject?: string;
  readonly title: string;
  readonly severity: Severity;
  /** Looked at `everyMs`; a number to compare, or undefined while it cannot be known. */
  readonly sample: () => AlertSample | undefined;
  readonly everyMs: number;
  /** Fires when the value is above it, strictly. */
  readonly above: number;
  /** How long without a break before people hear of it. */
  readonly forMs: number;
  /** What to tell a person: what, why, and what to do next. */
  readonly text: (value: number) => string;
}

export interface AlertSample {
  readonly value: number;
}

/** Takes an alert that comes while the node runs, as of something that was learned. */
export interface Alerts {
  /** Returns how to stop. */
  watch(declaration: AlertDeclaration, onChange: (state: AlertState) => void): () => void;
}

/** One alert as people see it. */
export interface AlertState {
  readonly code: string;
  readonly subject?: string;
  readonly state: 'ok' | 'pending' | 'firing';
  /** When this state began, epoch ms. */
  readonly since: number;
  readonly value: number | null;
}
