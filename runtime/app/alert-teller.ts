/** Tells people of the alerts of the node itself: what, since when, why; and when it is over. What was learned tells by itself. */
import type { AlertDeclaration, AlertState } from '../core/alert.ts';
import { errorMessage } from '../core/app-error.ts';
import type { GatewaySide } from './gateway-shapes.ts';
import type { Ground } from './ground.ts';

export type TellAlert = (alert: AlertState, declaration: AlertDeclaration) => void;

/** @param outbox it is built later */
export function alertTeller(
  { people, site, speech, log }: Ground,
  outbox: () => Pick<GatewaySide['outbox'], 'announce'>,
): TellAlert {
  const told = new Set<string>();
  return ({ code, subject, state, since, value }, { title, text }) => {
    if (subject !== undefined) return;
    const isOver = state === 'ok' && told.delete(code);
    if (state === 'firing') told.add(code);
    else if (!isOver) return;
    const time = speech.time(since);
    const said = isOver ? `${title}: that is over since ${time}.` : `${time} ${text(value ?? 0)}`;
    const { language } = site;
    const everybody = people.list().map(({ id }) => ({ chat: `web:${id}`, language }));
    const news = { kind: 'notice', name: title, isFailure: false, text: said } as const;
    outbox()
      .announce(everybody, news)
      .catch((error: unknown) => {
        log.error({ alert: code, error: errorMessage(error) }, 'people could not be told');
      });
  };
}
