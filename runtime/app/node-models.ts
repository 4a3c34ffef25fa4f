/** The models of a node: where they lie, and who counts what they do. */
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Metrics } from '../core/metric.ts';
import { Models } from '../inference/models.ts';
import type { OpenedModel } from '../inference/opened-model.ts';
import type { ModelFolder } from '../inference/model-folders.ts';

export interface NodeModelsParts {
  /** The site's own first, then the node's, then those that came with the program. */
  readonly directories: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export function buildModels({ directories, ...ground }: NodeModelsParts): Models {
  return new Models({ ...ground, directories, open: openLazily });
}

/** A folder of models in a site or data directory. */
export function modelsIn(directory: string): string {
  return join(directory, 'models');
}

/** YAML, the library and the reader of pictures come with the first model. */
async function openLazily(folder: ModelFolder): Promise<OpenedModel> {
  const { openModel } = await import('../inference/open-model.ts');
  return openModel(folder);
}
