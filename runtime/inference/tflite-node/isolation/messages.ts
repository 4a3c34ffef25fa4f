/** What a process and the child that runs one of its models say to each other, one at a time. */
import { TFLITE_ERRORS, TfliteError, type TfliteErrorCode } from '../errors.ts';
import type { BackendOptions } from '../open-session.ts';
import type { ModelInfo } from '../session.ts';
import type { TensorData, TensorInfo } from '../tensor.ts';

/** The child reads the file itself: no model crosses the pipe. */
export interface OpenOrder {
  readonly kind: 'open';
  readonly path: string;
  /** Of the bytes that were checked; others are refused. */
  readonly sha256: string;
  readonly options: BackendOptions;
}

export interface RunOrder {
  readonly kind: 'run';
  readonly inputs: readonly TensorData[];
}

export type Order = OpenOrder | RunOrder;

export interface Opened {
  readonly kind: 'opened';
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly info: ModelInfo;
}

export interface Answered {
  readonly kind: 'answered';
  readonly outputs: readonly TensorData[];
}

export interface Failed {
  readonly kind: 'failed';
  readonly code: TfliteErrorCode;
  readonly message: string;
  readonly hint: string;
}

export type Reply = Opened | Answered | Failed;

/** Both ends are of this package and of one version: what is not from the other end is told apart, no more. */
export function isOrder(message: unknown): message is Order {
  return isKind(message, ['open', 'run']);
}

export function isReply(message: unknown): message is Reply {
  return isKind(message, ['opened', 'answered', 'failed']);
}

function isKind(message: unknown, kinds: readonly string[]): boolean {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return typeof message.kind === 'string' && kinds.includes(message.kind);
}

export function failure(error: unknown): Failed {
  if (error instanceof TfliteError) {
    const { code, message, hint } = error;
    return { kind: 'failed', code, message, hint };
  }
  // Nobody foresaw it, so nobody knows what state the process is in.
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', code: 'TFLITE_CRASHED', message, hint: TFLITE_ERRORS.TFLITE_CRASHED };
}
