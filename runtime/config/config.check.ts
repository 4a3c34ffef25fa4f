/** Doctor: is everything in the site's files meant so? Placeholders and secrets written out work, and should not stay. */
import type { DoctorCheck, Finding } from '../core/doctor-check.ts';
import { formatDiagnostic } from './diagnostic.ts';
import type { Site } from './site.ts';

export function configCheck({ site }: { readonly site: Pick<Site, 'warnings'> }): DoctorCheck {
  return {
    code: 'config',
    question: "Are the site's files free of placeholders, and of secrets written out?",
    look: () => Promise.resolve(judge(site.warnings)),
  };
}

function judge(warnings: Site['warnings']): Finding {
  if (warnings.length === 0) return { verdict: 'ok', text: 'nothing to look at' };
  return {
    verdict: 'warn',
    text: warnings.map(formatDiagnostic).join('\n'),
    fix: 'Put each secret in a file of its own, for this user only (mode 0600), and write: file:PATH',
  };
}
