/** `history`: how something was, in a sentence, as rows, as a curve in one line, and as a table for a spreadsheet. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Speech } from '../../actions/speech.ts';
import { isRefusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import { pastArguments } from './past-arguments.ts';
import { MOST_CSV_ROWS, pastTable } from './past-csv.ts';
import type { PastData, PastReader } from './past-reader.ts';
import { headOf, sayPast } from './say-past.ts';

export interface HistoryActionParts {
  readonly past: PastReader;
  readonly speech: Speech;
  readonly wallClock: WallClock;
}

const historyArguments = pastArguments.extend({
  points: pastArguments.shape.points
    .unwrap()
    .optional()
    .describe(`at most so many rows; default 500, of a table ${String(MOST_CSV_ROWS)}`),
  csv: z.boolean().optional().describe('as a table, for a spreadsheet'),
});

const DEFAULT_POINTS = 500;

export function historyAction({ past, speech, wallClock }: HistoryActionParts): Action {
  return defineAction<z.infer<typeof historyArguments>, PastData>({
    name: 'history',
    kind: 'read',
    role: 'viewer',
    help: { en: 'Say how something was over time.', zh: '说明过去一段时间的读数。' },
    examples: {
      en: ['how was the temperature last night?', 'tank level of the last week as csv'],
      zh: ['昨晚温度怎么样？', '导出过去一周的水箱液位'],
    },
    args: historyArguments,
    positional: ['target'],
    run: async ({ csv: isTable = false, points: wanted, ...args }, { language }) => {
      const points = wanted ?? (isTable ? MOST_CSV_ROWS : DEFAULT_POINTS);
      const data = await past.read({ ...args, points });
      if (isRefusal(data)) return { ok: false, refusal: data };
      if (!isTable) return { ok: true, data };
      const title = headOf(data, speech, language);
      return { ok: true, data, attachments: [pastTable(data, title, { wallClock, language })] };
    },
    say: (data, { language }) => sayPast(data, speech, language),
  });
}
