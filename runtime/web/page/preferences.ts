/** What a person chose for this browser beside the language: the colours, and how the overview is grouped. */
const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export type Grouping = 'area' | 'board';

const THEME_KEY = 'boardtalk-theme';
const GROUPING_KEY = 'boardtalk-grouping';

export class Preferences {
  readonly #onChange: () => void;

  constructor({ onChange }: { readonly onChange: () => void }) {
    this.#onChange = onChange;
  }

  get theme(): Theme {
    const kept = localStorage.getItem(THEME_KEY);
    return THEMES.find((theme) => theme === kept) ?? 'system';
  }

  get grouping(): Grouping {
    return localStorage.getItem(GROUPING_KEY) === 'board' ? 'board' : 'area';
  }

  start(): void {
    document.documentElement.dataset['theme'] = this.theme;
  }

  nextTheme(): void {
    const next = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length] ?? 'system';
    localStorage.setItem(THEME_KEY, next);
    this.start();
    this.#onChange();
  }

  group(grouping: Grouping): void {
    localStorage.setItem(GROUPING_KEY, grouping);
    this.#onChange();
  }
}
