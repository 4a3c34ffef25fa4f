/** What came of the buttons of the page: one notice a press, from "working" to its receipt, its refusal or its question. */
import type { RestAnswer } from './rest.ts';

export interface Notice {
  readonly id: number;
  /** What was asked for, as a person would name it. */
  readonly title: string;
  /** Absent while it is worked on. */
  readonly answer?: RestAnswer;
}

/** The newest say all; older ones stand in the journal. */
const MAX_NOTICES = 3;

export class Notices {
  readonly #onChange: () => void;
  #notices: readonly Notice[] = [];
  #last = 0;

  constructor({ onChange }: { readonly onChange: () => void }) {
    this.#onChange = onChange;
  }

  get list(): readonly Notice[] {
    return this.#notices;
  }

  /** Shows it while it is worked on, then what came of it. */
  async follow(title: string, work: Promise<RestAnswer>): Promise<RestAnswer> {
    this.#last += 1;
    const id = this.#last;
    this.#show([...this.#notices, { id, title }].slice(-MAX_NOTICES));
    const answer = await work;
    this.#show(this.#notices.map((notice) => (notice.id === id ? { ...notice, answer } : notice)));
    return answer;
  }

  close(id: number): void {
    this.#show(this.#notices.filter((notice) => notice.id !== id));
  }

  #show(notices: readonly Notice[]): void {
    this.#notices = notices;
    this.#onChange();
  }
}
