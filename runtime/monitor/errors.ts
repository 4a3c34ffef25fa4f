/** What the monitor room refuses: code → what to do next. */
import type { Refusal } from '../core/refusal.ts';

export const ALERT_ERRORS = {
  ALERT_NONE: 'What is open is listed by "alerts".',
  ALERT_WHICH: 'Say which: “acknowledge the alert cpu”; or “acknowledge all alerts”.',
} as const;

export function refuseAlert(
  code: keyof typeof ALERT_ERRORS,
  { en, zh }: { readonly en: string; readonly zh: string },
): Refusal {
  return { code, message: en, hint: ALERT_ERRORS[code], zh };
}
