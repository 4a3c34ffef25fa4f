/** The `options` of a platform, checked against its form, with their secrets in hand. */
import { Secret } from './secret.ts';

export type OptionValue = string | number | boolean | readonly string[] | Secret;

export class PlatformOptions {
  readonly #values: ReadonlyMap<string, OptionValue>;

  constructor(values: ReadonlyMap<string, OptionValue> = new Map()) {
    this.#values = values;
  }

  text(key: string): string | undefined {
    const value = this.#values.get(key);
    return typeof value === 'string' ? value : undefined;
  }

  number(key: string): number | undefined {
    const value = this.#values.get(key);
    return typeof value === 'number' ? value : undefined;
  }

  flag(key: string): boolean {
    return this.#values.get(key) === true;
  }

  list(key: string): readonly string[] {
    const value = this.#values.get(key);
    return isList(value) ? value : [];
  }

  secret(key: string): Secret | undefined {
    const value = this.#values.get(key);
    return value instanceof Secret ? value : undefined;
  }

  isSame(other: PlatformOptions | undefined): boolean {
    return (
      other !== undefined &&
      this.#values.size === other.#values.size &&
      [...this.#values].every(([key, value]) => isSame(value, other.#values.get(key)))
    );
  }
}

function isList(value: OptionValue | undefined): value is readonly string[] {
  return Array.isArray(value);
}

function isSame(one: OptionValue, other: OptionValue | undefined): boolean {
  if (one instanceof Secret) return other instanceof Secret && one.reveal() === other.reveal();
  if (isList(one)) return isList(other) && one.join('\n') === other.join('\n');
  return one === other;
}
