/** What is wrong with the node itself, above all else; nothing where nothing is. */
import type { JSX } from 'preact';
import { isIncidents, type IncidentRow } from './answers.ts';
import type { PageProps } from './page-props.ts';
import { useAnswer } from './use-answer.ts';

const LOOK_EVERY_MS = 15_000;

export function AlertList({ page }: PageProps): JSX.Element | null {
  const question = { action: 'alerts', is: isIncidents, everyMs: LOOK_EVERY_MS };
  const { data = [], again } = useAnswer(page, question);
  if (data.length === 0) return null;
  const { wording } = page;
  const take = ({ id, title }: IncidentRow): void => {
    const work = page.rest.run('alerts-ack', { name: id });
    void page.notices.follow(wording.title(title), work).then(again);
  };
  return (
    <section class="panel" aria-label={wording.text('alerts')} data-testid="alerts">
      <h3>{wording.text('alerts')}</h3>
      <ul class="rows">
        {data.map((incident) => (
          <li key={incident.id} class="task" data-testid="alert">
            <strong>{wording.title(incident.title)}</strong>
            <span class="hint">{wording.time(incident.since)}</span>
            <span class="detail">{wording.title(incident.why)}</span>
            {incident.acknowledged === undefined ? (
              <button type="button" onClick={() => take(incident)}>
                {wording.text('acknowledge')}
              </button>
            ) : (
              <span class="hint">
                {wording.text('acknowledgedBy', { x: incident.acknowledged.by })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
