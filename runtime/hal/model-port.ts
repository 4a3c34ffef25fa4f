/** Models as parts see them: which there are, and what one says of a picture. `inference/` implements it, `app/` hands it in. */
import type { Titles } from '../config/site.ts';
import type { Refusal } from '../core/refusal.ts';
import type { Picture } from './picture.ts';

/** Who waits for an answer: a rule that guards something · a person · nobody in particular. */
export type Urgency = 'rule' | 'person' | 'routine';

export interface ModelQuestion {
  readonly model: string;
  readonly picture: Picture;
  /** A person framed it: the face of a gauge fills it, wherever a camera has it. */
  readonly isFramed?: true | undefined;
  readonly urgency: Urgency;
  /** After this nobody wants the answer any more, waiting included. */
  readonly withinMs: number;
}

export interface ModelAnswer {
  /** Of a model that tells classes apart, the best first; empty for one that measures. */
  readonly scores: readonly LabelScore[];
  /** From which score on something counts as seen. */
  readonly threshold: number;
  /** Of a model that measures. */
  readonly value?: number | undefined;
  /** It looked, and there was nothing to measure: covered, dark, blurred. */
  readonly isUnreadable?: boolean;
}

export interface LabelScore {
  readonly label: Titles;
  /** From 0 to 1. */
  readonly score: number;
}

export interface ModelPort {
  /** Models come and go while the node runs. */
  has(model: string): Promise<boolean>;
  /** Too busy, too late or unable are answers. Never rejects. */
  ask(question: ModelQuestion): Promise<ModelAnswer | Refusal>;
}
