/**
 * What a configuration may name, handed in by `app.ts`: this room knows no driver and no board,
 * it only checks that they exist and fit.
 */
import type { Channels } from '../core/channel.ts';
import type { z } from '../core/schema.ts';
import type { BusLine } from './bus-lines.ts';
import type { LinesOfBoard } from './line-address.ts';

export interface Vocabulary {
  /** Those that the site names and there are. */
  readonly drivers: ReadonlyMap<string, DriverVocabulary>;
  readonly boards: ReadonlyMap<string, BoardVocabulary>;
  /** All that there are, for whoever misspelled one. */
  readonly known: NamesInSite;
}

export interface NamesInSite {
  readonly drivers: readonly string[];
  readonly boards: readonly string[];
}

/** Loads what a site names and nothing else: a driver or a board that nobody uses costs no time and no memory. */
export type FindVocabulary = (named: NamesInSite) => Promise<Vocabulary>;

export interface DriverVocabulary {
  readonly options: z.ZodType;
  /** Where it is a function: of options that `options` accepts. */
  readonly channels: Channels<unknown>;
  /** Its parts take pictures that another part may look through. */
  readonly takesPictures?: boolean;
  /** Which other part of the same board it looks through. */
  readonly looksThrough?: (options: unknown) => string;
  /** What a part with these options occupies: `gpio:GPIO17`, `i2c1:0x44`. */
  claims(options: unknown): readonly string[];
}

export interface BoardVocabulary {
  /** Its lines and how they are written. */
  readonly addressing: LinesOfBoard;
  readonly buses: readonly string[];
  /** The lines that buses take while a part uses them. */
  readonly busLines: readonly BusLine[];
  /** What its file does not tell may be there all the same: adapters on USB, hosts in the network. */
  readonly hasAdapters: boolean;
  /** Line → why it must not be used. */
  readonly reserved: Readonly<Record<string, string>>;
}
