/**
 * The site together with the devices that announced themselves. They join the board of the gateway;
 * what the site directory says of one wins over what it says of itself. Pure.
 */
import { createHash } from 'node:crypto';
import { deliveredRange } from './checks/property-facts.ts';
import type { DiscoveredConfig } from './devices-schema.ts';
import type { Site, SiteArea, SitePart, SiteProperty, SiteThing, Titles } from './site.ts';

/** One device, complete: every default is filled in. */
export interface DiscoveredDevice {
  /** What it is known by for ever, whatever it is called. */
  readonly key: string;
  readonly part: SitePart;
  readonly things: readonly SiteThing[];
}

/** Where devices are that nobody has put anywhere. */
export const UNPLACED: SiteArea = {
  id: 'unplaced',
  title: { en: 'not placed yet', zh: '未分区' },
  aliases: { en: [], zh: [] },
};

export function withDiscovered(
  site: Site,
  boardId: string,
  devices: readonly DiscoveredDevice[],
): Site {
  const names = new Names(site);
  const taken = devices.flatMap((device) => {
    const things = device.things.flatMap((thing) => place(site, boardId, names, { device, thing }));
    return things.length === 0 ? [] : [{ part: device.part, things }];
  });
  if (taken.length === 0) return site;
  const isUnplaced = taken.some(({ things }) => things.some(({ area }) => area === UNPLACED.id));
  const isKnown = site.areas.some(({ id }) => id === UNPLACED.id);
  return {
    ...site,
    areas: isUnplaced && !isKnown ? [...site.areas, UNPLACED] : site.areas,
    boards: site.boards.map((board) =>
      board.id === boardId
        ? {
            ...board,
            parts: [...board.parts, ...taken.map(({ part }) => part)],
            things: [...board.things, ...taken.flatMap(({ things }) => things)],
          }
        : board,
    ),
  };
}

/** Which names mean something already: a device must not take the name of something else. */
class Names {
  readonly #ids: Set<string>;
  readonly #titles: Set<string>;

  constructor({ boards, areas, discovered }: Site) {
    const things = boards.flatMap((board) => board.things);
    this.#ids = new Set(things.map(({ id }) => id));
    const said = Object.values(discovered);
    this.#titles = new Set(
      [...areas, ...boards, ...things, ...said].flatMap((each) =>
        [
          ...spellings(each.title),
          ...('aliases' in each ? [...(each.aliases?.en ?? []), ...(each.aliases?.zh ?? [])] : []),
        ].map(normalise),
      ),
    );
  }

  id(wanted: string, suffix: string): string {
    const id = this.#ids.has(wanted) ? `${wanted}-${suffix}` : wanted;
    this.#ids.add(id);
    return id;
  }

  title({ en, zh }: Titles, suffix: string): Titles {
    const isTaken = [en, zh].some(
      (text) => text !== undefined && this.#titles.has(normalise(text)),
    );
    const title = isTaken ? { en: `${en} ${suffix}` } : { en, zh };
    for (const text of spellings(title)) this.#titles.add(normalise(text));
    return title;
  }
}

function spellings(title: Titles | undefined): string[] {
  return [title?.en, title?.zh].filter((text) => text !== undefined);
}

function normalise(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
}

function place(
  site: Site,
  board: string,
  names: Names,
  { device, thing }: { device: DiscoveredDevice; thing: SiteThing },
): SiteThing[] {
  const suffix = createHash('sha256').update(device.key).digest('hex').slice(0, 4);
  const id = names.id(thing.id, suffix);
  const said = site.discovered[id];
  if (said?.ignore === true) return [];
  const area = said?.area ?? areaOf(site, thing.area);
  const title = said?.title ?? names.title(thing.title, suffix);
  return [{ ...override({ ...thing, title, area }, said), id, board }];
}

/** What a device says of where it is counts when the site has such an area. */
function areaOf({ areas }: Site, wanted: string): string {
  const name = normalise(wanted);
  const found = areas.find(
    ({ id, title, aliases }) =>
      id === wanted ||
      [...spellings(title), ...aliases.en, ...aliases.zh].some((each) => normalise(each) === name),
  );
  return found?.id ?? UNPLACED.id;
}

function override(thing: SiteThing, said: DiscoveredConfig | undefined): SiteThing {
  if (said === undefined) return thing;
  return {
    ...thing,
    aliases: said.aliases ?? thing.aliases,
    kind: said.kind ?? thing.kind,
    role: said.role ?? thing.role,
    properties: thing.properties.map((property) =>
      overrideProperty(property, said.properties[property.name]),
    ),
  };
}

function overrideProperty(
  property: SiteProperty,
  said: DiscoveredConfig['properties'][string] | undefined,
): SiteProperty {
  if (said === undefined) return property;
  const { staleAfter, faultyAfter, settle, confirm, calibrate, range, ...rest } = said;
  const staleAfterMs = staleAfter ?? property.staleAfterMs;
  const delivered = range ?? deliveredRange({ ...property, name: '' }, calibrate);
  const { range: _ownRange, ...others } = property;
  return {
    ...others,
    ...given(rest),
    ...(delivered === undefined ? {} : { range: delivered }),
    calibrate: calibrate ?? property.calibrate,
    staleAfterMs,
    faultyAfterMs:
      faultyAfter ?? (staleAfter === undefined ? property.faultyAfterMs : staleAfterMs * 4),
    settleMs: settle ?? property.settleMs,
    confirm: confirm === 'never' ? undefined : (confirm ?? property.confirm),
  };
}

/** Without what was not said. */
function given<Said extends object>(
  said: Said,
): { [Key in keyof Said]: NonNullable<Said[Key]> } | object {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}
