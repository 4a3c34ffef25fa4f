/** `docs/alerts.md`, made from the alerts of all rooms. */
import { formatDuration } from '../../runtime/core/duration.ts';
import { findAlerts } from './declarations.ts';

export async function alertsPage(): Promise<string> {
  const alerts = await findAlerts();
  return [
    '# Alerts',
    '',
    'An alert fires when what it looks at is too high for some time without a break. It is over when',
    'it has been right again for two minutes; one that comes and goes stays the same one. While it',
    'cannot be looked at, it stays as it was. The gateway looks after itself and the work of the',
    'site. This page is made from the code with `make docs`.',
    '',
    '```sh',
    'boardtalk alerts           # those that are open: since when, why, who looks after them',
    'boardtalk alerts --all     # and those that were',
    'boardtalk alerts ack cpu   # you look after it',
    '```',
    '',
    '- **Told** to everybody in their chat on the page, and in the terminal of the owner: what, since',
    '  when, why, and how it was in the hour before, as a curve in one line and on the page as a picture.',
    '- **Together**: what comes up within 15 seconds is one message, and between two messages there are',
    '  five minutes, unless an alert is critical.',
    '- **Again** after four hours, as long as nobody acknowledges it: “acknowledge the alert cpu”, “ack”,',
    '  确认报警 cpu, 知道了, or the button on the page. Then it is told who looks after it, and no more.',
    '- **Over** is told once, with how long it lasted.',
    '- A restart or a power cut neither forgets one that is open nor tells it again. `boardtalk doctor`',
    '  names those that wait for somebody.',
    '- A program hears of them with `alerts: true` at its platform: see [events.md](events.md).',
    '  What was learned to be usual is told to those who asked for it: [anomaly.md](anomaly.md).',
    '',
    '| code | severity | what it says | after |',
    '|---|---|---|---|',
    ...alerts.map(row).sort(),
    '',
    '- CPU: above 85 % of all processors of the board, for five minutes.',
    '- Models: 95 in 100 looks of the last five minutes took no longer than 500 ms, or it fires.',
    '- Tasks: of those that ended within an hour, at least 20, more than 5 % failed. What was refused did',
    '  not fail, nor what a newer order overtook before it could be measured.',
    '',
  ].join('\n');
}

function row({
  code,
  severity,
  title,
  forMs,
}: Awaited<ReturnType<typeof findAlerts>>[number]): string {
  return `| \`${code}\` | ${severity} | ${title.en} | ${forMs === 0 ? 'at once' : formatDuration(forMs)} |`;
}
