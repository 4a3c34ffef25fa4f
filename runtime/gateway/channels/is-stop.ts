/** A message that only says "stop": it waits for nothing, neither for its turn nor to be asked about. */
import { normalise } from '../../language/normalise.ts';
import { saysStop } from '../../language/small-talk.ts';
import type { ArrivedMessage } from './channel-adapter.ts';

export function isStop({ kind, text }: Pick<ArrivedMessage, 'kind' | 'text'>): boolean {
  const sentence = kind === 'text' ? normalise(text) : undefined;
  return sentence !== undefined && saysStop(sentence);
}
