/**
 * Every MQTT topic there is, built and read here and nowhere else. Ids are `[a-z0-9-]+`, so no
 * slash and no wildcard ever stands in a level: `bt/1/<site>/<node>/<what>[/<thing>]`.
 */
const PREFIX = 'bt/1';

/** What a node says. Readings, descriptions and events end with the thing they are about. */
const SPOKEN = [
  'status',
  'modes',
  'td',
  'r',
  'res',
  'event',
  'journal',
  'backlog',
  'ask',
  'log',
  'metrics',
] as const;
/** What the gateway says to a node. */
const HEARD = ['cmd', 'ack', 'bundle', 'time', 'tasks'] as const;

type Spoken = (typeof SPOKEN)[number];
type Heard = (typeof HEARD)[number];

export interface Topic {
  readonly site: string;
  readonly node: string;
  readonly what: Spoken | Heard;
  readonly thing?: string;
}

export function nodeTopic(site: string, node: string, what: Spoken | Heard): string {
  return `${PREFIX}/${site}/${node}/${what}`;
}

export function thingTopic(
  { site, node }: Pick<Topic, 'site' | 'node'>,
  what: 'td' | 'r' | 'event',
  thing: string,
): string {
  return `${nodeTopic(site, node, what)}/${thing}`;
}

/** What the gateway listens to: one kind of message, from every node. */
export function siteFilter(site: string, what: Spoken): string {
  const all = `${PREFIX}/${site}/+/${what}`;
  return isAboutThings(what) ? `${all}/+` : all;
}

/** Where a foreign client asks for a write, and policy decides: `bt/1/<site>/set/<thing>/<property>`. undefined for any other topic. */
export function parseSetTopic(
  site: string,
  topic: string,
): { readonly thing: string; readonly property: string } | undefined {
  const [, of, thing, property] =
    /^bt\/1\/([a-z0-9-]+)\/set\/([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(topic) ?? [];
  return of !== site || thing === undefined || property === undefined
    ? undefined
    : { thing, property };
}

/** Of any site and version: what is under our prefix is not for others to say. */
export function isOurTopic(topic: string): boolean {
  return topic.startsWith('bt/');
}

/** Can a topic that this filter matches be one of ours? */
export function mayBeOurs(filter: string): boolean {
  return /^(?:bt|[+#])(?:\/|$)/.test(filter);
}

/** undefined when it is none of ours. */
export function parseTopic(topic: string): Topic | undefined {
  const found = /^bt\/1\/([a-z0-9-]+)\/([a-z0-9-]+)\/([a-z]+)(?:\/([a-z0-9-]+))?$/.exec(topic);
  const [, site = '', node = '', what = '', thing] = found ?? [];
  const known = [...SPOKEN, ...HEARD].find((name) => name === what);
  if (found === null || known === undefined) return undefined;
  return { site, node, what: known, ...(thing === undefined ? {} : { thing }) };
}

/** Filters a node may subscribe to: what it is told, and what the other boards measure. */
export function nodeReads(site: string, node: string): readonly string[] {
  const own = HEARD.map((what) => nodeTopic(site, node, what));
  return [...own, `${PREFIX}/${site}/+/r/+`, `${PREFIX}/${site}/+/status`];
}

/** Filters of what a node may publish: nothing in another's name. */
export function nodeWrites(site: string, node: string): readonly string[] {
  return SPOKEN.flatMap((what) => {
    const own = nodeTopic(site, node, what);
    return isAboutThings(what) ? [`${own}/+`] : [own];
  });
}

function isAboutThings(what: Spoken): boolean {
  return what === 'td' || what === 'r' || what === 'event';
}
