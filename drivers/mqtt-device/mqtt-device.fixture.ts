/** A plug with a dimmer that does what it is told and says so, as the broker lets a driver see it. */
import type { MqttOptionsInput } from '../../runtime/hal/mqtt-options.ts';
import type { MqttPlace, MqttPort } from '../../runtime/hal/mqtt-port.ts';

export const ECHOED_OPTIONS: MqttOptionsInput = {
  account: 'plug',
  channels: {
    power: {
      type: 'boolean',
      state: { topic: 'plug/power', on: 'ON', off: 'OFF' },
      command: { topic: 'plug/power/set', on: 'ON', off: 'OFF' },
    },
    level: {
      ...{ type: 'number', unit: '%', range: [0, 100], scale: 0.5, integer: true },
      state: { topic: 'plug/level', template: '{{ value_json.level }}' },
      command: { topic: 'plug/level/set', template: '{"level": {{ value }}}' },
    },
  },
};

export class EchoingDevice implements MqttPort {
  /** What was published to it: topic and payload. */
  readonly told: (readonly [string, string])[] = [];
  /** It hears and does not answer. */
  isMute = false;
  why: Error | undefined;
  readonly #said = new Map<string, string>([
    ['plug/power', 'OFF'],
    ['plug/level', '{"level": 0}'],
  ]);
  readonly #listeners = new Map<string, Set<(payload: Uint8Array) => void>>();

  subscribe({ topic }: MqttPlace, listener: (payload: Uint8Array) => void): () => void {
    const all = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, all.add(listener));
    const said = this.#said.get(topic);
    if (said !== undefined) listener(Buffer.from(said));
    return () => all.delete(listener);
  }

  objection(): Error | undefined {
    return this.why;
  }

  publish({ topic }: MqttPlace, payload: string): Promise<void> {
    this.told.push([topic, payload]);
    if (!this.isMute) this.say(topic.replace(/\/set$/, ''), payload);
    return Promise.resolve();
  }

  say(topic: string, payload: string): void {
    this.#said.set(topic, payload);
    for (const listener of this.#listeners.get(topic) ?? []) listener(Buffer.from(payload));
  }
}
