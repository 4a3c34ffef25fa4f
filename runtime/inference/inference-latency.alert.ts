/** Alert: models take so long that what rests on them comes too late. */
import type { AlertDeclaration } from '../core/alert.ts';
import type { LatencyWindow } from './latency-window.ts';

export interface InferenceLatencyAlertParts {
  readonly latencies: Pick<LatencyWindow, 'p95'>;
}

export function inferenceLatencyAlert({ latencies }: InferenceLatencyAlertParts): AlertDeclaration {
  return {
    code: 'inference-latency',
    title: { en: 'Models take longer than half a second', zh: '模型推理超过半秒' },
    severity: 'warning',
    // Where no model was asked for five minutes, none is slow.
    sample: () => ({ value: latencies.p95() ?? 0 }),
    everyMs: 10_000,
    above: 500,
    unit: 'ms',
    forMs: 0,
    text: (value) => ({
      en:
        `One look in twenty took ${value.toFixed(0)} ms or longer in the last five minutes, 500 ms are allowed. ` +
        'Try a smaller model, or ask less often; see: boardtalk model bench FILE',
      zh: `最近五分钟，每二十次推理有一次达到 ${value.toFixed(0)} 毫秒或更久，允许 500 毫秒。请换小一些的模型，或减少调用；测量：boardtalk model bench FILE`,
    }),
  };
}
