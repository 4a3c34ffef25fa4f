/** How phrases are taught, shown and forgotten in a chat. What is taught is quoted, in a fixed form. */
import type { NormalText } from '../normalise.ts';
import type { ActionCall } from '../understanding.ts';

const PHRASE = '"(?<phrase>[^"]+)"';
const MEANS = '"(?<means>[^"]+)"';

const TEACHES = [
  new RegExp(
    `^(?:please )?(?:(?:teach|learn|remember)(?: that| the phrase)?:? )?${PHRASE} (?:means|shall mean|should mean|is short for|=) ${MEANS}$`,
    'du',
  ),
  new RegExp(`^(?:when|if) i say ${PHRASE},? (?:i mean|it means|that means|do) ${MEANS}$`, 'du'),
  new RegExp(
    `^(?:请)?(?:(?:教你|学习|学会|记住|教)(?:一下)?[:,，]? ?)?${PHRASE} ?(?:的意思是|意思是|表示|就是|等于|=) ?${MEANS}$`,
    'du',
  ),
  new RegExp(
    `^(?:当|如果)?我说 ?${PHRASE}(?:时|的时候)?[,，]? ?(?:就是|意思是|就) ?${MEANS}$`,
    'du',
  ),
  new RegExp(
    `^(?:(?:lerne|lern|merk dir|merke dir):? )?${PHRASE} (?:heißt|bedeutet) ${MEANS}$`,
    'du',
  ),
  new RegExp(
    `^(?:(?:aprende|recuerda)(?: que)?:? )?${PHRASE} (?:significa|quiere decir) ${MEANS}$`,
    'du',
  ),
];

const FORGETS = [
  new RegExp(`^(?:please )?forget (?:the )?(?:phrase )?${PHRASE}$`, 'du'),
  new RegExp(`^(?:请)?(?:忘记|忘掉|删除)(?:短语|这句话)? ?${PHRASE}$`, 'du'),
  new RegExp(`^vergiss (?:den satz )?${PHRASE}$`, 'du'),
  new RegExp(`^olvida (?:la frase )?${PHRASE}$`, 'du'),
];

const LISTS =
  /^(?:(?:show|list)(?: me)?(?: all)? (?:the |our |my )?phrases|(?:which|what) phrases (?:are there|do you know)|phrases|(?:有哪些|显示|列出|看看)?(?:所有)?(?:的)?短语|welche sätze kennst du|qué frases conoces|¿?qué frases hay)[?？]?$/;

/** undefined: it says something else. */
export function readPhraseSentence(sentence: NormalText): ActionCall | undefined {
  const text = sentence.text.replace(/[.!。！]+$/, '');
  if (LISTS.test(text)) return { action: 'language-phrases', args: {} };
  const taught = groups(TEACHES, text, sentence);
  if (taught !== undefined) return { action: 'language-teach', args: taught };
  const forgotten = groups(FORGETS, text, sentence);
  return forgotten && { action: 'language-forget', args: forgotten };
}

/** As it was written, and not as it is compared. */
function groups(
  patterns: readonly RegExp[],
  text: string,
  { shown }: NormalText,
): Record<string, string> | undefined {
  const found = patterns.map((pattern) => pattern.exec(text)?.indices?.groups).find(Boolean);
  return (
    found &&
    Object.fromEntries(
      Object.entries(found).map(([name, [from, to]]) => [name, shown.slice(from, to)]),
    )
  );
}
