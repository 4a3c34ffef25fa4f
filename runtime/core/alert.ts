/**
 * The contract of an alert: a condition declared as a value. The engine in `monitor/` is one pure
 * function over the samples; nothing here runs by itself.
 */
export type Severity = 'info' | 'warning' | 'critical';

/** As chats say it. */
export interface AlertWords {
  readonly en: string;
  readonly zh: string;
}

export interface AlertDeclaration {
  /** `kebab-case`, stands in docs/alerts.md. */
  readonly code: string;
  /** What it is about, where there is one for each of several things: `pump-2.vibration`. */
  readonly subject?: string;
  readonly title: AlertWords;
  readonly severity: Severity;
  /** Looked at `everyMs`; a number to compare, or undefined while it cannot be known. */
  readonly sample: () => AlertSample | undefined;
  readonly everyMs: number;
  /** Fires when the value is above it, strictly. */
  readonly above: number;
  /** Of the value, as it is written beside its curve. */
  readonly unit: string;
  /** How long without a break before people hear of it. */
  readonly forMs: number;
  /** How long without a break it has to be right again before it is over; two minutes, unless its sample waits itself. */
  readonly calmMs?: number;
  /** What to tell a person: what, why, and what to do next. */
  readonly text: (value: number) => AlertWords;
}

export interface AlertSample {
  readonly value: number;
}

/** Takes an alert that comes while the node runs, as of something that was learned. */
export interface Alerts {
  /**
   * @param tell hears that it is open, and that it is over. An opening is told again after a restart that came before
   * `tell` was done; else each is told once, over restarts too.
   */
  watch(declaration: AlertDeclaration, tell: (isOver: boolean) => Promise<void>): AlertWatch;
}

export interface AlertWatch {
  /** It was told, and is not over. */
  isOpen(): boolean;
  stop(): void;
}

/** Which alert it is. */
export interface AlertName {
  readonly code: string;
  readonly subject?: string | undefined;
}

/** One alert, as it is looked at. */
export interface AlertState {
  readonly code: string;
  readonly subject?: string;
  readonly state: 'ok' | 'pending' | 'firing';
  /** When this state began, epoch ms. */
  readonly since: number;
  readonly value: number | null;
}

/** What an alert is called by people: `cpu`, `anomaly pump-2.vibration`. */
export function nameOfAlert({ code, subject }: AlertName): string {
  return subject === undefined ? code : `${code} ${subject}`;
}
