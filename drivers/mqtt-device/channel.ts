/** One channel of a device behind MQTT: a message becomes its value, a value becomes a message. Knows no broker. */
import type { Value } from '../../runtime/core/reading.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import type { MqttChannel } from '../../runtime/hal/mqtt-options.ts';
import { parseTemplate, type Template } from './template/template.ts';
import { NotUnderstood } from './template/tokens.ts';

/** How a device says that it does not know (Home Assistant: `PAYLOAD_NONE`, unknown, unavailable). */
const UNKNOWN = new Set(['None', 'null', 'unknown', 'unavailable']);

/** In the template of a command: the value in our unit, a cover's percent (Home Assistant, MQTT cover). */
const POSITION = 'position';

/** Longer than any settle time that is set here by default (`mesh/devices/`). */
const UNANSWERED_MS = 15_000;

export class Channel {
  readonly name: string;
  readonly options: MqttChannel;
  readonly #template: Template | undefined;
  readonly #commandTemplate: Template | undefined;
  #notUnderstood: DriverError | undefined;
  #nonsense: DriverError | undefined;
  #value: Value | undefined;
  #heardMs = -Infinity;
  /** When it was told something it has not answered, monotonic. */
  #toldMs: number | undefined;

  constructor(name: string, options: MqttChannel) {
    this.name = name;
    this.options = options;
    this.#template = this.#parse(options.state?.template);
    this.#commandTemplate = this.#parse(options.command?.template, [POSITION]);
  }

  /** Its template, where that is not in the subset. */
  get notUnderstood(): DriverError | undefined {
    return this.#notUnderstood;
  }

  /** Since it was last written; undefined while it said nothing. */
  reported(): Value | undefined {
    return this.#toldMs === undefined ? this.#value : undefined;
  }

  trouble(nowMs: number): DriverError | undefined {
    const { expireAfterMs = Infinity } = this.options;
    if (this.#notUnderstood !== undefined) return this.#notUnderstood;
    if (this.#nonsense !== undefined) return this.#nonsense;
    if (this.#toldMs !== undefined && nowMs - this.#toldMs > UNANSWERED_MS)
      return new DriverError(
        'DRIVER_UNAVAILABLE',
        `${this.name} was told something, and has not answered`,
      );
    const ageMs = nowMs - this.#heardMs;
    if (this.#value === undefined || ageMs <= expireAfterMs) return undefined;
    const said = `${this.name} was said ${String(Math.round(ageMs / 1_000))} s ago, and holds for ${String(expireAfterMs / 1_000)} s`;
    return new DriverError('DRIVER_UNAVAILABLE', said);
  }

  /** Resolves to the value of a message, or undefined where it says nothing about this channel. */
  hear(text: string, json: unknown, nowMs: number): Value | undefined {
    if (this.#notUnderstood !== undefined) return undefined;
    const said = this.#template === undefined ? text : this.#template.render(text, json);
    if (said === undefined || said.trim() === '') return undefined;
    if (UNKNOWN.has(said.trim()) && !this.#isWord(said)) {
      const message = `${this.name}: it says that it does not know (${quote(said)})`;
      this.#nonsense = new DriverError('DRIVER_UNAVAILABLE', message);
      return undefined;
    }
    const value = this.options.type === 'boolean' ? this.#toBoolean(said) : this.#toNumber(said);
    if (value === undefined) return undefined;
    this.#nonsense = undefined;
    this.#toldMs = undefined;
    this.#heardMs = nowMs;
    this.#value = value;
    return value;
  }

  /** The message that brings it to a value; from then on only what the device says counts. @throws DriverError */
  order(value: Value, nowMs: number): string {
    const { command, scale, offset, integer, state } = this.options;
    if (this.#notUnderstood !== undefined) throw this.#notUnderstood;
    if (command === undefined || typeof value !== this.options.type || !this.#isInRange(value))
      throw new DriverError('DRIVER_BAD_WRITE', `${this.name} cannot be ${String(value)}`);
    const raw = typeof value === 'number' ? (value - offset) / scale : value;
    const sent = typeof raw === 'number' ? tidy(integer ? Math.round(raw) : raw) : this.#word(raw);
    const said = typeof sent === 'number' ? String(sent) : sent;
    const position = typeof value === 'number' && integer ? Math.round(value) : value;
    const message =
      this.#commandTemplate === undefined
        ? said
        : this.#commandTemplate.render(sent, undefined, { [POSITION]: position });
    if (message === undefined)
      throw new DriverError('DRIVER_BAD_WRITE', `${this.name} has no message for ${said}`);
    if (state !== undefined) this.#toldMs = nowMs;
    return message;
  }

  /** It began, and never says that it has ended. */
  end(): void {
    this.#value = false;
  }

  #isWord(said: string): boolean {
    const { on, off, passing = [] } = this.options.state ?? {};
    return this.options.type === 'boolean' && [on, off, ...passing].includes(said);
  }

  #isInRange(value: Value): boolean {
    const [low, high] = this.options.range ?? [-Infinity, Infinity];
    return typeof value !== 'number' || (value >= low && value <= high);
  }

  #word(value: Value): string {
    const word = value === true ? this.options.command?.on : this.options.command?.off;
    if (word !== undefined) return word;
    throw new DriverError('DRIVER_BAD_WRITE', `${this.name} cannot be ${String(value)}`);
  }

  #toBoolean(said: string): boolean | undefined {
    const { on, off, passing = [] } = this.options.state ?? {};
    if (said === on) return true;
    if (said === off) return false;
    if (!passing.includes(said))
      this.#confuse(`${quote(said)}, which is neither ${quote(on)} nor ${quote(off)}`);
    return undefined;
  }

  #toNumber(said: string): number | undefined {
    const number = Number(said);
    if (Number.isFinite(number)) return number * this.options.scale + this.options.offset;
    this.#confuse(`${quote(said)}, which is no number`);
    return undefined;
  }

  #confuse(what: string): void {
    this.#nonsense = new DriverError('DRIVER_BAD_ANSWER', `${this.name}: it said ${what}`);
  }

  #parse(text: string | undefined, names: readonly string[] = []): Template | undefined {
    if (text === undefined) return undefined;
    try {
      return parseTemplate(text, names);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      const message = `${this.name}: this template is not understood: ${quote(text)} (${error.message})`;
      this.#notUnderstood = new DriverError('DRIVER_NOT_UNDERSTOOD', message);
      return undefined;
    }
  }
}

/** `0.1 + 0.2` as people write it. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function quote(text = ''): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text);
}
