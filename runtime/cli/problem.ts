/** An error as it is told: over the socket, on the terminal and in `--json`. */
import { AppError, errorCode, errorMessage } from '../core/app-error.ts';

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The rule that refused, where one did. */
  readonly interlock?: string | undefined;
}

/** An error of Node's, or a mistake of ours, has no hint of its own. */
const UNEXPECTED_HINT = 'This should not happen. Look at the log of the node, and report it.';

export function problemOf(error: unknown): Problem {
  return { code: errorCode(error), message: errorMessage(error), hint: hintOf(error) };
}

/** The package that runs models brings errors of its own, of the same shape. */
function hintOf(error: unknown): string {
  const hasHint = error instanceof Error && 'hint' in error && typeof error.hint === 'string';
  return hasHint && typeof error.hint === 'string' ? error.hint : UNEXPECTED_HINT;
}

/** A problem that the node reported, thrown on in the client. */
export class NodeError extends AppError {
  constructor({ code, message, hint }: Problem) {
    super({}, code, message, { hint });
  }
}
