/** What a camera saw last: its picture, what was seen best in it, how sure that is and from when; and a button that looks anew. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LiveThing } from '../ports.ts';
import { isLook, type LookAnswer } from './answers.ts';
import type { PageModel } from './page-model.ts';
import type { PageProps } from './page-props.ts';
import { PictureCard } from './picture-card.tsx';
import type { RestAnswer } from './rest.ts';

type Seen = Extract<RestAnswer, { kind: 'done' | 'refused' }>;

export function SightPanel({
  page,
  thing,
}: PageProps & { readonly thing: LiveThing }): JSX.Element {
  const { wording } = page;
  const [seen, setSeen] = useState<Seen>();
  const [note, setNote] = useState('');
  const look = async (last: boolean): Promise<void> => {
    setNote(wording.text('loading'));
    const answer = await page.rest.ask('look', { target: thing.id, last });
    const isSaid = answer.kind === 'done' || answer.kind === 'refused';
    if (isSaid) setSeen(answer);
    const refused = answer.kind === 'refused' && !last ? answer.text : '';
    setNote(isSaid ? refused : wording.text('notReached'));
  };
  useEffect(() => void look(true), [thing.id, wording.tag]);
  const [picture] = seen?.attachments ?? [];
  return (
    <div class="sight" data-testid={`sight-${thing.id}`}>
      {seen !== undefined && picture !== undefined && (
        <PictureCard
          attachment={picture}
          caption={captionOf(seen, picture.alt, page)}
          wording={wording}
        />
      )}
      <button type="button" data-testid={`look-${thing.id}`} onClick={() => void look(false)}>
        {wording.text('look')}
      </button>
      <p role="status">{note}</p>
    </div>
  );
}

/** "Workshop camera: somebody · person 97 % · 18:25:51" */
function captionOf(seen: Seen, alt: string, { wording }: PageModel): string {
  const data = seen.kind === 'done' && isLook(seen.data) ? seen.data : undefined;
  return [alt, bestOf(data, wording), timeOf(data, wording)]
    .filter((text) => text !== '')
    .join(' · ');
}

function bestOf(data: LookAnswer | undefined, wording: PageModel['wording']): string {
  if (data?.label === undefined || data.score === undefined) return '';
  return `${wording.title(data.label)} ${String(Math.round(100 * data.score))} %`;
}

function timeOf(data: LookAnswer | undefined, wording: PageModel['wording']): string {
  return data?.ageMs === undefined ? '' : wording.moment(Date.now() - data.ageMs);
}
