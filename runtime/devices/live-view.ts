/** All things as a page shows them: titles, modes and readings now, and every change as it comes. */
import type { Reading } from '../core/reading.ts';
import type { Site, SiteThing, Titles } from '../config/site.ts';
import type { ModeName } from './modes.ts';
import type { ModesView } from './site-modes.ts';
import type { ThingsView } from './things-view.ts';

export interface ThingView {
  readonly id: string;
  readonly title: Titles;
  readonly area: Named;
  /** It hangs on. */
  readonly board: Named;
  readonly kind: string;
  readonly mode: ModeName;
  readonly properties: readonly PropertyView[];
}

interface PropertyView {
  readonly name: string;
  readonly title: Titles;
  readonly type: 'boolean' | 'number';
  readonly words: SiteThing['properties'][number]['words'];
  readonly writable: boolean;
  /** What can be measured, or written, in the reading's unit. */
  readonly range?: readonly [number, number];
  readonly reading: Reading;
}

export type ViewChange =
  | {
      readonly kind: 'reading';
      readonly thing: string;
      readonly property: string;
      readonly reading: Reading;
    }
  | { readonly kind: 'mode'; readonly thing: string; readonly mode: ModeName };

export interface LiveViewParts {
  readonly site: Site;
  readonly things: ThingsView;
  readonly modes: ModesView;
}

const NEVER: Reading = { value: null, quality: 'stale', at: 0 };

export class LiveView {
  readonly #parts: LiveViewParts;

  constructor(parts: LiveViewParts) {
    this.#parts = parts;
  }

  snapshot(): readonly ThingView[] {
    return this.#parts.things.list().map((thing) => this.#view(thing));
  }

  /** Hears every new reading and every change of mode. Returns how to stop. */
  onChange(listener: (change: ViewChange) => void): () => void {
    const stopReadings = this.#parts.things.onReading(({ address }, reading) => {
      listener({ kind: 'reading', ...address, reading });
    });
    const stopModes = this.#parts.modes.onChange((thing) => {
      listener({ kind: 'mode', thing, mode: this.#parts.modes.nameOf(thing) });
    });
    return () => {
      stopReadings();
      stopModes();
    };
  }

  #view({ id, title, area, board, kind, properties }: SiteThing): ThingView {
    const { site, things, modes } = this.#parts;
    const rows = properties.map(({ name, title: own, type, words, writable, range }) => {
      const reading = things.find({ thing: id, property: name })?.reading() ?? NEVER;
      const limits = range === undefined ? {} : { range };
      return { name, title: own, type, words, writable, ...limits, reading };
    });
    return {
      id,
      title,
      area: named(area, site.areas),
      board: named(board, site.boards),
      kind,
      mode: modes.nameOf(id),
      properties: rows,
    };
  }
}

interface Named {
  readonly id: string;
  readonly title: Titles;
}

/** Where nobody gave it a title, its id stands for one. */
function named(id: string, all: readonly Named[]): Named {
  return { id, title: all.find((one) => one.id === id)?.title ?? { en: id } };
}
