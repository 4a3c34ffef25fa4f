/** What a node and the process that learns for it say to each other. Both are of one version: what is not from the other end is told apart, no more. */
import type { Learned, PastReadings, TooLittle } from './learn-usual.ts';

export interface TrainOrder {
  readonly kind: 'train';
  readonly past: PastReadings;
  /** What the model's file says of itself. */
  readonly description: string;
}

export type TrainedModel = Omit<Learned, 'model'>;

export type TrainReply =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'learned'; readonly learned: TrainedModel }
  | { readonly kind: 'too-little'; readonly lack: TooLittle }
  | { readonly kind: 'failed'; readonly message: string };

export function isTrainOrder(message: unknown): message is TrainOrder {
  return isKind(message, ['train']);
}

export function isTrainReply(message: unknown): message is TrainReply {
  return isKind(message, ['progress', 'learned', 'too-little', 'failed']);
}

function isKind(message: unknown, kinds: readonly string[]): boolean {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return typeof message.kind === 'string' && kinds.includes(message.kind);
}
