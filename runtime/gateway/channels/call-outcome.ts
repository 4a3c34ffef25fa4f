/** What came of one call of a platform's interface, and what that means for a message, said alike for all of them. */
import type { Sent, Trouble } from './channel-adapter.ts';
import { cureOfNetwork } from './http-call.ts';

export type CallAnswer<No extends Refused = RefusedByStatus> =
  | {
      readonly kind: 'ok';
      readonly body: unknown;
      /** Epoch ms, by the clock of the server, to the second. */
      readonly serverNow?: number | undefined;
    }
  | CallFailure<No>;

export type CallFailure<No extends Refused = RefusedByStatus> =
  | No
  /** It never got there. @param code of the network: `ENOTFOUND` */
  | { readonly kind: 'unreached'; readonly code: string }
  /** No answer, or one that is not the platform's: it may have been done all the same. */
  | { readonly kind: 'unclear'; readonly why: string };

/** The platform itself said no: nothing was done. */
export interface Refused {
  readonly kind: 'refused';
  /** In its words. */
  readonly why: string;
  readonly retryAfterMs?: number | undefined;
}

export interface RefusedByStatus extends Refused {
  /** Of HTTP. */
  readonly status: number;
}

/** What is told of a platform's failures. */
export interface Blame<No extends Refused> {
  /** As people know it. */
  readonly title: string;
  /** What to look at when nobody answers, or something else does. */
  readonly ifUnclear: string;
  readonly cureOf: (refused: No) => string | undefined;
  /** It is about the account, the pace or the server, and not about this message. */
  readonly isForLater: (refused: No) => boolean;
}

interface Outcomes<No extends Refused> {
  readonly troubleOf: (failure: CallFailure<No>) => Trouble;
  /** Of the call that says the message. */
  readonly failedOf: (failure: CallFailure<No>) => Exclude<Sent, { readonly kind: 'sent' }>;
  /** Of a call before that one: whatever became of it, nothing was said yet. */
  readonly unsaid: (failure: CallFailure<No>) => Extract<Sent, { kind: 'later' | 'refused' }>;
}

export function outcomesOf<No extends Refused = RefusedByStatus>({
  title,
  ifUnclear,
  cureOf,
  isForLater,
}: Blame<No>): Outcomes<No> {
  const troubleOf = (failure: CallFailure<No>): Trouble => {
    switch (failure.kind) {
      case 'unreached': {
        const { code } = failure;
        return { why: `${title} is not reached: ${code}`, cure: cureOfNetwork(code, title) };
      }
      case 'unclear':
        return { why: `${title} did not answer: ${failure.why}`, cure: ifUnclear };
      case 'refused': {
        const { why, retryAfterMs } = failure;
        return { why: `${title} says: ${why}`, cure: cureOf(failure), retryAfterMs };
      }
    }
  };
  const unsaid: Outcomes<No>['unsaid'] = (failure) =>
    failure.kind === 'refused' && !isForLater(failure)
      ? { kind: 'refused', why: failure.why }
      : { kind: 'later', ...troubleOf(failure) };
  const failedOf: Outcomes<No>['failedOf'] = (failure) =>
    failure.kind === 'unclear' ? { kind: 'unknown', why: failure.why } : unsaid(failure);
  return { troubleOf, failedOf, unsaid };
}
