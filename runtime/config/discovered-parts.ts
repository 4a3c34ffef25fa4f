/**
 * What of a board announced itself: it comes, changes and goes while everything else of the board
 * stays as it is. A stranger that announces a lamp must not move a pump. Pure.
 */
import type { SiteBoard, SitePart, SiteThing } from './site.ts';

interface Pieces {
  readonly parts: readonly SitePart[];
  readonly things: readonly SiteThing[];
}

export interface DiscoveredChanges {
  /** As they were: withdrawn, or about to begin anew. */
  readonly gone: Pieces;
  readonly come: Pieces;
}

export function withoutDiscovered(board: SiteBoard): SiteBoard {
  const { parts, things } = discoveredOf(board);
  return {
    ...board,
    parts: board.parts.filter((part) => !parts.includes(part)),
    things: board.things.filter((thing) => !things.includes(thing)),
  };
}

export function changesBetween(before: SiteBoard, after: SiteBoard): DiscoveredChanges {
  const [was, is] = [discoveredOf(before), discoveredOf(after)];
  return { gone: notIn(is, was), come: notIn(was, is) };
}

/** A part and the things that hang on it go together: what changes in one begins the other anew. */
function notIn(others: Pieces, pieces: Pieces): Pieces {
  const known = new Set(others.parts.map((part) => fingerprint(part, others)));
  const parts = pieces.parts.filter((part) => !known.has(fingerprint(part, pieces)));
  return { parts, things: parts.flatMap((part) => thingsOn(part, pieces)) };
}

function fingerprint(part: SitePart, pieces: Pieces): string {
  return JSON.stringify([part, thingsOn(part, pieces)]);
}

function thingsOn({ name }: SitePart, { things }: Pick<Pieces, 'things'>): readonly SiteThing[] {
  return things.filter(({ properties }) =>
    properties.some(({ source }) => source.kind === 'part' && source.part === name),
  );
}

function discoveredOf({ parts, things }: SiteBoard): Pieces {
  const discovered = parts.filter(({ isDiscovered }) => isDiscovered === true);
  return {
    parts: discovered,
    things: discovered.flatMap((part) => thingsOn(part, { things })),
  };
}
