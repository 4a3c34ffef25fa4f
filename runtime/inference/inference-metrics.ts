/** What this room counts. Named in `app/`, which hands all declarations to the monitor. */
import type { MetricDeclaration } from '../core/metric.ts';

/** From a keyword in a third of a millisecond to a picture on a slow board. */
const SECONDS = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

export const LATENCY: MetricDeclaration = {
  name: 'boardtalk_inference_seconds',
  help: 'From a picture to what a model says of it, waiting for its turn not included.',
  kind: 'histogram',
  labels: ['model'],
  buckets: SECONDS,
};
export const QUEUE_LENGTH: MetricDeclaration = {
  name: 'boardtalk_inference_queue_length',
  help: 'Questions that wait for a model.',
  kind: 'gauge',
  labels: ['model'],
};
export const REFUSED: MetricDeclaration = {
  name: 'boardtalk_inference_refused_total',
  help: 'Questions that a model did not answer, by reason: busy, expired, failed.',
  kind: 'counter',
  labels: ['model', 'reason'],
};
export const CACHE_HITS: MetricDeclaration = {
  name: 'boardtalk_inference_cache_hits_total',
  help: 'Questions that were answered without a run, because the same picture was asked about lately.',
  kind: 'counter',
  labels: ['model'],
};
export const CACHE_MISSES: MetricDeclaration = {
  name: 'boardtalk_inference_cache_misses_total',
  help: 'Questions that needed a run.',
  kind: 'counter',
  labels: ['model'],
};
export const LOADS: MetricDeclaration = {
  name: 'boardtalk_inference_loads_total',
  help: 'Times that a model was loaded: at first use, after a change of its file, after a rest.',
  kind: 'counter',
  labels: ['model'],
};
export const DOWNGRADES: MetricDeclaration = {
  name: 'boardtalk_inference_downgrades_total',
  help: 'What was wished for a model and could not be had when it was loaded: kernels, a delegate, a library.',
  kind: 'counter',
  labels: ['model'],
};

export const RESTARTS: MetricDeclaration = {
  name: 'boardtalk_inference_restarts_total',
  help: 'Times that the process of a model had died and was started again.',
  kind: 'counter',
  labels: ['model'],
};

export const INFERENCE_METRICS: readonly MetricDeclaration[] = [
  LATENCY,
  QUEUE_LENGTH,
  REFUSED,
  CACHE_HITS,
  CACHE_MISSES,
  LOADS,
  DOWNGRADES,
  RESTARTS,
];
