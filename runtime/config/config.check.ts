/** Doctor: is everything in the site's files meant so? Placeholders and secrets written out work, and should not stay. */
import type { DoctorCheck, Finding } from '../core/doctor-check.ts';
import { formatDiagnostic } from './diagnostic.ts';
import type { Site } from './site.ts';

export interface ConfigCheckParts {
  readonly site: Pick<Site, 'warnings'>;
  /** What is wrong with the newest edit, while the site goes on without it. */
  readonly mistakes?: () => readonly string[];
}

export function configCheck({ site, mistakes = () => [] }: ConfigCheckParts): DoctorCheck {
  return {
    code: 'config',
    question: "Are the site's files in force, and free of placeholders and of secrets written out?",
    look: () => Promise.resolve(refusedEdit(mistakes()) ?? judge(site.warnings)),
  };
}

function refusedEdit(mistakes: readonly string[]): Finding | undefined {
  if (mistakes.length === 0) return undefined;
  return {
    verdict: 'fail',
    text: `the newest edit of the site changed nothing:\n${mistakes.join('\n')}`,
    fix: 'Correct these lines; the files are looked at every second.',
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
