/** A model of a folder, ready to be asked: file, card and everything between a picture and an answer. */
import type { ModelAnswer } from '../hal/model-port.ts';
import type { Picture } from '../hal/picture.ts';
import type { ModelFolder } from './model-folders.ts';
import type { ModelInfo } from './tflite-node/tflite-node.ts';

export interface OpenedModel {
  /** Of file and card together: the same hash and picture give the same answer. */
  readonly hash: string;
  readonly info: ModelInfo;
  /** In a process of its own, or in ours. */
  readonly isolate: 'process' | 'none';
  /** What one run may take on a board, by its card; undefined where nobody said. */
  readonly budgetMs: number | undefined;
  /** How often its process had to be started again. */
  readonly restarts: number;
  /** Never on the event loop for long. @param isFramed of `ModelQuestion` @throws TfliteError, InferenceError */
  look(picture: Picture, isFramed?: boolean): Promise<ModelAnswer>;
  close(): Promise<void>;
}

export type OpenModel = (folder: ModelFolder) => Promise<OpenedModel>;
