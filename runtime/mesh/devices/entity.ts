/** One entity of an announcement, read field by field: what is of another kind than expected is not there. */
import { MAX_TEMPLATE, MAX_TOPIC } from '../../hal/mqtt-options.ts';
import { isFields, type Fields } from './keys.ts';

const MAX_PAYLOAD = 512;

export interface DeviceInfo {
  /** What tells it from all others. */
  readonly key: string;
  readonly name: string;
  /** What the name was taken from, the best first: its own, the name of its model, that of a topic. */
  readonly namedBy: 'name' | 'model' | 'topic';
  readonly area?: string;
}

interface EntityPlace {
  readonly component: string;
  /** What tells it from the other entities of its device. */
  readonly key: string;
  readonly device: DeviceInfo;
}

export class Entity implements EntityPlace {
  readonly component: string;
  readonly key: string;
  readonly device: DeviceInfo;
  readonly #fields: Fields;
  readonly #base: string;

  constructor({ component, key, device }: EntityPlace, fields: Fields) {
    this.component = component;
    this.key = key;
    this.device = device;
    this.#fields = fields;
    this.#base = typeof fields['~'] === 'string' ? fields['~'] : '';
  }

  /** The same, of a device about which another entity said more. */
  of(device: DeviceInfo): Entity {
    return new Entity({ component: this.component, key: this.key, device }, this.#fields);
  }

  text(key: string): string | undefined {
    const value = this.#fields[key];
    return typeof value === 'string' && value !== '' ? value.slice(0, MAX_PAYLOAD) : undefined;
  }

  template(key: string): string | undefined {
    const value = this.#fields[key];
    if (typeof value !== 'string' || value === '') return undefined;
    // Cut short it is not understood, and says so.
    return value.slice(0, MAX_TEMPLATE);
  }

  /** `~` at its beginning or end stands for the base topic. */
  topic(key: string): string | undefined {
    return this.topicIn({ topic: this.#fields[key] });
  }

  /** A topic in a list of this entity. */
  topicIn({ topic }: Fields): string | undefined {
    if (typeof topic !== 'string' || topic === '') return undefined;
    const begun = topic.startsWith('~') ? this.#base + topic.slice(1) : topic;
    const whole = begun.endsWith('~') ? begun.slice(0, -1) + this.#base : begun;
    return whole.length > MAX_TOPIC || /^\$|[+#\0]/.test(whole) ? undefined : whole;
  }

  /** As Home Assistant sends and compares it. */
  payload(key: string, otherwise: string): string {
    return asPayload(this.#fields[key]) ?? otherwise;
  }

  number(key: string): number | undefined {
    const value = this.#fields[key];
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
  }

  has(key: string): boolean {
    return this.#fields[key] !== undefined && this.#fields[key] !== null;
  }

  is(key: string, wanted: boolean | null): boolean {
    return this.#fields[key] === wanted;
  }

  fields(key: string): readonly Fields[] {
    const value = this.#fields[key];
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.filter(isFields);
  }
}

/** As Python prints it. */
export function asPayload(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.slice(0, MAX_PAYLOAD) : undefined;
}
