/** Alert: the process is blocked so long that interlocks and regulators react late. */
import type { AlertDeclaration } from '../core/alert.ts';
import type { ProcessVitals } from './process-vitals.ts';

export function eventLoopAlert({ vitals }: { readonly vitals: ProcessVitals }): AlertDeclaration {
  return {
    code: 'event-loop',
    title: 'Boardtalk reacts late',
    severity: 'critical',
    sample: () => (vitals.latest === undefined ? undefined : { value: vitals.latest.stallMs }),
    everyMs: 10_000,
    above: 250,
    forMs: 60_000,
    text: (value) =>
      `For a minute, Boardtalk has been blocked again and again, last for ${value.toFixed(0)} ms: ` +
      'interlocks and regulators react that much later. Look at: boardtalk doctor',
  };
}
