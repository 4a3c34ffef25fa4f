/**
 * The site together with what this node has learned to say of its things: how unlike the usual a
 * reading is. These properties belong to no board: they are made where the past is kept, and neither a
 * board's plan nor its bundle has them. Pure.
 */
import type { Site, SiteBoard, SiteProperty, SiteThing } from './site.ts';

export interface LearnedProperty {
  readonly thing: string;
  /** Its source is `learned`. */
  readonly spec: SiteProperty;
}

/** What is no more, a thing or what was learned of it, is left out; a name that the site has is the site's. */
export function withLearned(site: Site, learned: readonly LearnedProperty[]): Site {
  if (learned.length === 0) return site;
  const boards = site.boards.map((board) => ({
    ...board,
    things: board.things.map((thing) => {
      const more = learned.filter((each) => each.thing === thing.id && fits(thing, each.spec));
      if (more.length === 0) return thing;
      return { ...thing, properties: [...thing.properties, ...more.map(({ spec }) => spec)] };
    }),
  }));
  return { ...site, boards };
}

function fits({ properties }: SiteThing, { name, source }: SiteProperty): boolean {
  if (source.kind !== 'learned') return false;
  const names = properties.map((property) => property.name);
  return names.includes(source.from) && !names.includes(name);
}

/** As it is configured. */
export function withoutLearned(board: SiteBoard): SiteBoard {
  return { ...board, things: board.things.map(withoutLearnedOf) };
}

/** The same thing where nothing was learned of it. */
export function withoutLearnedOf(thing: SiteThing): SiteThing {
  if (!thing.properties.some(isLearned)) return thing;
  return { ...thing, properties: thing.properties.filter((property) => !isLearned(property)) };
}

/** Things of which something was learned, with nothing but that. */
export function learnedOf(things: readonly SiteThing[]): readonly SiteThing[] {
  return things
    .filter(({ properties }) => properties.some(isLearned))
    .map((thing) => ({ ...thing, properties: thing.properties.filter(isLearned) }));
}

export function isLearned({ source }: SiteProperty): boolean {
  return source.kind === 'learned';
}
