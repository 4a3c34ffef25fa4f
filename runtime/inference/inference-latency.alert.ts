/** Alert: models take so long that what rests on them comes too late. */
import type { AlertDeclaration } from '../core/alert.ts';
import type { LatencyWindow } from './latency-window.ts';

export interface InferenceLatencyAlertParts {
  readonly latencies: Pick<LatencyWindow, 'p95'>;
}

export function inferenceLatencyAlert({ latencies }: InferenceLatencyAlertParts): AlertDeclaration {
  return {
    code: 'inference-latency',
    title: 'Models take longer than half a second',
    severity: 'warning',
    sample: () => {
      const value = latencies.p95();
      return value === undefined ? undefined : { value };
    },
    everyMs: 10_000,
    above: 500,
    forMs: 0,
    text: (value) =>
      `One look in twenty took ${value.toFixed(0)} ms or longer in the last five minutes, 500 ms are allowed. ` +
      'Try a smaller model, or ask less often; see: boardtalk model bench FILE',
  };
}
