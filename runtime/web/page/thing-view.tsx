/** One thing: its values and controls, its mode, why it is so, and its past. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LiveProperty, LiveThing } from '../ports.ts';
import type { PageProps } from './page-props.ts';
import { HistoryPanel } from './history-panel.tsx';
import { Icon } from './icon.tsx';
import { ModeControl } from './mode-control.tsx';
import { PropertyControl } from './property-control.tsx';
import { SightPanel } from './sight-panel.tsx';
import { DoubtBadge, isControlled, PropertyValue, ReadingBadge } from './thing-card.tsx';
import { WhyButton } from './why-button.tsx';

export function ThingView({ page, id }: PageProps & { readonly id: string }): JSX.Element {
  const { wording } = page;
  const thing = page.site.thing(id);
  if (thing === undefined)
    return <p class="empty">{wording.text(page.isLive ? 'noSuchThing' : 'loading')}</p>;
  return (
    <>
      <div class="view-head">
        <a class="back" href="#/overview" aria-label={wording.text('back')}>
          <span aria-hidden="true">←</span>
        </a>
        <Icon name={thing.kind} />
        <h2>{wording.title(thing.title)}</h2>
        <span class="hint">{`${wording.title(thing.area.title)} · ${wording.title(thing.board.title)}`}</span>
      </div>
      <div class="panels">
        <section class="panel">
          {thing.properties.map((property) => (
            <Row key={property.name} {...{ page, thing, property }} />
          ))}
          <WhyButton page={page} target={thing.id} />
        </section>
        {thing.kind === 'camera' && (
          <section class="panel">
            <SightPanel page={page} thing={thing} />
          </section>
        )}
        {isControlled(thing) && (
          <section class="panel">
            <h3>{wording.text('mode')}</h3>
            <ModeControl page={page} thing={thing} />
          </section>
        )}
      </div>
      <Past page={page} thing={thing} />
    </>
  );
}

function Row({
  page,
  thing,
  property,
}: PageProps & { readonly thing: LiveThing; readonly property: LiveProperty }): JSX.Element {
  return (
    <div class="property large">
      <span class="property-title">{page.wording.title(property.title)}</span>
      <PropertyValue {...{ page, thing, property }} />
      {property.doubt !== undefined && <DoubtBadge page={page} doubt={property.doubt} />}
      <ReadingBadge page={page} reading={property.reading} />
      {property.writable && <PropertyControl {...{ page, thing, property }} />}
    </div>
  );
}

function Past({ page, thing }: PageProps & { readonly thing: LiveThing }): JSX.Element {
  const { wording } = page;
  const measured =
    thing.properties.find(({ words }) => words === 'somebody-nobody') ??
    thing.properties.find(({ type }) => type === 'number') ??
    thing.properties[0];
  const [name, setName] = useState(measured?.name);
  const property = thing.properties.find((one) => one.name === name) ?? measured;
  return (
    <section class="panel" aria-label={wording.text('past')}>
      <div class="view-head">
        <h3>{wording.text('past')}</h3>
        {thing.properties.length > 1 && (
          <div class="segments" role="group" aria-label={wording.text('values')}>
            {thing.properties.map((one) => (
              <button
                key={one.name}
                type="button"
                aria-pressed={one === property}
                onClick={() => setName(one.name)}
              >
                {wording.title(one.title)}
              </button>
            ))}
          </div>
        )}
      </div>
      {property !== undefined && (
        <HistoryPanel key={property.name} {...{ page, thing, property }} />
      )}
    </section>
  );
}
