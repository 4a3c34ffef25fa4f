/** All things as a page shows them: titles, modes and readings now, and every change as it comes. */
import type { Clock } from '../core/clock.ts';
import { formatAddress, type Reading } from '../core/reading.ts';
import type { Site, SiteThing, Titles } from '../config/site.ts';
import { doubtOf, type Doubt } from './contradiction.ts';
import type { LiveProperty } from './live-property.ts';
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
  /** It is not to be believed as it stands. */
  readonly doubt?: Doubt;
}

export type ViewChange =
  | {
      readonly kind: 'reading';
      readonly thing: string;
      readonly property: string;
      readonly reading: Reading;
    }
  | {
      readonly kind: 'doubt';
      readonly thing: string;
      readonly property: string;
      /** Absent: it is over. */
      readonly doubt?: Doubt;
    }
  | { readonly kind: 'mode'; readonly thing: string; readonly mode: ModeName };

export interface LiveViewParts {
  readonly site: Site;
  readonly things: ThingsView;
  readonly modes: ModesView;
  readonly clock: Clock;
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
    const doubts = new Map<string, string>();
    const stopReadings = this.#parts.things.onReading((property, reading) => {
      listener({ kind: 'reading', ...property.address, reading });
      for (const doubted of this.#provenBy(property)) this.#tellDoubt(doubted, doubts, listener);
    });
    const stopModes = this.#parts.modes.onChange((thing) => {
      listener({ kind: 'mode', thing, mode: this.#parts.modes.nameOf(thing) });
    });
    return () => {
      stopReadings();
      stopModes();
    };
  }

  /** Itself, and whatever names it as its proof: a doubt comes and goes with either. */
  #provenBy(changed: LiveProperty): readonly LiveProperty[] {
    const { things } = this.#parts;
    return things.properties().filter(({ name, spec: { proof } }) => {
      if (proof === undefined) return false;
      return name === changed.name || formatAddress(proof.reading) === changed.name;
    });
  }

  /** Told when it changes, and with each new reading that contradicts. */
  #tellDoubt(
    property: LiveProperty,
    told: Map<string, string>,
    listener: (change: ViewChange) => void,
  ): void {
    const doubt = this.#doubt(property);
    const now = JSON.stringify(doubt ?? null);
    if ((told.get(property.name) ?? 'null') === now) return;
    told.set(property.name, now);
    listener({ kind: 'doubt', ...property.address, ...(doubt === undefined ? {} : { doubt }) });
  }

  #doubt(property: LiveProperty | undefined): Doubt | undefined {
    const { things, clock } = this.#parts;
    return property === undefined ? undefined : doubtOf(property, things, clock);
  }

  #view({ id, title, area, board, kind, properties }: SiteThing): ThingView {
    const { site, things, modes } = this.#parts;
    const rows = properties.map(({ name, title: own, type, words, writable, range }) => {
      const live = things.find({ thing: id, property: name });
      const reading = live?.reading() ?? NEVER;
      const doubt = this.#doubt(live);
      const limits = range === undefined ? {} : { range };
      return {
        name,
        title: own,
        type,
        words,
        writable,
        ...limits,
        reading,
        ...(doubt === undefined ? {} : { doubt }),
      };
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
