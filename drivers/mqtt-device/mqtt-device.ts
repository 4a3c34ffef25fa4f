/**
 * A device that speaks MQTT itself, or through its bridge: ESPHome, Tasmota, Zigbee2MQTT and whatever
 * else announces itself as Home Assistant expects it. What it offers is said by its options; they are
 * made of its announcement (`runtime/mesh/devices/`), or written by hand.
 *
 * Bus: none; the broker of the gateway. Occupies nothing of the board.
 * It says how it stands when it likes. A write is done when the device reports the value, on its own
 * state topic; a device without one is told so, and nothing more is claimed.
 */
import { parseBoundedJson } from '../../runtime/core/bounded-json.ts';
import type { ChannelSpec } from '../../runtime/core/channel.ts';
import type { Timer } from '../../runtime/core/clock.ts';
import type { Value } from '../../runtime/core/reading.ts';
import {
  defineDriver,
  type DriverEnvironment,
  type Part,
  type Sample,
} from '../../runtime/hal/driver.ts';
import { DriverError } from '../../runtime/hal/driver-errors.ts';
import {
  mqttOptionsSchema,
  type MqttChannel,
  type MqttOptions,
} from '../../runtime/hal/mqtt-options.ts';
import { Channel } from './channel.ts';
import { Presence } from './presence.ts';

/** A message of a sensor has some hundred bytes; a bridge that tells of itself some thousand. */
const MAX_MESSAGE_BYTES = 32 * 1024;
/** How long a button that was pressed is shown so. */
const MOMENT_MS = 1_000;

export const mqttDevice = defineDriver({
  id: 'mqtt-device',
  title: 'A device behind MQTT, as Home Assistant discovers them',
  about: {
    bus: 'none',
    wiring: {},
    verified: {
      level: 'peer',
      source:
        "Debian's mosquitto clients, announcing what Tasmota, Zigbee2MQTT and ESPHome document; none of those three itself",
      date: '2026-11-26',
    },
  },
  options: mqttOptionsSchema,
  channels: ({ channels }) => Object.entries(channels).map(([name, each]) => specOf(name, each)),
  claims: () => [],
  open: (environment, options) => Promise.resolve(new MqttDevice(environment, options)),
});

export function specOf(name: string, { type, unit, range, command }: MqttChannel): ChannelSpec {
  return {
    ...{ name, type, writable: command !== undefined },
    ...(type === 'number' && unit !== undefined ? { unit } : {}),
    ...(type === 'number' && range !== undefined ? { range } : {}),
  };
}

class MqttDevice implements Part {
  readonly isElsewhere = true;
  readonly #environment: DriverEnvironment;
  readonly #account: string;
  readonly #channels: ReadonlyMap<string, Channel>;
  readonly #presence: Presence;
  readonly #listeners = new Set<(sample: Sample) => void>();
  readonly #stops: readonly (() => void)[];
  /** Of what falls back by itself, by channel. */
  readonly #endings = new Map<string, Timer>();

  constructor(environment: DriverEnvironment, { account, availability, channels }: MqttOptions) {
    this.#environment = environment;
    this.#account = account;
    const entries = Object.entries(channels);
    this.#channels = new Map(entries.map(([name, each]) => [name, new Channel(name, each)]));
    this.#presence = new Presence(availability);
    const said = entries.flatMap(([, { state }]) => state?.topic ?? []);
    this.#stops = [...new Set([...said, ...this.#presence.topics])].map((topic) =>
      environment.mqtt.subscribe({ account, topic }, (payload) => {
        this.#hear(topic, payload);
      }),
    );
  }

  /** What it said last: it cannot be asked. */
  read(): Promise<Sample> {
    return Promise.resolve(this.#known());
  }

  reports(channel: string): boolean {
    return this.#channels.get(channel)?.options.state !== undefined;
  }

  momentary(channel: string): boolean {
    return this.#channels.get(channel)?.options.momentary === true;
  }

  reported(channel: string): Value | undefined {
    return this.#channels.get(channel)?.reported();
  }

  trouble(channel: string): Error | undefined {
    const nowMs = this.#environment.clock.monotonicMs();
    return this.#presence.trouble() ?? this.#channels.get(channel)?.trouble(nowMs);
  }

  objects(name: string): Error | undefined {
    const channel = this.#channels.get(name);
    const topic = channel?.options.command?.topic;
    if (channel === undefined || topic === undefined) return undefined;
    const gone = this.#presence.trouble() ?? channel.notUnderstood;
    return gone ?? this.#environment.mqtt.objection({ account: this.#account, topic });
  }

  async write(name: string, value: Value): Promise<void> {
    const channel = this.#channels.get(name);
    if (channel?.options.command === undefined)
      throw new DriverError('DRIVER_BAD_WRITE', `${this.#environment.name} has no ${name}`);
    const { topic, qos, retain } = channel.options.command;
    // A button that is let go is let go by itself.
    if (channel.options.momentary && value === false) return;
    const nowMs = this.#environment.clock.monotonicMs();
    const message = channel.order(value, nowMs);
    await this.#environment.mqtt.publish({ account: this.#account, topic }, message, {
      qos,
      retain,
    });
    if (channel.options.momentary) this.#endSoon(name, true, MOMENT_MS);
  }

  onChange(listener: (sample: Sample) => void): () => void {
    this.#listeners.add(listener);
    const known = this.#known();
    if (Object.keys(known).length > 0) listener(known);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    for (const stop of this.#stops) stop();
    for (const ending of this.#endings.values()) ending.cancel();
    return Promise.resolve();
  }

  #hear(topic: string, payload: Uint8Array): void {
    if (payload.length > MAX_MESSAGE_BYTES) return;
    const text = Buffer.from(payload).toString('utf8');
    const json = parseBoundedJson(text);
    this.#presence.hear(topic, text, json);
    const nowMs = this.#environment.clock.monotonicMs();
    const heard = [...this.#channels].flatMap(([name, channel]) => {
      if (channel.options.state?.topic !== topic) return [];
      const value = channel.hear(text, json, nowMs);
      if (value === undefined) return [];
      this.#endSoon(name, value, channel.options.endsAfterMs);
      return [[name, value] as const];
    });
    if (heard.length > 0) this.#tell(Object.fromEntries(heard));
  }

  #known(): Sample {
    const known = [...this.#channels].flatMap(([name, channel]) => {
      // Nobody presses it.
      const value = channel.options.momentary ? false : channel.reported();
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(known);
  }

  /** Said once more, it lasts longer. */
  #endSoon(name: string, value: Value, afterMs: number | undefined): void {
    this.#endings.get(name)?.cancel();
    this.#endings.delete(name);
    if (value !== true || afterMs === undefined) return;
    const end = (): void => {
      this.#endings.delete(name);
      this.#channels.get(name)?.end();
      this.#tell({ [name]: false });
    };
    this.#endings.set(name, this.#environment.clock.after(afterMs, end));
  }

  #tell(sample: Sample): void {
    for (const listener of this.#listeners) listener(sample);
  }
}
