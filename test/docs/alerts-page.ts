/** `docs/alerts.md`, made from the alerts of all rooms. */
import { formatDuration } from '../../runtime/core/duration.ts';
import { findAlerts } from './declarations.ts';

export async function alertsPage(): Promise<string> {
  const alerts = await findAlerts();
  return [
    '# Alerts',
    '',
    'An alert fires when what it looks at is too high for some time without a break, and ends at the',
    'first value that is not. While it cannot be looked at, it stays as it was. This page is made from',
    'the code with `make docs`.',
    '',
    '| code | severity | what it says | after |',
    '|---|---|---|---|',
    ...alerts.map(row).sort(),
    '',
  ].join('\n');
}

function row({
  code,
  severity,
  title,
  forMs,
}: Awaited<ReturnType<typeof findAlerts>>[number]): string {
  return `| \`${code}\` | ${severity} | ${title} | ${forMs === 0 ? 'at once' : formatDuration(forMs)} |`;
}
