/**
 * What a picture shows that a person took: of the gauges of the site that a model reads, the one that stands under
 * it, or the only one. It only reads: nothing is switched, kept, or taken for what a sensor measured.
 */
import type { Asker } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';
import type { Calibration, Site, SiteProperty, SiteThing } from '../config/site.ts';
import type { Clock } from '../core/clock.ts';
import type { PropertyAddress } from '../core/reading.ts';
import { isRefusal } from '../core/refusal.ts';
import type { ModelAnswer, ModelPort } from '../hal/model-port.ts';
import { pictureType } from '../hal/picture.ts';
import { calibrate } from './calibration/calibration.ts';
import { findByWords } from './find-by-words.ts';
import { isNamedIn, isOnlyName } from './is-named-in.ts';
import {
  sayBadPicture,
  sayBeyond,
  sayNoGauges,
  sayNoNeedle,
  sayRead,
  sayWhichGauge,
} from './picture-phrases.ts';

export interface PictureReaderParts {
  /** As it is now. */
  readonly site: Pick<Site, 'boards'>;
  /** What is calibrated there is known here. */
  readonly ownBoard: string;
  readonly models: ModelPort;
  /** What technicians calibrated on the own board; undefined: what the site directory says holds. */
  readonly calibrationOf: (address: PropertyAddress) => Calibration | undefined;
  readonly speech: Pick<Speech, 'property' | 'value' | 'refusal'>;
  readonly clock: Pick<Clock, 'now'>;
}

type Reader = Pick<Asker, 'areas' | 'language'>;

interface Gauge {
  readonly thing: SiteThing;
  readonly spec: SiteProperty;
  readonly address: PropertyAddress;
  readonly model: string;
}

/** Looking, and waiting for others who look. */
const WITHIN_MS = 20_000;

/** As of any reading: `live-property.ts`. */
const RANGE_MARGIN = 0.02;

export class PictureReader {
  readonly #parts: PictureReaderParts;

  constructor(parts: PictureReaderParts) {
    this.#parts = parts;
  }

  /**
   * @param bytes of a picture; whatever else they are, is said
   * @param under what stands under it: the name of a gauge, and never an order
   * @returns what is said, complete by itself
   */
  async read(bytes: Uint8Array, under: string, { areas, language }: Reader): Promise<string> {
    const gauges = await this.#gauges(areas);
    const titles = gauges.map(({ address }) => this.#parts.speech.property(address, language));
    if (gauges.length === 0) return sayNoGauges(language);
    const named = gauges.filter(({ thing, spec }) => isNamedIn(under, thing, spec));
    const [meant, other] = named.length > 0 ? named : this.#isElse(under) ? [] : gauges;
    if (meant === undefined || other !== undefined) return sayWhichGauge(titles, language);
    const isIgnored = !isOnlyName(under, meant.thing, meant.spec);
    return this.#look(meant, bytes, { language, isIgnored });
  }

  /** Those whose model is there, and that this person may have to do with. */
  async #gauges(areas: readonly string[] | undefined): Promise<readonly Gauge[]> {
    const all = this.#parts.site.boards
      .flatMap(({ parts, things }) => things.flatMap((thing) => gaugesOf(thing, parts)))
      .filter(({ thing }) => areas === undefined || areas.includes(thing.area));
    const has = await Promise.all(all.map(({ model }) => this.#parts.models.has(model)));
    return all.filter((_gauge, at) => has[at] === true);
  }

  /** It names something that no model reads. */
  #isElse(under: string): boolean {
    const things = this.#parts.site.boards.flatMap((board) => board.things);
    return under.trim() !== '' && findByWords(things, under).length > 0;
  }

  async #look(
    { thing, spec, address, model }: Gauge,
    bytes: Uint8Array,
    { language, isIgnored }: Pick<Reader, 'language'> & { readonly isIgnored: boolean },
  ): Promise<string> {
    const { models, speech, clock, ownBoard } = this.#parts;
    const title = speech.property(address, language);
    const type = pictureType(bytes);
    if (type === undefined) return sayBadPicture('no picture', language);
    const picture = { bytes, type, takenAt: clock.now() };
    const urgency = 'person';
    const answer = await models.ask({
      ...{ model, picture, urgency, withinMs: WITHIN_MS, isFramed: true },
    });
    if (isRefusal(answer))
      return sayBadPicture(BAD[answer.code], language) ?? speech.refusal(answer, language);
    const value = this.#valueOf(answer, { address, spec });
    if (value === undefined) return sayNoNeedle(title, language);
    const shown = speech.value(address, value, language);
    if (!isPossible(value, spec)) return sayBeyond(title, shown, language);
    const notes = { isIgnored, isElsewhere: thing.board !== ownBoard };
    return sayRead(title, shown, notes, language);
  }

  #valueOf(
    { value, isUnreadable }: ModelAnswer,
    { address, spec }: Pick<Gauge, 'address' | 'spec'>,
  ): number | undefined {
    if (value === undefined || isUnreadable === true) return undefined;
    return calibrate(value, this.#parts.calibrationOf(address) ?? spec.calibrate);
  }
}

/** What is wrong with the picture, and not with the model. */
const BAD: Readonly<Record<string, 'no picture' | 'too large'>> = {
  INFERENCE_BAD_PICTURE: 'no picture',
  INFERENCE_PICTURE_TOO_LARGE: 'too large',
};

/** What a model measures; whether it detects something is a question to its camera. */
function gaugesOf(thing: SiteThing, parts: Site['boards'][number]['parts']): readonly Gauge[] {
  return thing.properties.flatMap((spec) => {
    const { source } = spec;
    if (source.kind !== 'part' || source.channel !== 'value') return [];
    const part = parts.find(({ name, driver }) => name === source.part && driver === 'model');
    const model = part?.options['model'];
    if (typeof model !== 'string') return [];
    return [{ thing, spec, address: { thing: thing.id, property: spec.name }, model }];
  });
}

function isPossible(value: number, { range }: SiteProperty): boolean {
  const [low, high] = range ?? [-Infinity, Infinity];
  const margin = RANGE_MARGIN * (high - low);
  return Number.isFinite(value) && value >= low - margin && value <= high + margin;
}
