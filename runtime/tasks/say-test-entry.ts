/** The test of a line as the journal tells it: who began it, or what was measured. */
import type { Language } from '../actions/asker.ts';
import { capital } from '../actions/capital.ts';
import type { Speech } from '../actions/speech.ts';
import { pinTestSchema } from '../core/pin-test.ts';
import { z } from '../core/schema.ts';
import { sayPinTest } from '../devices/pins/say-pin-test.ts';
import type { JournalRecord } from '../state/journal-entry.ts';

const detailsSchema = z.object({
  line: z.string(),
  test: z.enum(['wiggle', 'watch', 'stop']),
  found: pinTestSchema.optional(),
  message: z.string().optional(),
});

const DEEDS = {
  en: { wiggle: 'began to wiggle', watch: 'began to watch', stop: 'stopped the test of' },
  zh: { wiggle: '开始驱动测试', watch: '开始监听', stop: '停止测试' },
} as const;

export function sayTestEntry(
  { at, actor, via, cause, details }: JournalRecord,
  speech: Pick<Speech, 'time'>,
  language: Language,
): string {
  const { line, test, found, message } = detailsSchema.parse(details);
  const time = speech.time(at);
  if (found !== undefined) return `${time} ${sayPinTest(found, language)}`;
  if (message !== undefined) return `${time} ${capital(message)}${language === 'zh' ? '。' : '.'}`;
  const deed = DEEDS[language][test];
  const who =
    via === undefined ? actor : language === 'zh' ? `${actor}（${via}）` : `${actor} (${via})`;
  return language === 'zh'
    ? `${time} ${who}${deed} ${line}：“${cause}”。`
    : `${time} ${who} ${deed} ${line}: “${cause}”.`;
}
