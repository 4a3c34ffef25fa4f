/** `plot`: the past of something as a picture. Where no picture can be made, the curve in one line is the answer. */
import { defineAction, type Action } from '../../actions/action.ts';
import { attach } from '../../actions/attach.ts';
import type { Speech } from '../../actions/speech.ts';
import { Lane } from '../../core/lane.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import { pastArguments, type PastArguments } from './past-arguments.ts';
import type { PastData, PastReader } from './past-reader.ts';
import { drawPng } from './plot-png.ts';
import { plotSvg } from './plot-svg.ts';
import { headOf, sayPast } from './say-past.ts';

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
  return defineAction<PastArguments, PastData>({
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
      if (data.rows.length === 0) return { ok: true, data };
      const head = headOf(data, speech, language);
      const [no, yes] = [false, true].map((value) => speech.value(data, value, language));
      const words = { title: head, states: [no ?? '', yes ?? ''] } as const;
      const bytes = await lane.run(() => draw(plotSvg(data, words, wallClock)));
      if (bytes === undefined) return { ok: true, data };
      const name = data.series.replace('.', '-');
      const picture = attach(name, { bytes, type: 'image/png' }, head);
      return { ok: true, data, attachments: [picture] };
    },
    say: (data, { language }) => sayPast(data, speech, language),
  });
}
