/** All things of the site, by area or by board, with a way to find one among many. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LiveThing } from '../ports.ts';
import { AlertList } from './alert-list.tsx';
import type { PageProps } from './page-props.ts';
import type { PageModel } from './page-model.ts';
import { ThingCard } from './thing-card.tsx';

export function OverviewView({ page }: PageProps): JSX.Element {
  const { wording, site } = page;
  const [filter, setFilter] = useState('');
  const found = site.things.filter((thing) => isNamed(thing, filter));
  return (
    <>
      <div class="view-head">
        <h2>{wording.text('overview')}</h2>
        <Grouping page={page} />
        <input
          type="search"
          class="find"
          aria-label={wording.text('find')}
          placeholder={wording.text('find')}
          value={filter}
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      <AlertList page={page} />
      {site.things.some(isSimulated) && <p class="remark">{wording.text('simulatedRemark')}</p>}
      {found.length === 0 && filter !== '' && <p class="empty">{wording.text('findNothing')}</p>}
      {groupsOf(found, page).map(({ id, title, members }) => (
        <section key={id} class="area" aria-label={title}>
          <h3>{title}</h3>
          <div class="cards">
            {members.map((thing) => (
              <ThingCard key={thing.id} page={page} thing={thing} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

function Grouping({ page: { wording, preferences } }: PageProps): JSX.Element {
  return (
    <div class="segments" role="group" aria-label={wording.text('groupBy')}>
      {(['area', 'board'] as const).map((grouping) => (
        <button
          key={grouping}
          type="button"
          data-testid={`group-${grouping}`}
          aria-pressed={preferences.grouping === grouping}
          onClick={() => preferences.group(grouping)}
        >
          {wording.text(grouping === 'area' ? 'byArea' : 'byBoard')}
        </button>
      ))}
    </div>
  );
}

interface Group {
  readonly id: string;
  readonly title: string;
  readonly members: readonly LiveThing[];
}

function groupsOf(
  things: readonly LiveThing[],
  { wording, preferences }: PageModel,
): readonly Group[] {
  const isByBoard = preferences.grouping === 'board';
  const placeOf = (thing: LiveThing): LiveThing['area'] => (isByBoard ? thing.board : thing.area);
  return [...new Set(things.map((thing) => placeOf(thing).id))].map((id) => {
    const members = things.filter((thing) => placeOf(thing).id === id);
    const [first] = members;
    return { id, members, title: first === undefined ? id : wording.title(placeOf(first).title) };
  });
}

/** By any of its names, whatever language the page speaks. */
function isNamed({ id, title }: LiveThing, filter: string): boolean {
  const wanted = filter.trim().toLowerCase();
  return [id, title.en, title.zh ?? ''].some((name) => name.toLowerCase().includes(wanted));
}

function isSimulated({ properties }: LiveThing): boolean {
  return properties.some(({ reading }) => reading.quality === 'simulated');
}
