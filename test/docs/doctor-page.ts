/** `docs/doctor.md`, made from the checks of all rooms. */
import { findChecks } from './declarations.ts';

export async function doctorPage(): Promise<string> {
  const checks = await findChecks();
  return [
    '# Doctor',
    '',
    '`boardtalk doctor` asks these questions, and changes nothing. Each answer is `ok`, `warn` or',
    '`fail`, says what was found, and unless it is `ok` says how to mend it. This page is made from the',
    'code with `make docs`.',
    '',
    '| code | question |',
    '|---|---|',
    ...checks.map(({ code, question }) => `| \`${code}\` | ${question} |`).sort(),
    '',
  ].join('\n');
}
