/**
 * The one base of every error this project throws. A room declares its codes with their hints in
 * its own `errors.ts`; `docs/errors.md` is checked against those catalogues.
 *
 * Not for expected outcomes: a refusal is a value (`refusal.ts`), it is returned and not thrown.
 */

export interface ErrorDetails {
  /** Replaces the catalogue's hint where this occurrence knows better. */
  hint?: string;
  cause?: unknown;
}

export abstract class AppError<Code extends string = string> extends Error {
  readonly code: Code;
  /** What to do next, in words fit for chat. */
  readonly hint: string;

  /** @param catalogue code of an error → what a tired person should do next; codes are `ROOM_WHAT_HAPPENED`. */
  constructor(
    catalogue: Readonly<Record<Code, string>>,
    code: Code,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = details.hint ?? catalogue[code];
  }
}

/** The code of an error of ours, or of Node's (`ENOSPC`), or `UNKNOWN`. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return 'UNKNOWN';
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
