/** In which language the page speaks, and how it says a word, a title, a time. The words stand in `words.*.ts`. */
import type { Language } from '../../actions/asker.ts';
import type { Title } from '../ports.ts';
import { ENGLISH, type Word } from './words.en.ts';
import { CHINESE } from './words.zh.ts';

const KEPT_AS = 'boardtalk-language';
const TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

export class Wording {
  readonly #onChange: () => void;
  #language: Language = 'en';

  constructor({ onChange }: { readonly onChange: () => void }) {
    this.#onChange = onChange;
  }

  /** As in `lang` and `Accept-Language`. */
  get tag(): string {
    return TAGS[this.#language];
  }

  /** What the person chose before; otherwise the first language of the browser that there is; otherwise the site's. */
  start(siteLanguage: Language): void {
    const wished = [localStorage.getItem(KEPT_AS) ?? '', ...navigator.languages];
    const found = wished.map((tag) => tag.slice(0, 2)).find((tag) => tag === 'en' || tag === 'zh');
    this.#show(found === 'en' || found === 'zh' ? found : siteLanguage);
  }

  toggle(): void {
    const other = this.#language === 'en' ? 'zh' : 'en';
    localStorage.setItem(KEPT_AS, other);
    this.#show(other);
  }

  /** @param fill what stands for `{…}` in it. */
  text(word: Word, fill: Readonly<Record<string, string | number>> = {}): string {
    let text: string = (this.#language === 'zh' ? CHINESE : ENGLISH)[word];
    for (const [name, value] of Object.entries(fill))
      text = text.replace(`{${name}}`, String(value));
    return text;
  }

  /** A title begins with a capital, though things are named as in the middle of a sentence. */
  title(title: Title): string {
    const text = this.#language === 'zh' ? (title.zh ?? title.en) : title.en;
    return text.charAt(0).toUpperCase() + text.slice(1);
  }

  /** Of an action: one text for each language. */
  pick<Text>(texts: Readonly<Record<Language, Text>>): Text {
    return texts[this.#language];
  }

  /** Time of day, in the browser's zone. */
  time(at: number): string {
    return new Date(at).toLocaleTimeString(this.tag, { hour12: false });
  }

  /** Time of day, with the date where that is not today. */
  moment(at: number): string {
    const date = new Date(at);
    if (date.toDateString() === new Date().toDateString()) return this.time(at);
    const options = { month: 'short', day: 'numeric' } as const;
    return `${date.toLocaleDateString(this.tag, options)} ${this.time(at)}`;
  }

  #show(language: Language): void {
    this.#language = language;
    document.documentElement.lang = this.tag;
    this.#onChange();
  }
}
