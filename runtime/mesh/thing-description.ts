/**
 * What a thing is, in the words of the W3C Web of Things (Thing Description 1.1). Forms point at the
 * REST door of the gateway and not at MQTT topics, because a write has to pass policy.
 */
import type { SiteProperty, SiteThing, Titles } from '../config/site.ts';
import { findUnit } from '../core/units.ts';

/** TD 1.1 §5.3.1.1. */
const CONTEXT = 'https://www.w3.org/2022/wot/td/v1.1';

/** JSON, as far as a description needs it. */
export interface ThingDescription {
  readonly '@context': readonly unknown[];
  readonly id: string;
  readonly title: string;
  readonly titles: Readonly<Record<string, string>>;
  readonly base: string;
  readonly securityDefinitions: Readonly<Record<string, object>>;
  readonly security: readonly string[];
  readonly properties: Readonly<Record<string, object>>;
}

/**
 * @param site id of the site
 * @param base where the REST door is: `http://127.0.0.1:8787`
 */
export function describeThing(site: string, thing: SiteThing, base: string): ThingDescription {
  return {
    '@context': [CONTEXT, { '@language': 'en' }],
    id: `urn:boardtalk:${site}:${thing.board}:${thing.id}`,
    ...inLanguages(thing.title),
    base,
    securityDefinitions: { bearer: { scheme: 'bearer', in: 'header' } },
    security: ['bearer'],
    properties: Object.fromEntries(
      thing.properties.map((property) => [property.name, describeProperty(thing, property)]),
    ),
  };
}

function describeProperty(thing: SiteThing, property: SiteProperty): object {
  const { name, type, unit, range, writable } = property;
  return {
    ...inLanguages(property.title),
    type,
    ...(unit === undefined ? {} : { unit: findUnit(unit)?.display ?? unit }),
    ...(range === undefined ? {} : { minimum: range[0], maximum: range[1] }),
    readOnly: !writable,
    observable: false,
    forms: [
      {
        href: `/api/v1/things/${thing.id}/properties/${name}`,
        contentType: 'application/json',
        op: writable ? ['readproperty', 'writeproperty'] : ['readproperty'],
      },
    ],
  };
}

function inLanguages({ en, zh }: Titles): { title: string; titles: Record<string, string> } {
  return { title: en, titles: { en, ...(zh === undefined ? {} : { zh }) } };
}
