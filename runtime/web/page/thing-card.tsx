/** One thing at a glance: its values, how far they can be trusted, its mode, and what can be switched at once. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Quality, Reading } from '../../core/reading.ts';
import type { Doubt, LiveProperty, LiveThing } from '../ports.ts';
import { MODE_WORDS } from './mode-words.ts';
import type { PageProps } from './page-props.ts';
import { Icon } from './icon.tsx';
import { pathOfThing } from './route.ts';
import { SightPanel } from './sight-panel.tsx';
import { Sparkline } from './sparkline.tsx';
import { PropertySwitch } from './property-control.tsx';
import { valueText } from './value-text.ts';

interface Props extends PageProps {
  readonly thing: LiveThing;
}

export function ThingCard({ page, thing }: Props): JSX.Element {
  const { wording } = page;
  const shared = sharedQuality(thing);
  return (
    <article class="thing" data-testid={`thing-${thing.id}`}>
      <div class="thing-head">
        <Icon name={thing.kind} />
        <h4>
          <a href={pathOfThing(thing.id)}>{wording.title(thing.title)}</a>
        </h4>
        {isControlled(thing) && (
          <span class={`badge mode-${thing.mode}`}>{wording.text(MODE_WORDS[thing.mode])}</span>
        )}
        {shared !== undefined && <QualityBadge page={page} quality={shared} />}
      </div>
      {thing.properties.map((property) => (
        <PropertyRow
          {...{ key: property.name, page, thing, property }}
          isMarked={shared === undefined}
        />
      ))}
      {thing.kind === 'camera' && <SightPanel page={page} thing={thing} />}
    </article>
  );
}

/** A mode means nothing for what can only be read. */
export function isControlled({ properties }: LiveThing): boolean {
  return properties.some(({ writable }) => writable);
}

/** Said once where it is the same for all. */
function sharedQuality({ properties }: LiveThing): Quality | undefined {
  if (properties.some(({ reading }) => reading.missing !== undefined)) return undefined;
  const qualities = new Set(properties.map(({ reading }) => reading.quality));
  const [only] = qualities;
  return qualities.size === 1 && only !== 'good' ? only : undefined;
}

interface RowProps extends Props {
  readonly property: LiveProperty;
  readonly isMarked: boolean;
}

function PropertyRow({ page, thing, property, isMarked }: RowProps): JSX.Element {
  const { name, title, type, writable, reading } = property;
  const address = { thing: thing.id, property: name };
  useEffect(() => {
    if (type === 'number') page.past.want(address);
  }, [thing.id, name]);
  return (
    <div class="property">
      <span class="property-title">{page.wording.title(title)}</span>
      {type === 'number' && <Sparkline samples={page.site.tail(address)} />}
      <PropertyValue page={page} thing={thing} property={property} />
      {writable && type === 'boolean' && <PropertySwitch {...{ page, thing, property }} />}
      {property.doubt !== undefined && <DoubtBadge page={page} doubt={property.doubt} />}
      {isMarked && <ReadingBadge page={page} reading={reading} />}
      {isOld(reading) && <span class="last">{lastText(reading, page)}</span>}
    </div>
  );
}

export function PropertyValue({
  page,
  thing,
  property,
}: Props & { readonly property: LiveProperty }): JSX.Element {
  const { value, unit, quality } = property.reading;
  const { doubt } = property;
  return (
    <span
      class="value"
      data-doubt={doubt?.kind}
      data-testid={`value-${thing.id}-${property.name}`}
      data-quality={quality}
      data-on={typeof value === 'boolean' && doubt === undefined ? value : undefined}
    >
      {valueText(page.wording, value, unit, property)}
    </span>
  );
}

/** "checking …" while the world is given its time; then what says otherwise, in its own words. */
export function DoubtBadge({ page, doubt }: PageProps & { readonly doubt: Doubt }): JSX.Element {
  const { wording, site } = page;
  if (doubt.kind === 'settling')
    return <span class="badge doubt-settling">{wording.text('settling')}</span>;
  const { by } = doubt;
  const seen = valueText(wording, by.value, by.unit, site.property(by.thing, by.property));
  const title = wording.title(site.thing(by.thing)?.title ?? { en: by.thing });
  return (
    <span class="badge doubt-contradicted" data-testid="contradicted">
      {wording.text('contradicted', { x: `${title} ${seen}` })}
    </span>
  );
}

function QualityBadge({
  page,
  quality,
}: PageProps & { readonly quality: Quality }): JSX.Element | null {
  if (quality === 'good') return null;
  return <span class={`badge quality-${quality}`}>{page.wording.text(quality)}</span>;
}

/** What waits for its model is not broken. */
export function ReadingBadge({
  page,
  reading: { quality, missing },
}: PageProps & { readonly reading: Reading }): JSX.Element | null {
  if (missing === undefined) return <QualityBadge page={page} quality={quality} />;
  return <span class="badge">{page.wording.text('missingModel')}</span>;
}

function isOld({ quality }: Reading): boolean {
  return quality === 'stale' || quality === 'faulty';
}

function lastText({ at, missing }: Reading, { wording }: PageProps['page']): string {
  if (missing !== undefined) return wording.text('missingModelFix', { x: missing });
  return at === 0 ? wording.text('never') : `${wording.text('lastAt')} ${wording.moment(at)}`;
}
