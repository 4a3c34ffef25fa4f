/** One mistake in a configuration file, told so that it can be mended: where, what stands there, what is allowed. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Relative to the site directory. */
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** "Did you mean `pump`?", or the list of what is allowed. */
  readonly hint?: string;
}

/** `devices.yaml:12:7: error: unknown key "colour" (did you mean "colours"?)` */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, severity, message, hint } = diagnostic;
  const place = `${file}:${String(line)}:${String(column)}`;
  return `${place}: ${severity}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
}
