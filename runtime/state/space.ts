/**
 * A key space: one kind of value in the node's database, under its own prefix, with the schema
 * that every value is read through. Building a write does not write: `Store.durable` and
 * `Store.telemetry` do, so that writes of several spaces become one atomic batch.
 */
import { z } from '../core/schema.ts';
import { StateError } from './errors.ts';
import { sealValue, unsealValue } from './sealed-value.ts';

export interface SpaceDefinition<T> {
  /** `[a-z0-9-]+`, unique in the node. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

export function defineSpace<T>(definition: SpaceDefinition<T>): SpaceDefinition<T> {
  return definition;
}

/** One row to put, or with an undefined value to remove, as the database has it. */
export interface Write {
  readonly key: string;
  readonly value: string | undefined;
}

/** Keys are compared by their UTF-8 bytes: pad numbers. */
export interface Range {
  readonly gte?: string;
  readonly lt?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** Raw rows, by whole keys. `rows` shows the database as it was when the iteration began. */
export interface RowSource {
  row(key: string): Promise<string | undefined>;
  rows(range: Range): AsyncIterable<readonly [string, string]>;
}

export interface Spaces {
  space<T>(definition: SpaceDefinition<T>): Space<T>;
}

export class Space<T> {
  readonly #name: string;
  readonly #schema: z.ZodType<T>;
  readonly #source: RowSource;

  constructor({ name, schema }: SpaceDefinition<T>, source: RowSource) {
    this.#name = name;
    this.#schema = schema;
    this.#source = source;
  }

  /** @throws StateError `STATE_DAMAGED`, `STATE_BAD_VALUE` */
  async get(key: string): Promise<T | undefined> {
    const sealed = await this.#source.row(this.#rowKey(key));
    return sealed === undefined ? undefined : this.#parse(key, sealed);
  }

  /** In the order of the keys. @throws StateError as `get` */
  async list(range: Range = {}): Promise<[string, T][]> {
    const found: [string, T][] = [];
    for await (const entry of this.scan(range)) found.push(entry);
    return found;
  }

  /** As `list`, one at a time: for spaces that do not fit in memory. */
  async *scan(range: Range = {}): AsyncGenerator<[string, T]> {
    const whole = {
      ...range,
      gte: this.#rowKey(range.gte ?? ''),
      lt: range.lt === undefined ? `${this.#name}0` : this.#rowKey(range.lt),
    };
    for await (const [rowKey, sealed] of this.#source.rows(whole)) {
      const key = rowKey.slice(this.#name.length + 1);
      yield [key, this.#parse(key, sealed)];
    }
  }

  /** The value must be what JSON can hold. */
  put(key: string, value: T): Write {
    const rowKey = this.#rowKey(key);
    return { key: rowKey, value: sealValue(rowKey, JSON.stringify(value)) };
  }

  remove(key: string): Write {
    return { key: this.#rowKey(key), value: undefined };
  }

  /** `/` never stands in a name, and `0` is the character after it: `name/` to `name0` is the whole space. */
  #rowKey(key: string): string {
    return `${this.#name}/${key}`;
  }

  #parse(key: string, sealed: string): T {
    const text = unsealValue(this.#rowKey(key), sealed);
    if (text === undefined)
      throw new StateError(
        'STATE_DAMAGED',
        `${this.#name}: the value of "${key}" is damaged on disk`,
      );
    const parsed = this.#schema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const what = z.prettifyError(parsed.error);
    throw new StateError(
      'STATE_BAD_VALUE',
      `${this.#name}: the value of "${key}" is not valid: ${what}`,
    );
  }
}
