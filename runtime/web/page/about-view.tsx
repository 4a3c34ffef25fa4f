/** About this node: who is signed in, what the doctor finds, which keys there are, what can be said. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageProps } from './page-props.ts';
import { isActions, isDiagnoses, type ActionRow } from './answers.ts';
import { useAnswer } from './use-answer.ts';
import { Waiting } from './waiting.tsx';

const KEYS = [
  ['Ctrl K', 'keyChat'],
  ['Alt Shift 1 … 6', 'keyViews'],
  ['Esc', 'keyClose'],
] as const;

export function AboutView({ page }: PageProps): JSX.Element {
  const { wording, speaker } = page;
  return (
    <>
      <div class="view-head">
        <h2>{wording.text('about')}</h2>
        {speaker !== undefined && (
          <span class="hint">
            {wording.text('signedInAs', { x: `${speaker.person} (${speaker.role})` })}
          </span>
        )}
      </div>
      <Doctor page={page} />
      <div class="panels">
        <section class="panel">
          <h3>{wording.text('keys')}</h3>
          <dl class="facts">
            {KEYS.map(([keys, word]) => (
              <div key={keys}>
                <dt>{wording.text(word)}</dt>
                <dd>
                  <kbd>{keys}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
        <section class="panel">
          <h3>{wording.text('rest')}</h3>
          <p>{wording.text('restMeans')}</p>
          <p>
            <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>
          </p>
        </section>
      </div>
      <Sayings page={page} />
    </>
  );
}

function Doctor({ page }: PageProps): JSX.Element {
  const { wording } = page;
  const asked = useAnswer(page, { action: 'doctor', is: isDiagnoses, everyMs: 0 });
  return (
    <section class="panel">
      <div class="view-head">
        <h3>{wording.text('doctor')}</h3>
        <button type="button" onClick={asked.again}>
          {wording.text('again')}
        </button>
      </div>
      {asked.data === undefined && <Waiting page={page} asked={asked} />}
      <ul class="rows">
        {asked.data?.map(({ code, question, verdict, text, fix }) => (
          <li key={code} class="task" data-testid="diagnosis">
            <span class={`badge verdict-${verdict}`}>{wording.text(`verdict:${verdict}`)}</span>
            <strong>{question}</strong>
            <span class="hint detail">{text}</span>
            {fix !== undefined && <span class="detail">{fix}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Made from the catalogue; what only a terminal understands is left out. */
function Sayings({ page }: PageProps): JSX.Element {
  const [actions, setActions] = useState<readonly ActionRow[]>([]);
  useEffect(() => {
    void page.rest.list().then((answer) => {
      if (answer.kind === 'done' && isActions(answer.data)) setActions(answer.data);
    });
  }, []);
  return (
    <section class="panel">
      <h3>{page.wording.text('sayings')}</h3>
      <dl class="facts">
        {actions.map(({ name, help, examples }) => {
          const said = page.wording.pick(examples).filter((text) => !text.startsWith('boardtalk '));
          return (
            said.length > 0 && (
              <div key={name}>
                <dt>{page.wording.pick(help)}</dt>
                <dd>{said.join(' · ')}</dd>
              </div>
            )
          );
        })}
      </dl>
    </section>
  );
}
