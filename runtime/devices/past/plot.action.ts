/** `plot`: the past of something as a picture. Where no picture can be made, the curve in one line is the answer. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Speech } from '../../actions/speech.ts';
import { Lane } from '../../core/lane.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import { pastArguments, type PastArguments } from './past-arguments.ts';
import type { PastData, PastReader } from './past-reader.ts';
import { drawPng } from './plot-png.ts';
import { plotSvg } from './plot-svg.ts';
import { headOf, sayPast } from './say-past.ts';

/** A file that goes with an answer: doors that can, show it. */
export interface Attachment {
  /** `tank-level.png` */
  readonly name: string;
  readonly type: 'image/png';
  readonly base64: string;
}

interface PlotData extends PastData {
  readonly attachment?: Attachment;
}

export interface PlotActionParts {
  readonly past: PastReader;
  readonly speech: Speech;
  readonly wallClock: WallClock;
  /** SVG → PNG; undefined where this machine cannot. */
  readonly draw?: (svg: string) => Promise<Uint8Array | undefined>;
}

export function plotAction({ past, speech, wallClock, draw = drawPng }: PlotActionParts): Action {
  // Ten people who ask for pictures do not start ten processes at a time.
  const lane = new Lane();
  return defineAction<PastArguments, PlotData>({
    name: 'plot',
    kind: 'read',
    role: 'viewer',
    help: { en: 'Draw how something was over time.', zh: '画出过去一段时间的曲线。' },
    examples: {
      en: ['plot tank level, last 24 hours'],
      zh: ['画出过去24小时水箱液位'],
    },
    args: pastArguments,
    positional: ['target'],
    run: async (args, { language }) => {
      const data = await past.read(args);
      if (isRefusal(data)) return { ok: false, refusal: data };
      const png =
        data.rows.length === 0
          ? undefined
          : await lane.run(() => draw(plotSvg(data, headOf(data, speech, language), wallClock)));
      if (png === undefined) return { ok: true, data };
      return { ok: true, data: { ...data, attachment: attach(data.series, png) } };
    },
    say: (data, { language }) => sayPast(data, speech, language),
  });
}

function attach(series: string, png: Uint8Array): Attachment {
  const base64 = Buffer.from(png).toString('base64');
  return { name: `${series.replace('.', '-')}.png`, type: 'image/png', base64 };
}
