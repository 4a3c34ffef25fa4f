/** Server-Sent Events (html.spec.whatwg.org, 9.2.6 "Interpreting an event stream"), line by line. */
export interface ServerEvent {
  /** Absent: this server gives none. */
  readonly id?: string;
  readonly data: string;
}

/** In UTF-16 units, of one event; the longest message that there is has less. */
const MOST_DATA = 1_000_000;

export class EventReader {
  #id: string | undefined;
  #data: string[] = [];
  #length = 0;

  /** @returns the event that ends with this line */
  take(line: string): ServerEvent | undefined {
    if (line === '') return this.#dispatch();
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'data') this.#length += value.length + 1;
    // What is too long is no event at all.
    if (this.#length > MOST_DATA) this.#data = [];
    else if (field === 'data') this.#data.push(value);
    if (field === 'id' && !value.includes('\0')) this.#id = value;
    return undefined;
  }

  #dispatch(): ServerEvent | undefined {
    const data = this.#data.join('\n');
    this.#data = [];
    this.#length = 0;
    if (data === '') return undefined;
    return { data, ...(this.#id !== undefined && { id: this.#id }) };
  }
}
