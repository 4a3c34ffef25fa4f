/** `{ phrase: movie time }`, `{ phrase: [movie time, 看电影] }`: what may stand there, and what it means. */
import { z } from '../../../core/schema.ts';
import type { TriggerPlace } from '../trigger-place.ts';

export interface PhraseTrigger {
  readonly kind: 'phrase';
  /** Whole sentences, in any language. */
  readonly phrases: readonly string[];
}

const MOST_PHRASES = 10;

export const phraseForm = z.strictObject({
  phrase: z
    .union([z.string(), z.array(z.string()).min(1).max(MOST_PHRASES)])
    .optional()
    .describe('A sentence of a chat, or several; whoever says it needs the role operator')
    .meta({ examples: ['movie time'] }),
});

export function checkPhrase(
  { findings, path, context }: TriggerPlace,
  { phrase = [] }: z.infer<typeof phraseForm>,
): PhraseTrigger {
  const isOne = typeof phrase === 'string';
  const phrases = isOne ? [phrase] : phrase;
  for (const [index, text] of phrases.entries()) {
    const mistake = context.judgePhrase(text);
    const at = [...path, 'phrase', ...(isOne ? [] : [index])];
    if (mistake !== undefined) findings.error({ path: at, ...mistake });
  }
  return { kind: 'phrase', phrases };
}
