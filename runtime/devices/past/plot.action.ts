/** `plot`: the past of something as a picture. Where no picture can be made, the curve in one line is the answer. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Speech } from '../../actions/speech.ts';
import { isRefusal } from '../../core/refusal.ts';
import { pastArguments, type PastArguments } from './past-arguments.ts';
import type { PastData, PastReader } from './past-reader.ts';
import type { Plotter } from './plotter.ts';
import { sayPast } from './say-past.ts';

export interface PlotActionParts {
  readonly past: PastReader;
  readonly speech: Speech;
  readonly plotter: Pick<Plotter, 'draw'>;
}

export function plotAction({ past, speech, plotter }: PlotActionParts): Action {
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
      const picture = await plotter.draw(data, language);
      return { ok: true, data, ...(picture && { attachments: [picture] }) };
    },
    say: (data, { language }) => sayPast(data, speech, language),
  });
}
