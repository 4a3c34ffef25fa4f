/** `history`: how something was, in a sentence, as rows, and as a curve in one line. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Speech } from '../../actions/speech.ts';
import { isRefusal } from '../../core/refusal.ts';
import { pastArguments, type PastArguments } from './past-arguments.ts';
import type { PastData, PastReader } from './past-reader.ts';
import { sayPast } from './say-past.ts';

export interface HistoryActionParts {
  readonly past: PastReader;
  readonly speech: Speech;
}

export function historyAction({ past, speech }: HistoryActionParts): Action {
  return defineAction<PastArguments, PastData>({
    name: 'history',
    kind: 'read',
    role: 'viewer',
    help: { en: 'Say how something was over time.', zh: '说明过去一段时间的读数。' },
    examples: {
      en: ['how was the temperature last night?'],
      zh: ['昨晚温度怎么样？'],
    },
    args: pastArguments,
    positional: ['target'],
    run: async (args) => {
      const data = await past.read(args);
      return isRefusal(data) ? { ok: false, refusal: data } : { ok: true, data };
    },
    say: (data, { language }) => sayPast(data, speech, language),
  });
}
