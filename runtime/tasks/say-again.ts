/** Refusals that were counted instead of written, said so that nobody takes them for one that just came. */
import type { Language } from '../actions/asker.ts';
import type { Speech } from '../actions/speech.ts';

export interface Again {
  /** After the one that was written. */
  readonly more: number;
  /** Epoch ms: when the first of them was counted. */
  readonly since?: number | undefined;
}

/** `(3 more times since 18:20:47)` */
export function sayAgain({ more, since }: Again, speech: Speech, language: Language): string {
  const count = String(more);
  const time = since === undefined ? undefined : speech.time(since);
  if (language === 'zh') return `（${time === undefined ? '' : `自 ${time} 起`}又有 ${count} 次）`;
  const times = `${count} more ${more === 1 ? 'time' : 'times'}`;
  return `(${times}${time === undefined ? '' : ` since ${time}`})`;
}
