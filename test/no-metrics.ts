/** Counts nothing, for tests of something else. */
import type { Metrics } from '../runtime/core/metric.ts';

const ignore = (): void => undefined;

export const noMetrics: Metrics = { increment: ignore, set: ignore, observe: ignore };
