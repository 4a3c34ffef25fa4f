/** `language teach`, `language phrases`, `language forget`: words that a site uses for what it often does. */
import { defineAction, type Action } from '../../actions/action.ts';
import type { Asker } from '../../actions/asker.ts';
import { sayCalls } from '../../actions/say-calls.ts';
import type { Speech } from '../../actions/speech.ts';
import type { Site } from '../../config/site.ts';
import type { Clock } from '../../core/clock.ts';
import { formatAddress } from '../../core/reading.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { z } from '../../core/schema.ts';
import type { Grammar } from '../grammar.ts';
import { normalise } from '../normalise.ts';
import { refusePhrase } from './errors.ts';
import { judgePhrase, type JudgedPhrase } from './judge-phrase.ts';
import { MOST_PHRASES, phraseKey, type PhraseBook, type TaughtPhrase } from './phrase-book.ts';
import type { SitePhrases } from './site-phrases.ts';

export interface PhraseActionParts {
  readonly book: PhraseBook;
  /** Phrases that start a workflow. */
  readonly starters: () => SitePhrases['starters'];
  readonly grammar: () => Grammar;
  readonly site: Pick<Site, 'boards'>;
  readonly speech: Speech;
  readonly clock: Clock;
}

const phrase = z.string().max(500).describe('the words, as people will say them');
const teachArgs = z.strictObject({
  phrase,
  means: z.string().max(500).describe('a sentence that is understood, to be done in its place'),
});

interface Taught extends JudgedPhrase {
  /** What it meant until now. */
  readonly before?: string;
}

export function phraseActions(parts: PhraseActionParts): readonly Action[] {
  return [teachAction(parts), listAction(parts), forgetAction(parts)];
}

/** Whoever says a phrase is held to what they may do; still it is everybody's word, so an admin gives it. */
function teachAction(parts: PhraseActionParts): Action {
  return defineAction<z.infer<typeof teachArgs>, Taught>({
    name: 'language-teach',
    kind: 'write',
    role: 'admin',
    help: {
      en: 'Teach a phrase of your own: what is done when somebody says it.',
      zh: '教一句自己的说法：说到它时做什么。',
    },
    examples: {
      en: ['teach "make it cosy" means "set the grow light to 30 %"'],
      zh: ['教你“来点气氛”意思是“补光灯调到30%”'],
    },
    args: teachArgs,
    positional: ['phrase'],
    run: async (given, asker) => {
      const taught = await teach(parts, given, asker);
      return isRefusal(taught) ? { ok: false, refusal: taught } : { ok: true, data: taught };
    },
    say: ({ words, means, calls, before }, { language }) => {
      const does = sayCalls(calls, parts.speech, language);
      if (language === 'zh') {
        const was = before === undefined ? '' : `以前是“${before}”。`;
        return `记住了：“${words}”就是“${means}”（${does}）。${was}查看全部：有哪些短语。撤回：忘记短语“${words}”`;
      }
      const was = before === undefined ? '' : ` Until now it meant “${before}”.`;
      return `Learned: “${words}” means “${means}” (${does}).${was} “phrases” shows all; to take it back: forget the phrase "${words}"`;
    },
  });
}

async function teach(
  { book, starters, grammar, site, clock }: PhraseActionParts,
  given: z.infer<typeof teachArgs>,
  asker: Asker,
): Promise<Taught | Refusal> {
  if (asker.through === 'llm')
    return refusePhrase(
      'PHRASE_FOR_PEOPLE',
      'a language model teaches nothing',
      '语言模型不能教短语',
    );
  const context = { now: clock.now(), language: asker.language };
  const addresses = writableIn(site);
  const judged = judgePhrase(given, { grammar: grammar(), book, addresses, context });
  if (isRefusal(judged)) return judged;
  const { key, words, means } = judged;
  const starts = starters().get(key)?.starts;
  if (starts !== undefined)
    return refusePhrase(
      'PHRASE_TAKEN',
      `"${words}" starts the workflow ${starts}`,
      `“${words}”用来启动流程 ${starts}`,
    );
  const before = book.find(key)?.means;
  if (before === undefined && book.isFull)
    return refusePhrase(
      'PHRASE_TOO_MANY',
      `there are ${MOST_PHRASES} phrases already`,
      `已经有 ${MOST_PHRASES} 个短语了`,
    );
  await book.teach(key, { words, means, person: asker.person, at: clock.now() }, asker);
  return { ...judged, ...(before !== undefined && { before }) };
}

/** What "it" may stand for. */
export function writableIn({ boards }: Pick<Site, 'boards'>): readonly string[] {
  return boards
    .flatMap(({ things }) => things)
    .flatMap(({ id, properties }) =>
      properties
        .filter(({ writable }) => writable)
        .map(({ name }) => formatAddress({ thing: id, property: name })),
    );
}

function listAction({ book }: PhraseActionParts): Action {
  return defineAction<Record<string, never>, readonly TaughtPhrase[]>({
    name: 'language-phrases',
    isStep: true,
    kind: 'read',
    role: 'viewer',
    help: {
      en: 'List the phrases of this site, and what they mean.',
      zh: '列出本站点的短语及其意思。',
    },
    examples: { en: ['show the phrases'], zh: ['有哪些短语'] },
    args: z.strictObject({}),
    positional: [],
    run: () => Promise.resolve({ ok: true, data: book.list() }),
    say: (phrases, { language }) => {
      const isChinese = language === 'zh';
      if (phrases.length === 0)
        return isChinese
          ? '还没有短语。教一句：教你“来点气氛”意思是“补光灯调到30%”'
          : 'There are no phrases yet. Teach one: teach "make it cosy" means "set the grow light to 30 %"';
      return phrases
        .map(({ words, means, person }) =>
          isChinese ? `“${words}”：“${means}”（${person}）` : `“${words}”: “${means}” (${person})`,
        )
        .join('\n');
    },
  });
}

function forgetAction({ book }: PhraseActionParts): Action {
  return defineAction<{ phrase: string }, TaughtPhrase>({
    name: 'language-forget',
    isStep: true,
    kind: 'write',
    role: 'admin',
    help: { en: 'Forget a phrase that was taught.', zh: '忘记一个教过的短语。' },
    examples: { en: ['forget the phrase "make it cosy"'], zh: ['忘记短语“来点气氛”'] },
    args: z.strictObject({ phrase }),
    positional: ['phrase'],
    run: async (given, asker) => {
      const said = normalise(given.phrase);
      const key = said === undefined ? '' : phraseKey(said);
      const known = book.find(key);
      if (known === undefined) {
        const shown = said?.shown ?? '';
        const refusal = refusePhrase(
          'PHRASE_UNKNOWN',
          `there is no phrase "${shown}"`,
          `没有“${shown}”这个短语`,
        );
        return { ok: false, refusal };
      }
      if (asker.through === 'llm')
        return {
          ok: false,
          refusal: refusePhrase(
            'PHRASE_FOR_PEOPLE',
            'a language model forgets nothing',
            '语言模型不能删除短语',
          ),
        };
      await book.forget(key, asker);
      return { ok: true, data: known };
    },
    say: ({ words, means }, { language }) =>
      language === 'zh'
        ? `忘记了：“${words}”不再表示“${means}”。`
        : `Forgotten: “${words}” does not mean “${means}” any more.`,
  });
}
