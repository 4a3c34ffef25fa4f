/** The past of something as a picture that goes with an answer. */
import { attach } from '../../actions/attach.ts';
import type { Language } from '../../actions/asker.ts';
import type { Attachment } from '../../actions/attachment.ts';
import type { Speech } from '../../actions/speech.ts';
import { Lane } from '../../core/lane.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import type { PastData } from './past-reader.ts';
import { drawPng } from './plot-png.ts';
import { plotSvg } from './plot-svg.ts';
import { headOf } from './say-past.ts';

export interface PlotterParts {
  readonly speech: Speech;
  readonly wallClock: WallClock;
  /** SVG → PNG; undefined where this machine cannot. */
  readonly draw?: (svg: string) => Promise<Uint8Array | undefined>;
}

export class Plotter {
  readonly #parts: PlotterParts;
  /** Ten people who ask for pictures do not start ten processes at a time. */
  readonly #lane = new Lane();

  constructor(parts: PlotterParts) {
    this.#parts = parts;
  }

  /** @param past with at least one row @returns undefined where no picture can be made */
  async draw(past: PastData, language: Language): Promise<Attachment | undefined> {
    const { speech, wallClock, draw = drawPng } = this.#parts;
    const head = headOf(past, speech, language);
    const [no, yes] = [false, true].map((value) => speech.value(past, value, language));
    const words = { title: head, states: [no ?? '', yes ?? ''] } as const;
    const bytes = await this.#lane.run(() => draw(plotSvg(past, words, wallClock)));
    if (bytes === undefined) return undefined;
    return attach(past.series.replace('.', '-'), { bytes, type: 'image/png' }, head);
  }
}
