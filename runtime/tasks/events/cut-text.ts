/** A text that is too long ends early, and says so. */
import type { Language } from '../../actions/asker.ts';

export function cutText(text: string, most: number, language: Language = 'en'): string {
  if (text.length <= most) return text;
  // Never half a character.
  const kept = text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  const more = String(text.length - kept.length);
  return `${kept}… ${language === 'zh' ? `（还有 ${more} 个字符）` : `(${more} characters more)`}`;
}
