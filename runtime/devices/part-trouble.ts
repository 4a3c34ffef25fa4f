/** Why a part cannot be used, and what to do about it. */
import { AppError, errorMessage } from '../core/app-error.ts';
import { MissingModelError } from '../hal/driver-errors.ts';
import { chineseTrouble, type ChineseTrouble } from './part-trouble-zh.ts';

export interface PartTrouble {
  readonly reason: string;
  readonly fix: string;
  readonly zh: ChineseTrouble;
  /** The model it waits for, where that is all. */
  readonly missing?: string;
}

export function troubleFrom(error: unknown): PartTrouble {
  const fix =
    error instanceof AppError ? error.hint : 'Check the wiring and the supply of the part.';
  const missing = error instanceof MissingModelError ? { missing: error.model } : {};
  return { reason: errorMessage(error), fix, zh: chineseTrouble(error), ...missing };
}
