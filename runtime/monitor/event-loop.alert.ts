/** Alert: the process is blocked so long that interlocks and regulators react late. */
import type { AlertDeclaration } from '../core/alert.ts';
import type { ProcessVitals } from './process-vitals.ts';

export function eventLoopAlert({ vitals }: { readonly vitals: ProcessVitals }): AlertDeclaration {
  return {
    code: 'event-loop',
    title: { en: 'Boardtalk reacts late', zh: 'Boardtalk 反应迟缓' },
    severity: 'critical',
    sample: () => (vitals.latest === undefined ? undefined : { value: vitals.latest.stallMs }),
    everyMs: 10_000,
    above: 250,
    unit: 'ms',
    forMs: 60_000,
    text: (value) => ({
      en:
        `For a minute, it has been blocked again and again, last for ${value.toFixed(0)} ms: ` +
        'interlocks and regulators react that much later. Look at: boardtalk doctor',
      zh: `一分钟内多次阻塞，最近一次 ${value.toFixed(0)} 毫秒：联锁和调节因此变慢。请查看：boardtalk doctor`,
    }),
  };
}
