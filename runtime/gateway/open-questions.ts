/** What waits for a yes or a no of people, wherever it was asked: the composition root hands it in. */
import type { Asker } from '../actions/asker.ts';
import type { ConfirmRequest } from '../actions/chat-port.ts';
import type { ActionCall } from '../language/understanding.ts';

export interface OpenQuestion extends ConfirmRequest {
  /** Where it was asked; absent: everywhere. */
  readonly chat?: string;
  /** This person asked for it, and needs somebody else's yes. */
  readonly isForOthers?: true;
}

export interface OpenQuestions {
  /** Those that a plain yes of this person can be for, oldest first, said in their language. */
  openFor(asker: Asker): readonly OpenQuestion[];
  /** It still waits. */
  has(token: string): boolean;
  /** How one is answered. */
  callOf(token: string, answer: string): ActionCall;
}
