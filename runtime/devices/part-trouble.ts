/** Why a part cannot be used, and what to do about it. */
import { AppError, errorMessage } from '../core/app-error.ts';

export interface PartTrouble {
  readonly reason: string;
  readonly fix: string;
}

export function troubleFrom(error: unknown): PartTrouble {
  const fix =
    error instanceof AppError ? error.hint : 'Check the wiring and the supply of the part.';
  return { reason: errorMessage(error), fix };
}
